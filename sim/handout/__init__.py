"""A handout to print: cases, strategies, a worksheet for each lesson, words to say, and an empty plan."""

"""A handout to print: cases, strategies, a worksheet for each lesson, phrases, and an empty plan."""

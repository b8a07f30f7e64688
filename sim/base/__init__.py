"""What all rooms stand on: the error for people, files, texts as codes, processes, the terminal."""

"""What every other package builds on: errors, files, text codes, processes and the terminal."""

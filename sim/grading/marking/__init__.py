"""Marking: what a person adds to the program's points, whose they are, and how it is kept."""

"""Running: fill answers into a master notebook, run it with nbval, and turn the result into points."""

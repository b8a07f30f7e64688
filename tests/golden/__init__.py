"""What the course did before its code was re-arranged, and the means to find out what it does now."""

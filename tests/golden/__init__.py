"""What the course did before its code was rearranged, and the means to compare it with today."""

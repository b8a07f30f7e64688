"""Intake: read whatever a class hands in, and find out whose it is."""

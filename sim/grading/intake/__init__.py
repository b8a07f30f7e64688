"""Intake: read whatever a class hands in, and find each file's submitter."""

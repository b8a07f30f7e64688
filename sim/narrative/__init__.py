"""Narrative: an outcome becomes sentences."""

"""Narrative: tell an outcome in sentences."""

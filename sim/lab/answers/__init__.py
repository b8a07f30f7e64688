"""Answers: what a trainee wrote and chose, kept, merged and taken home."""

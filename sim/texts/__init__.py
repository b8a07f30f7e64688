"""Texts: the words that people read, each in one place."""

"""Widgets for pages, each with its script. They know nothing of the model."""

"""Widgets: what a page is made of, each with its script. They know nothing of the model."""

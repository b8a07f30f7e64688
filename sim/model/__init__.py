"""The model: a case, a strategy, and one season of partners whose trust rises and falls."""

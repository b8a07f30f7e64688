"""Experiments: a case played under strategies, compared, swept, doubted, and held against findings."""

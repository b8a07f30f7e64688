"""Experiments: simulate a case under strategies, compare, sweep, test robustness, and check published findings."""

"""Tests in a real browser: what a trainee sees, hears and reaches by keys."""

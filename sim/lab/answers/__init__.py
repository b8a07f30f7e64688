"""Answers of a trainee: saved, merged and backed up."""

"""Intake: whatever a class hands in becomes answers, each with its submitter."""

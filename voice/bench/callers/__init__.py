"""Callers and listeners that take the student's place in a benchmark."""

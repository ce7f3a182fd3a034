"""From a student's notes to questions that they can review."""

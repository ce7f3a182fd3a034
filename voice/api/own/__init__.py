"""Viva's own API: exams and conversations by text, feeds, transcription."""

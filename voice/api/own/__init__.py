"""Viva's own API: exams and conversations by text, event streams, live transcription."""

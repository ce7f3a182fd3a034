"""Readers of other programs' question files; `voice.exam.importing` chooses among them."""

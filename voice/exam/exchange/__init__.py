"""Readers of other programs' question files; `voice.exam.exchange.importing` chooses among them."""

"""Every written form of a report; `files` chooses among them."""

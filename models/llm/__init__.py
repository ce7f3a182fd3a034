"""Language models: engines that run them here or ask a server, and what those have in common."""

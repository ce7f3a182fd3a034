"""The conversation: from incoming sound to outgoing speech."""

"""What a text says: its words, numbers and claims, found by rules and without models."""

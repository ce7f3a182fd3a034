"""Weights: which there are, where they come from, and where they lie on the disk."""

"""Weights: the catalogue, downloading, and storage on disk."""

"""From sound to words: whose turn it is, what was said, and what was only an echo."""

"""Who may come in, and what with: keys, tokens, sign-in, limits."""

"""Access control: API keys, session tokens, sign-in, rate limits."""

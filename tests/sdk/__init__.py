"""Clients of the Realtime API that nobody here wrote: OpenAI's Agents SDK, unmodified."""

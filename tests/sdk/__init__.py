"""Tests with a third-party client of the Realtime API: OpenAI's Agents SDK, unmodified."""

"""The exam: plain domain code that knows nothing of audio, networks or the page."""

"""The examiner: what is asked next, in which words, and what the student may command."""

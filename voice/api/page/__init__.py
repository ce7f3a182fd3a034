"""Routes for the page: exams, banks, drafts, history, the sound check before the start."""

"""What the page asks the server: exams, banks, drafts, history, the check before the start."""

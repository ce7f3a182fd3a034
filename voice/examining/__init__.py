"""Holds spoken exams: directs the session, marks in the background, and saves the results."""

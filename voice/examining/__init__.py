"""An exam held aloud: the director of a session, marks in the background, what is kept."""

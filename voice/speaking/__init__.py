"""From the words of an answer to sound, and what of it the student has heard."""

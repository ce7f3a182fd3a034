"""From an answer to marks: what speaks for each key point, and how sure that is."""

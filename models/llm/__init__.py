"""Language models, embedded or behind a server, and the code that they share."""

"""Turns the words of an answer into sound, and keeps track of how much has been heard."""

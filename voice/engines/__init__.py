"""Loads the engines, shares them among all sessions, and sheds load when the machine is slow."""

"""The words of a report, one module for each language."""

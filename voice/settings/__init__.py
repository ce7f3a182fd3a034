"""Settings from flags, environment and file, and what is said when one is wrong."""

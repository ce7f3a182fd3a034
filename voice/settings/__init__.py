"""Settings from flags, the environment and a file, and the checks of their values."""

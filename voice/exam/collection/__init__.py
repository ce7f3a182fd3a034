"""Which banks there are to choose from, and whether they agree with the marking."""

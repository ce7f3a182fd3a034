"""What every room of the house builds on."""

"""Reports that students keep."""

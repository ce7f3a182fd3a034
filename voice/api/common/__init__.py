"""Code shared by the routes of all APIs."""

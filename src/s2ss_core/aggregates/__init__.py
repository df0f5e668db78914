"""What we may decide."""

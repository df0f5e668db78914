"""What was agreed beforehand, as data."""

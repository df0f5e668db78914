"""The SQLite back end: one file."""

"""The back end that lasts: one SQLite file."""

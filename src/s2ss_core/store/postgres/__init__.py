"""The PostgreSQL back end: one schema of a database, for many programs at once. Needs the extra `postgres`."""

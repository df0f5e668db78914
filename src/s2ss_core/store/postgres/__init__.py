"""The back end for many programs at once: a schema of a PostgreSQL database. Needs the extra `postgres`."""

"""The servers that tests start: PostgreSQL and umadb. Users import `s2ss_core.testing.postgres` instead."""

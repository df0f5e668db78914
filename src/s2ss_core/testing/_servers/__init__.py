"""The servers that the tests start: PostgreSQL and umadb. They are not part of the kit that users import."""

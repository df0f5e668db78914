"""A known fault in releases of SQLite."""

Release = tuple[int, int, int]

# See "The WAL-Reset Bug" in SQLite's page on its write-ahead log. With several connections, the log could be reset at
# the wrong moment and a commit was lost. Very rare.
BEGAN, LAST = (3, 7, 0), (3, 51, 2)
FIXED_IN_OLDER_LINES: tuple[Release, ...] = ((3, 44, 6), (3, 50, 7))


def has_wal_reset_bug(release: Release) -> bool:
    """Whether this release can, very rarely, lose a commit where several connections write."""
    fixed = any(release[:2] == line[:2] and release >= line for line in FIXED_IN_OLDER_LINES)
    return BEGAN <= release <= LAST and not fixed

"""What is known of the SQLite that Python is linked to."""

Release = tuple[int, int, int]

# See "The WAL-Reset Bug" in SQLite's page on its write-ahead log: with several connections a write-ahead log could be reset at the wrong moment, and
# what had been committed was lost. Very rare.
BEGAN, LAST = (3, 7, 0), (3, 51, 2)
MENDED_IN_THEIR_LINES: tuple[Release, ...] = ((3, 44, 6), (3, 50, 7))


def has_wal_reset_bug(release: Release) -> bool:
    """Whether this release can, very rarely, lose a commit where several connections write."""
    mended = any(release[:2] == mended[:2] and release >= mended for mended in MENDED_IN_THEIR_LINES)
    return BEGAN <= release <= LAST and not mended

"""Compare two stores: is one an older state of the other, such as a backup?"""

from collections.abc import Iterator
from itertools import takewhile

import attrs

from s2ss_core.store.store import Store


@attrs.frozen(kw_only=True)
class Comparison:
    """The first `shared` entries are the same in both, byte for byte. Each store continues to its newest position.

    `shared`, `here` and `there` are positions.
    """

    shared: int
    here: int
    there: int

    @property
    def is_older(self) -> bool:
        """Whether the other store holds every entry of this one, and more."""
        return self.shared == self.here < self.there

    @property
    def part(self) -> bool:
        """Whether each store holds entries that the other does not."""
        return self.shared < min(self.here, self.there)


def compared(store: Store, other: Store) -> Comparison:
    """Read both stores side by side up to the first difference."""
    here, there = store.newest(), other.newest()  # first: entries written meanwhile are not a difference
    pairs = zip(_stored(store), _stored(other), strict=False)
    shared = 0
    for (position, _), _ in takewhile(_same, pairs):
        shared = position
    return Comparison(shared=min(shared, here, there), here=here, there=there)


def _stored(store: Store) -> Iterator[tuple[int, bytes]]:
    """Positions and bytes as they are: a damaged entry differs from its copy and stops nobody."""
    after = 0
    while rows := store.rows(after=after):
        yield from ((row.position, row.state) for row in rows)
        after = rows[-1].position


def _same(pair: tuple[tuple[int, bytes], tuple[int, bytes]]) -> bool:
    return pair[0] == pair[1]

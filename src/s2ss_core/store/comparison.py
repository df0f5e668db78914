"""How two stores stand to each other: whether one is an older state of the other, such as a backup of it."""

from itertools import takewhile

import attrs

from s2ss_core.store.store import Store


@attrs.frozen(kw_only=True)
class Comparison:
    """The first `shared` entries are the same in both, byte for byte; each goes on to its newest position.

    `shared`, `here` and `there` are positions.
    """

    shared: int
    here: int
    there: int

    @property
    def is_older(self) -> bool:
        """Whether the other holds all there is here, and more."""
        return self.shared == self.here < self.there

    @property
    def part(self) -> bool:
        """Whether each holds what the other does not."""
        return self.shared < min(self.here, self.there)


def compared(store: Store, other: Store) -> Comparison:
    """Read both side by side, as far as they are the same."""
    here, there = store.newest(), other.newest()  # before: what is written meanwhile is no difference
    pairs = zip(store.entries(), other.entries(), strict=False)
    shared = 0
    for (position, _), _ in takewhile(_same, pairs):
        shared = position
    return Comparison(shared=min(shared, here, there), here=here, there=there)


def _same(pair: tuple[tuple[int, bytes], tuple[int, bytes]]) -> bool:
    return pair[0] == pair[1]

"""Notes: remarks that a view shows beside its figures."""

import attrs


@attrs.frozen
class Note:
    """A remark for the reader in one sentence, and the positions of the events that it is about."""

    says: str
    positions: tuple[int, ...]

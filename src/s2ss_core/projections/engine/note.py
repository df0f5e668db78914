"""Notes: what a fold found that fits no figure, said beside the figures."""

import attrs


@attrs.frozen
class Note:
    """Something a reader should know, and the positions of the events it is about."""

    says: str
    positions: tuple[int, ...]

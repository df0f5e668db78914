"""How well a store is."""

import attrs

from s2ss_core.projections import Lag


@attrs.frozen(kw_only=True)
class Health:
    """What an examination showed. Findings want something done; notes are good to know."""

    back_end: str
    version: str | None
    entries: int
    streams: int
    newest: int
    free_bytes: int | None
    documents: tuple[Lag, ...]
    findings: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether there is nothing to do."""
        return not self.findings

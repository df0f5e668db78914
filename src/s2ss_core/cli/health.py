"""The health of a store."""

import attrs

from s2ss_core.projections import Lag


@attrs.frozen(kw_only=True)
class Health:
    """The result of an examination. Findings need action; notes are information."""

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
        """True if there are no findings."""
        return not self.findings

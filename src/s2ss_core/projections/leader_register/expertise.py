"""Fields of expertise: how they are written, and which of them cover what a school needs."""

from collections.abc import Iterable

from s2ss_core.events import Expertise
from s2ss_core.ids import same


def title_of(field: Expertise) -> str:
    """The field in words: `phonics, key stage 1`."""
    return ", ".join(part for part in (field.subject, field.key_stage, field.specialism) if part)


def covers(declared: Iterable[Expertise], needed: Expertise) -> bool:
    """Whether one of the declared fields has every part of the needed one, in any spelling with blanks and case."""
    return any(
        _has(field.subject, needed.subject)
        and _has(field.key_stage, needed.key_stage)
        and _has(field.specialism, needed.specialism)
        for field in declared
    )


def _has(declared: str | None, needed: str | None) -> bool:
    return needed is None or (declared is not None and same(declared, needed))

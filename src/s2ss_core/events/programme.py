"""The programme: its canonical content, stored with the events that rely on it."""

from datetime import date

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import RecordId

__all__ = ["ProgrammeAdopted", "ProgrammeEvent"]


@recorded_as("programme.adopted", version=1, natural_key=("name", "version"))
class ProgrammeAdopted:
    """A programme was used for the first time; `content` is its canonical form, `digest` the SHA-256 of that."""

    name: RecordId
    version: RecordId
    on: date
    digest: str
    content: str


ProgrammeEvent = ProgrammeAdopted

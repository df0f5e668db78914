"""What the record holds of a person, until when it is kept, and what an erasure would take away."""

from s2ss_core.projections.subject_access.erasure import (
    ErasedEntry,
    Erasure,
    LessFilled,
    LessShown,
    erasure,
)
from s2ss_core.projections.subject_access.mentions import Mention
from s2ss_core.projections.subject_access.retention import Kept
from s2ss_core.projections.subject_access.subject_access import (
    Details,
    EntryAbout,
    SubjectAccess,
    subject_access,
)
from s2ss_core.projections.subject_access.texts import TextAbout

__all__ = [
    "Details",
    "EntryAbout",
    "ErasedEntry",
    "Erasure",
    "Kept",
    "LessFilled",
    "LessShown",
    "Mention",
    "SubjectAccess",
    "TextAbout",
    "erasure",
    "subject_access",
]

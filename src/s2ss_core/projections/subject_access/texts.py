"""The private texts of an entry, and what a person has to do with each of them as far as the record says."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import attrs

from s2ss_core.events import VisitLogged
from s2ss_core.projections.subject_access.mentions import PART, RECORDER, Mention
from s2ss_core.store import Recorded
from s2ss_core.store.private_texts import Place, places
from s2ss_core.values import Private

Relation = Literal["author", "subject", "named beside it"]

# The fields of an event that say whose words its texts are, and those that say whom it is about.
AUTHORS = frozenset(
    {"accepted_by", "asked_by", "authors", "by", "completed_by", "finalised_by", "held_by", "judge", "owner"}
)
SUBJECTS = frozenset({"joining", "leader", "leaving", "new_lead", "qa_lead"})


@attrs.frozen(kw_only=True)
class TextAbout:
    """A private text: the path of its field, what the person has to do with it, and the text, withheld if it was erased.

    Nobody reads the texts to find this out: an author is whom the entry names as its author, a subject whom it is about,
    or to whom the text gives something to do.
    """

    field: str
    relation: Relation
    text: Private


def texts_about(entry: Recorded, mentions: Iterable[Mention]) -> Iterator[TextAbout]:
    """The private texts of an entry that names a person in these places; none if it names them only as who recorded it."""
    fields = [mention.field for mention in mentions if mention.field != RECORDER]
    if fields:
        for path, text in texts_of(entry.event):
            yield TextAbout(field=path, relation=_relation(entry.event, path, fields), text=text)


def texts_of(event: Any) -> Iterator[tuple[str, Private]]:
    """Every private text of an event with the path of its field, such as `points_school[0].text`."""
    return _texts(event, places(type(event)), "")


def _texts(holder: Any, inside: tuple[Place, ...], path: str) -> Iterator[tuple[str, Private]]:
    for place in inside:
        content = getattr(holder, place.name)
        for index, value in enumerate(content if place.many else (content,)):
            field = f"{path}{place.name}[{index}]" if place.many else f"{path}{place.name}"
            if value is not None:
                yield from _texts(value, place.inside, f"{field}.") if place.cls else ((field, value),)


def _relation(event: Any, text: str, fields: Iterable[str]) -> Relation:
    part = text.rpartition(".")[0]
    if part and any(field.startswith(f"{part}.") for field in fields):
        return "subject"
    names = {PART.findall(field)[0][0] for field in fields}
    if names & _authors(event):
        return "author"
    return "subject" if names & SUBJECTS else "named beside it"


def _authors(event: Any) -> frozenset[str]:
    writes_it = isinstance(event, VisitLogged) and event.completed_by is None
    return AUTHORS | {"leader"} if writes_it else AUTHORS

"""`s2ss about`: everything that the record holds of a person, and what an erasure would take away."""

from typing import Annotated

import attrs
from cyclopts import Parameter

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, Where
from s2ss_core.cli.progress import measured
from s2ss_core.cli.stores import reading
from s2ss_core.projections import SubjectAccess, erasure, subject_access
from s2ss_core.values import Withheld

WHERE, HOW = Where(), How()
NOT_SHOWN = Withheld("")


def about(
    person: str,
    *,
    texts: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    if_erased: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    where: Where = WHERE,
    how: How = HOW,
) -> int:
    """List every entry that names a person, with the role in which it does, its private texts and until when it is kept.

    Parameters
    ----------
    person
        The person's id.
    texts
        Show the private texts too.
    if_erased
        Show what would be lost if the private texts in these entries were erased. Nothing is erased.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.subject_access import show_erasure, show_subject_access

    with reading(where.url) as brokerage, measured("Reading") as so_far:
        held = subject_access(brokerage.store, person, so_far=so_far)
        erased = erasure(brokerage.store, held.erasable) if if_erased else None
    if how.json:
        shown = held if texts else _without_texts(held)
        as_json({"about": shown, **({"if_erased": erased} if erased else {})})
        return DONE
    show_subject_access(stdout_console(), held, texts=texts)
    if erased:
        show_erasure(stdout_console(), erased)
    return DONE


def _without_texts(held: SubjectAccess) -> SubjectAccess:
    entries = (
        attrs.evolve(entry, texts=tuple(attrs.evolve(text, text=NOT_SHOWN) for text in entry.texts))
        for entry in held.entries
    )
    return attrs.evolve(held, entries=tuple(entries))

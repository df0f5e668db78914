"""The forms of a leader's work that are due: feedback and Deployment Record each term, the evaluation at the end."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from s2ss_core.events import FeedbackGiven, RecordSigned, SupportEvaluated, VisitLogged, cause_of
from s2ss_core.ids import key_of, same
from s2ss_core.programmes import FormDue, term_dates, term_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.sums.parties import lead_in, leaders_in
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.requirements import Requirements, terms_of
from s2ss_core.projections.whats_due.sharing import unshared
from s2ss_core.values import Audience, Role, Term

# The protocols, which alone have these two forms, have them shared so: see docs/reference/traceability.md, 177 and 210.
SHARED_WITH: Mapping[str, tuple[Audience, ...]] = {
    "deployment-record": ("broker",),
    "evaluation": ("home-headteacher", "broker"),
}
TITLES = {"deployment-record": "Deployment Record", "feedback": "feedback", "evaluation": "evaluation"}


@attrs.frozen(kw_only=True)
class Wanted:
    """One form that is due: of which leader and term, by when, the visits from which that follows, and what fills it in."""

    asked: FormDue
    leader: str
    term: Term | None
    begins: dt.date
    due: dt.date
    visits: tuple[int, ...]
    given: Positioned[Any] | None

    @property
    def title(self) -> str:
        """What the form is called in the list of what is due."""
        return f"the {TITLES[self.asked.form]} on {self.leader}"

    @property
    def name(self) -> str | None:
        """The id of the feedback or the evaluation; None while there is none, and of a Deployment Record."""
        event = self.given.event if self.given else None
        return getattr(event, self.asked.form, None)


def forms(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """Each form that was not filled in yet, each signature under one that was, and with whom it was not shared since."""
    for asked in requirements.programme.reports.forms:
        for wanted in _wanted(facts, requirements, asked):
            yield from _owed(facts, requirements, wanted)


def _wanted(facts: EventSet, requirements: Requirements, asked: FormDue) -> Iterator[Wanted]:
    for term in terms_of(requirements) if asked.at_the_end_of == "term" else (None,):
        first, last = (
            term_dates(requirements.programme, term) if term else (requirements.end, requirements.end)
        )
        for leader, visits in _leaders(facts, requirements, asked, term).items():
            yield Wanted(
                asked=asked,
                leader=leader,
                term=term,
                begins=max(first, requirements.start),
                due=min(last, requirements.end),
                visits=visits,
                given=_given(facts, asked, leader, term),
            )


def _leaders(
    facts: EventSet, requirements: Requirements, asked: FormDue, term: Term | None
) -> dict[str, tuple[int, ...]]:
    """Each leader with a visit in a term, or in all, and the positions of these visits; of none of them, the lead.

    A Deployment Record without a visit is not asked for.
    """
    found: dict[str, list[Positioned[VisitLogged]]] = {}
    for visit in facts.not_struck_out(VisitLogged):
        if term in {None, term_of(requirements.programme, visit.event.on)}:
            found.setdefault(key_of(visit.event.leader), []).append(visit)
    lead = lead_in(facts)
    if not found and lead and asked.form != "deployment-record":
        return {lead.leader: ()}
    return {visits[0].event.leader: tuple(visit.position for visit in visits) for visits in found.values()}


def _given(facts: EventSet, asked: FormDue, leader: str, term: Term | None) -> Positioned[Any] | None:
    """The feedback on a leader and term, or the evaluation of a leader, given last; of a Deployment Record none."""
    given: Sequence[Positioned[Any]] = ()
    if asked.form == "feedback":
        given = [entry for entry in facts.not_struck_out(FeedbackGiven) if entry.event.term == term]
    if asked.form == "evaluation":
        given = facts.not_struck_out(SupportEvaluated)
    of_leader = [entry for entry in given if same(entry.event.leader, leader)]
    return of_leader[-1] if of_leader else None


def _owed(facts: EventSet, requirements: Requirements, wanted: Wanted) -> Iterator[Due]:
    asked = wanted.asked
    if asked.form != "deployment-record" and wanted.given is None:
        yield _due(facts, requirements, wanted, asked.filled_in_by)
        return
    signatures = _signatures(facts, wanted)
    unsigned = [role for role in asked.signed_by if role not in _signed(signatures, wanted)]
    for role in unsigned:
        due = _due(facts, requirements, wanted, role)
        yield attrs.evolve(due, what=f"{wanted.title}, signed by the {role}")
    if not unsigned:
        for reader in _unshared(facts, wanted, signatures):
            due = _due(facts, requirements, wanted, asked.filled_in_by)
            positions = tuple(signature.position for signature in signatures)
            yield attrs.evolve(
                due, what=f"{wanted.title} shared with the {reader}", positions=positions or due.positions
            )


def _signatures(facts: EventSet, wanted: Wanted) -> list[Positioned[RecordSigned]]:
    return [
        signature
        for signature in facts.not_struck_out(RecordSigned)
        if signature.event.record == wanted.asked.form and _is_under(signature.event, wanted)
    ]


def _signed(signatures: Sequence[Positioned[RecordSigned]], wanted: Wanted) -> set[str]:
    """The roles that signed: the leader signs as such, everybody else for the Headteacher."""
    return {
        "system-leader" if same(signature.event.signatory.person, wanted.leader) else "headteacher"
        for signature in signatures
    }


def _unshared(
    facts: EventSet, wanted: Wanted, signatures: Sequence[Positioned[RecordSigned]]
) -> tuple[Audience, ...]:
    """Those who are to have a signed form and have it not: an evaluation by its id, a Deployment Record by a signature."""
    readers = SHARED_WITH.get(wanted.asked.form, ())
    documents = (
        [signature.event for signature in signatures] if wanted.given is None else [wanted.given.event]
    )
    for document in documents:
        readers = unshared(facts, cause_of(document), readers)
    return readers


def _is_under(signature: RecordSigned, wanted: Wanted) -> bool:
    if wanted.given is not None:
        return signature.of == wanted.name
    return same(signature.leader or "", wanted.leader) and signature.term == wanted.term


def _due(facts: EventSet, requirements: Requirements, wanted: Wanted, role: Role) -> Due:
    given = wanted.given
    due = requirements.owes(
        wanted.title,
        wanted.due,
        role,
        of=wanted.name,
        term=wanted.term,
        since=given.event.on if given else wanted.begins,
        positions=(given.position,) if given else wanted.visits,
    )
    return _from_its_leader(facts, due, wanted.leader) if role == "system-leader" else due


def _from_its_leader(facts: EventSet, due: Due, leader: str) -> Due:
    """The same, waiting on the leader whose form it is, who need not be the lead."""
    schools = (deployed.home_school.id for deployed in leaders_in(facts) if same(deployed.leader, leader))
    return attrs.evolve(due, people=(leader,), organisations=tuple(dict.fromkeys(schools)))

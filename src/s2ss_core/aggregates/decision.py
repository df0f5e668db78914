"""A decision: the fact, the rules that are not met, and how a fact is recorded despite them."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Generic, TypeVar, cast

import attrs

from s2ss_core.aggregates.acceptance import NO_EXCESS, Excess, acceptance, not_to_be_accepted
from s2ss_core.aggregates.award_share import AwardShare
from s2ss_core.aggregates.requests import describe_request
from s2ss_core.aggregates.untold import as_named, not_told, undesignated
from s2ss_core.events import (
    AcceptedDespite,
    CostDisallowed,
    DisallowedReason,
    FinancialYearKind,
)
from s2ss_core.programmes import Programme, Terms, funding_terms
from s2ss_core.rules import Broken, Despite, Refused
from s2ss_core.values import Cause, Designation, FundingKind, JudgingParty, Money, Term

E = TypeVar("E")


@attrs.frozen(kw_only=True)
class DecisionContext:
    """What a decision about a deployment reads besides its state: the adopted programme, and facts of its awards.

    `allocated` is what the awards set aside for this deployment's support, in pence; `awards` are the ids of the
    awards on record, and `available` has for each its first and last day; `certificate_years` has each award that asks for
    a certificate a financial year, with the kinds of year that its certificates may be of; `funder_judges` is true if an
    award asks for the funder's judgement. `headteachers` are the ids of those who hold that post at the supported school
    on the day of the fact: none if nobody said that it changed hands, empty if nobody is known to have followed the
    one who left. `former_headteachers` are the ids of those who left the post and did not come back. `term_ends` gives the
    last day of a term at an organisation, if it adopted dates of its own.
    `shares` are what each of several awards bears; none for a single award.
    `designations` gives the kinds of the designations that a leader holds on a day.
    `names_on` adds to the names of organisations those that they go by on a day: the keys of their trusts, and URNs.
    """

    programme: Programme
    allocated: Money = Money(0)
    shares: tuple[AwardShare, ...] = ()
    awards: frozenset[str] = frozenset()
    certificate_years: tuple[tuple[str, tuple[FinancialYearKind, ...]], ...] = ()
    funder_judges: bool = False
    headteachers: tuple[str, ...] | None = None
    former_headteachers: tuple[str, ...] = ()
    available: tuple[tuple[str, date, date], ...] = ()
    term_ends: Callable[[str, Term], date | None] = not_told
    names_on: Callable[[frozenset[str], date], frozenset[str]] = as_named
    designations: Callable[[str, date], tuple[Designation, ...]] = undesignated

    def terms(self, kind: FundingKind) -> Terms:
        """The programme's terms for a kind of funding. Raises `BadInput` if it does not offer that kind."""
        return funding_terms(self.programme, kind)

    def judges(self, kind: FundingKind) -> tuple[JudgingParty, ...]:
        """The parties whose judgement a release needs: the programme's, and the funder if an award asks for it."""
        judges = self.terms(kind).judges
        return (*judges, "funder") if self.funder_judges and "funder" not in judges else judges


@attrs.frozen(kw_only=True)
class Decision(Generic[E]):
    """The events to record, the fact first, and every rule that is not met.

    `request` says in words what was asked for. `despite` is true if the fact may be recorded although rules are not
    met; its `cost`, in pence, is then disallowed, or only the `excess` if no rule but those about it is not met.
    """

    request: str
    events: tuple[E, ...]
    broken: tuple[Broken, ...] = ()
    despite: bool = False
    cost: Money = Money(0)
    excess: Excess = NO_EXCESS

    def events_or_raise(self) -> tuple[E, ...]:
        """The events. Raises `Refused` with every rule that is not met."""
        if self.broken:
            raise Refused(self.request, self.broken, despite=self.may_be_accepted)
        return self.events

    @property
    def disallowed(self) -> tuple[Money, DisallowedReason]:
        """What of the cost is disallowed, in pence, if the fact is recorded despite the rules, and why."""
        return self.excess.disallowed(self.cost, self.broken)

    @property
    def may_be_accepted(self) -> bool:
        """Whether the fact may be recorded despite the rules that are not met."""
        return self.despite and not any(broken.rule.absolute for broken in self.broken)

    def accepted(
        self, despite: Despite, *, recorded_by: str
    ) -> tuple[E | AcceptedDespite | CostDisallowed, ...]:
        """The events, and with them the acceptance of the rules that are not met.

        Raises `Refused` if the fact may not be recorded despite them, or if the person who accepts is the one who
        records or one whom the fact names.
        """
        if not self.broken:
            return self.events
        accepting = tuple(not_to_be_accepted(self.events[0], despite, recorded_by))
        if accepting or not self.may_be_accepted:
            raise Refused(self.request, (*self.broken, *accepting), despite=self.may_be_accepted)
        return (*self.events, *acceptance(self.events[0], self.broken, despite, *self.disallowed))


def decide(
    fact: E,
    subject: str,
    *broken: Iterable[Broken],
    despite: bool = False,
    cost: Money = Money(0),
    excess: Excess = NO_EXCESS,
) -> Decision[E]:
    """A decision on one fact about the deployment, grant or leader of an id, with the rules that are not met.

    An advisory rule never refuses.
    """
    return Decision(
        request=describe_request(fact, subject),
        events=(fact,),
        broken=tuple(rule for rules_broken in broken for rule in rules_broken if not rule.rule.advisory),
        despite=despite,
        cost=cost,
        excess=excess,
    )


def names(causes: Iterable[Cause]) -> str | None:
    """Entries in order, as text; the facts of a rule have no order of their own."""
    return ", ".join(map(str, causes)) or None


def with_derived(fact: E, **values: object) -> E:
    """The fact with its derived fields set to these values."""
    return cast(E, attrs.evolve(cast(Any, fact), **values))

"""`Scenario`: the programme, the kind of funding and the other choices that a lifecycle starts from."""

from datetime import date, timedelta
from functools import cached_property

import attrs

from s2ss_core.programmes import Programme, Rate, Terms, capacity_of, find, funding_terms
from s2ss_core.testing.lifecycle.cast import BROKER, HOME, MEMBER, SCHOOL, SUPPLIER, TRUST
from s2ss_core.testing.model import span_of
from s2ss_core.values import (
    INSTALMENT,
    AcademicYear,
    Band,
    Days,
    FundingKind,
    Head,
    Money,
    Organisation,
    Season,
    Term,
    Unit,
)

EXCEED = find("exceed-2023", "V7")
NOVEMBER = date(2023, 11, 6)
MONTHS = timedelta(days=60)  # from a programme's taking effect to the first deployment under it
SETTLING_IN, WINDING_UP = timedelta(days=7), timedelta(days=9)  # of a term, without visits
PRICE = Money("400.00")  # of a unit that is not on the rate card
ITEM = Money("500.00")  # of what is bought, a term
PLANNED = Days(2)  # units of leaders' time a term


def _named(programme: Programme) -> str:
    return f"find({programme.name!r}, {programme.version!r})"


@attrs.frozen(kw_only=True, cache_hash=True, slots=False)
class Scenario:
    """What a lifecycle starts from: deployments that share leaders and an award, a programme, funding and terms.

    `terms` are by default the first ones after the programme took effect. If `paid_by_journal`, the leader's school is
    a member of the broker. If `yearly_certificates`, the funder asks for a certificate of each financial year, from April to
    March. Certificates are of the award `certified_award`, or of whatever funds the support. If `shared_costs`, a
    contract has the supported school, the broker and the home school each bear a part. `allowance` is in days per year.
    """

    deployments: tuple[str, ...] = ("d-1",)
    programme: Programme = attrs.field(default=EXCEED, repr=_named)
    funding: FundingKind = attrs.field()
    terms: tuple[Term, ...] = attrs.field()
    paid_by_journal: bool = False
    judged_by_funder: bool = False
    yearly_certificates: bool = False
    certified_award: str | None = None
    shared_costs: bool = False
    allowance: int = 15

    @funding.default
    def _first_kind(self) -> FundingKind:
        return self.programme.funding[0].kind

    @terms.default
    def _first_term(self) -> tuple[Term, ...]:
        return terms_of(self.programme)[:1]

    @property
    def laid_down(self) -> Terms:
        """The programme's terms for this kind of funding."""
        return funding_terms(self.programme, self.funding)

    @property
    def first_day(self) -> date:
        """The day of the first command."""
        return first_day_under(self.programme)

    def visits_from(self, term: Term) -> date:
        """The first day for visits in a term."""
        return weekday_from(span_of(self.programme, term)[0] + SETTLING_IN)

    def visits_to(self, term: Term) -> date:
        """The last day for visits in a term."""
        last = span_of(self.programme, term)[1] - WINDING_UP
        return last - timedelta(days=max(0, last.weekday() - 4))

    @cached_property
    def start(self) -> date:
        """The first day of support."""
        return self.visits_from(self.terms[0])

    @cached_property
    def end(self) -> date:
        """The intended last day of support."""
        return self.visits_to(self.terms[-1])

    @property
    def cap_years(self) -> tuple[AcademicYear, ...]:
        """The cap years in which the leader's days count."""
        return tuple(dict.fromkeys((AcademicYear.of(self.start), AcademicYear.of(self.end))))

    @property
    def home(self) -> Organisation:
        """The lead leader's school."""
        return MEMBER if self.paid_by_journal else HOME

    @property
    def trust(self) -> Organisation | None:
        """That school's trust; None if it is the broker."""
        return None if self.paid_by_journal else TRUST

    @property
    def payee(self) -> Organisation | None:
        """The organisation that the programme pays."""
        roles = reversed(self.laid_down.payees)
        return next((party for role in roles if (party := self._by_role.get(role))), None)

    @property
    def released_to(self) -> dict[str, Organisation]:
        """Each leg that the programme pays by instalments, and whom it pays; none if it releases nothing."""
        if not self.laid_down.gates:
            return {}
        shares = [flow for flow in self.laid_down.flows if flow.kind == "share"]
        if len(shares) < 2:
            return {shares[0].id if shares else INSTALMENT: self.payee or BROKER}
        paid = {flow.id: (self._by_role.get(role) for role in flow.paid_to) for flow in shares}
        return {leg: next((party for party in parties if party), BROKER) for leg, parties in paid.items()}

    @property
    def _by_role(self) -> dict[str, Organisation | None]:
        return {
            "home-school": self.home,
            "home-trust": self.trust,
            "leader-school": self.home,
            "supported-school": SCHOOL,
            "broker": BROKER,
        }

    @cached_property
    def unit(self) -> Unit:
        """The unit in which leaders' time is planned: days if the programme allows."""
        most = self.programme.cap.most_in_a_visit.value
        units = [capacity.unit for capacity in self.programme.capacity if capacity.days <= most]
        priced = [
            rate.unit for rate in self.programme.rates if rate.head == "leader-days" and rate.unit in units
        ]
        return "day" if "day" in (priced or units) else next(iter(priced or units))

    @property
    def _on_card(self) -> Rate | None:
        card = (
            rate for rate in self.programme.rates if rate.head == "leader-days" and rate.unit == self.unit
        )
        return next(card, None)

    @property
    def rate(self) -> Money:
        """The planned rate for one unit of leaders' time."""
        return self._on_card.amount if self._on_card else PRICE

    @property
    def band(self) -> Band:
        """The lead leader's band."""
        return (self._on_card.band if self._on_card else None) or "middle-leader"

    @property
    def days_a_term(self) -> Days:
        """The days of the leader's year that the visits of a term use."""
        return capacity_of(self.programme, self.unit, PLANNED)

    @cached_property
    def bought(self) -> Head | None:
        """What is bought in addition to leaders' time; None if the programme allows nothing else."""
        uses = self.programme.uses
        heads = self.laid_down.uses or (*uses.permitted.value, *uses.unusual.value)
        others = [head for head in heads if head != "leader-days"]
        priced = {rate.head for rate in self.programme.rates}
        return next((head for head in others if head not in priced), next(iter(others), None))

    @property
    def bought_by_time(self) -> Rate | None:
        """The price of what is bought, if the programme has one: cover, say."""
        return next((rate for rate in self.programme.rates if rate.head == self.bought), None)

    @property
    def supplier(self) -> Organisation:
        """Whoever provides it: what is bought by time is time of the supported school's staff."""
        return SCHOOL if self.bought_by_time else SUPPLIER

    @property
    def price_bought(self) -> Money:
        """The planned price of what is bought in a term, in pence."""
        if self.bought is None:
            return Money(0)
        return self.bought_by_time.amount.times(PLANNED) if self.bought_by_time else ITEM

    @property
    def plan_total(self) -> Money:
        """The total of the plan."""
        return Money((self.rate.times(PLANNED) + self.price_bought) * len(self.terms))

    def needs_reason(self, head: Head) -> bool:
        """Whether a plan line for this head needs a reason."""
        return head in self.programme.uses.unusual.value or (head == "leader-days" and self._on_card is None)


def first_day_under(programme: Programme) -> date:
    """The first day on which these lifecycles broker a deployment under a programme."""
    return max(NOVEMBER, programme.effective_from + MONTHS)


def terms_of(programme: Programme, count: int = 3) -> tuple[Term, ...]:
    """The first `count` terms that begin after that day."""
    first = first_day_under(programme)
    seasons: tuple[Season, ...] = tuple(span.season for span in programme.terms)
    terms = [Term(f"{first.year + year}-{season}") for year in range(count + 2) for season in seasons]
    begins = {term: span_of(programme, term)[0] for term in terms}
    return tuple(sorted((term for term in terms if begins[term] > first), key=begins.__getitem__))[:count]


def periods_of(programme: Programme) -> tuple[tuple[Term, ...], ...]:
    """Three periods of support under a programme: one term, two terms, and two later terms."""
    first, two, three = terms_of(programme)
    return (first,), (first, two), (two, three)


def weekday_from(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

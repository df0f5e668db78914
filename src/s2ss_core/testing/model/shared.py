"""The plain model of what is due on the legs that the holder of the money pays or keeps, in pence."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import attrs

from s2ss_core.events import PlanLine, Split, VisitLogged
from s2ss_core.ids import key_of
from s2ss_core.programmes import RateSplit
from s2ss_core.testing.model.reported import Reported
from s2ss_core.testing.model.spent import charge
from s2ss_core.values import INSTALMENT, Cause, Money, Organisation

TRUST_FIRST = ("home-trust", "home-school")


class Shared(Reported):
    """How what is eligible is shared out: each leg with the key of the organisation that it pays."""

    @property
    def shares(self) -> dict[str, tuple[str, ...]]:
        """Whom each leg that the holder pays or keeps is for, the first there is of them; one leg if the programme names none."""
        named: dict[str, tuple[str, ...]] = {
            flow.id: flow.paid_to for flow in self.laid_down.flows if flow.kind == "share"
        }
        return named or {INSTALMENT: TRUST_FIRST}

    @property
    def kept(self) -> set[str]:
        """The legs of which the holder keeps what is due."""
        return {flow.id for flow in self.laid_down.flows if flow.kind == "share" and "retained" in flow.how}

    def due(self, by: date = date.max) -> Counter[tuple[str, str]]:
        """What is due on each leg to each organisation, up to a day if it is given."""
        due: Counter[tuple[str, str]] = Counter()
        for of, on, name, amount, eligible in self.spent(by):
            if on > by or eligible <= 0:
                continue
            visit = self._visit(of)
            left = eligible
            parts = list(self._parts(self.line(name, on), on, visit, amount))
            for leg, whole in parts[1:]:
                part = whole * eligible // amount
                due[self._to(leg, on, visit)] += part
                left -= part
            due[self._to(parts[0][0], on, visit)] += left
        return due

    def charged(self, by: str) -> int:
        """What is due on the charges to the supported school or to the home school: its part by the agreement, cost by cost."""
        agreement = self.agreement()
        costs = agreement.costs if agreement else None
        if costs is None or not costs.total:
            return self.eligible() if by == "supported-school" else 0
        part = costs.supported_school if by == "supported-school" else costs.home_school
        return sum(eligible * part // costs.total for *_, eligible in self.spent())

    def leg_to(self, leg: str, organisation: str) -> tuple[str, str]:
        """A leg to an organisation. The school and the trust of a lead are one where either is paid."""
        words = self.shares.get(leg, ())
        if {"home-trust", "home-school"} <= set(words):
            for leader, _, _ in reversed(self._led()):
                if leader.home_trust and key_of(leader.home_school.id) == key_of(organisation):
                    trust_first = words.index("home-trust") < words.index("home-school")
                    return leg, key_of((leader.home_trust if trust_first else leader.home_school).id)
        return leg, key_of(organisation)

    def _visit(self, of: Cause) -> VisitLogged | None:
        visits = self.of(VisitLogged) if of.name == "visit" else []
        return next((visit for visit in visits if visit.visit == of.id[0]), None)

    def _parts(
        self, line: PlanLine | None, on: date, visit: VisitLogged | None, amount: int
    ) -> Iterator[tuple[str, int]]:
        """The legs that a line goes along with what the whole comes to on each: first the one that takes the rest."""
        splits = [(split.leg, int(split.amount)) for split in self._splits(line, on)]
        if line is None or not splits or not {leg for leg, _ in splits} <= set(self.shares):
            paid = [leg for leg in self.shares if leg not in self.kept] or list(self.shares)
            yield (INSTALMENT if INSTALMENT in self.shares else paid[0]), amount
            return
        yield splits[-1]
        for leg, rate in splits[:-1]:
            at_rate = attrs.evolve(line, rate=Money(rate))
            whole = charge(self.programme, at_rate, visit) if visit else amount * rate // (line.rate or 1)
            yield leg, (whole or 0) if line.rate else 0

    def _splits(self, line: PlanLine | None, on: date) -> tuple[Split | RateSplit, ...]:
        if line is None or line.splits:
            return line.splits if line else ()
        card = [
            rate
            for rate in self.programme.rates
            if (rate.head, rate.unit) == (line.head, line.unit)
            and rate.since <= on <= (rate.until or date.max)
        ]
        of_band = [rate for rate in card if rate.band == line.band] if line.band else card
        own = of_band or [rate for rate in card if rate.band is None]
        return next((rate.splits for rate in own if rate.amount == line.rate), ())

    def _to(self, leg: str, on: date, visit: VisitLogged | None) -> tuple[str, str]:
        """The leg to the first organisation that there is of those that it is for."""
        lead = self.lead_as_deployed(on)
        theirs = self.as_deployed(visit.leader, on) if visit else lead
        by_role: dict[str, Organisation | None] = {
            "broker": self.brokered.broker,
            "supported-school": self.brokered.school,
            "home-school": lead.home_school,
            "home-trust": lead.home_trust,
            "leader-school": theirs.home_school,
        }
        paid = (by_role.get(role) for role in self.shares[leg])
        return self.leg_to(leg, next((each for each in paid if each), self.brokered.broker).id)

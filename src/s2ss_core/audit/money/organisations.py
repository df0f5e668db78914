"""Who the money is from and to on a day: the lead's school and trust, a leader's own, the supplier of a cost."""

from datetime import date

import attrs

from s2ss_core.events import Brokered, Leader, LeaderJoined, LeaderReplaced
from s2ss_core.ids import key_of
from s2ss_core.programmes import MoneyParty
from s2ss_core.values import Organisation

__all__ = ["Deployed", "trust_of"]


def trust_of(leader: Leader) -> str | None:
    """The key of the trust of a leader's home school, or None."""
    if leader.home_trust is not None:
        return key_of(leader.home_trust.id)
    return key_of(leader.home_school.trust) if leader.home_school.trust else None


@attrs.define(eq=False)
class Deployed:
    """The leaders of a deployment, each from a day, and who leads from which day."""

    brokered: Brokered
    leaders: dict[str, list[tuple[date, Leader]]] = attrs.field(factory=dict)
    leads: list[tuple[date, str]] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        """Begin with the lead as brokered."""
        self._join(self.brokered.lead, date.min)
        self.leads.append((date.min, key_of(self.brokered.lead.leader)))

    def _join(self, leader: Leader, since: date) -> None:
        self.leaders.setdefault(key_of(leader.leader), []).append((since, leader))

    def joined(self, event: LeaderJoined) -> None:
        """A further leader joined."""
        self._join(event.leader, event.on)
        if event.lead:
            self.leads.append((event.on, key_of(event.leader.leader)))

    def replaced(self, event: LeaderReplaced) -> None:
        """A leader left, and somebody else may follow or lead."""
        if event.joining is not None:
            self._join(event.joining, event.effective_from)
        if event.new_lead is not None:
            self.leads.append((event.effective_from, key_of(event.new_lead)))

    def leader(self, leader: str, day: date) -> Leader | None:
        """A leader as they were deployed on a day; as first deployed, if that day is before."""
        known = self.leaders.get(key_of(leader), [])
        return next((row for since, row in reversed(known) if since <= day), known[0][1] if known else None)

    def everybody(self) -> list[tuple[date, str]]:
        """Every leader who was deployed, each with a day since when."""
        return [(since, key) for key, rows in self.leaders.items() for since, _ in rows]

    def lead(self, day: date) -> Leader:
        """Who leads on a day."""
        whose = next((key for since, key in reversed(self.leads) if since <= day), self.leads[0][1])
        return self.leader(whose, day) or self.brokered.lead

    def party(self, role: MoneyParty, day: date, leader: str | None = None) -> Organisation | None:
        """The organisation that has a part in the flows of money on a day, or None."""
        lead = self.lead(day)
        own = (leader and self.leader(leader, day)) or lead
        return {
            "broker": self.brokered.broker,
            "supported-school": self.brokered.school,
            "home-school": lead.home_school,
            "home-trust": lead.home_trust,
            "leader-school": own.home_school,
        }.get(role)

    def first(self, roles: tuple[MoneyParty, ...], day: date, leader: str | None = None) -> str | None:
        """The key of the first of these organisations that there is on a day."""
        found = (self.party(role, day, leader) for role in roles)
        party = next((party for party in found if party is not None), None)
        return self.one_for(roles, party.id) if party is not None else None

    def one_for(self, roles: tuple[MoneyParty, ...], organisation: str) -> str:
        """The key of whoever is paid in these roles where this organisation is: a lead's school stands for its trust."""
        key = key_of(organisation)
        for since, lead in self.leads:
            parties = (self.party(role, since, lead) for role in roles)
            keys = [key_of(party.id) for party in parties if party is not None]
            if key in keys[1:]:
                return keys[0]
        return key

    def of_the_lead(self, day: date) -> frozenset[str]:
        """The keys of the lead's school and trust on a day."""
        lead = self.lead(day)
        return frozenset(filter(None, (key_of(lead.home_school.id), trust_of(lead))))

"""Who the money is from and to on a day: the lead's school and trust, a leader's own, the supplier of a cost."""

from bisect import bisect_right, insort
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, TypeVar

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


F = TypeVar("F", bound=Callable[..., Any])


def _once_between_changes(made: F) -> F:
    """Look something up once for all days between two on which somebody joined or began to lead."""

    @wraps(made)
    def asked(deployed: "Deployed", day: date, *more: Any) -> Any:
        key = (made.__name__, bisect_right(deployed.changes, day), *more)
        if key not in deployed.known:
            deployed.known[key] = made(deployed, day, *more)
        return deployed.known[key]

    return asked  # type: ignore[return-value]


@attrs.define(eq=False)
class Deployed:
    """The leaders of a deployment, each from a day, and who leads from which day. Nothing changes between `changes`."""

    brokered: Brokered
    leaders: dict[str, list[tuple[date, Leader]]] = attrs.field(factory=dict)
    leads: list[tuple[date, str]] = attrs.field(factory=list)
    changes: list[date] = attrs.field(factory=list)
    known: dict[tuple[Any, ...], Any] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Begin with the lead as brokered."""
        self._join(self.brokered.lead, date.min)
        self._lead(self.brokered.lead.leader, date.min)

    def _join(self, leader: Leader, since: date) -> None:
        self.leaders.setdefault(key_of(leader.leader), []).append((since, leader))
        self._changed(since)

    def _lead(self, leader: str, since: date) -> None:
        self.leads.append((since, key_of(leader)))
        self._changed(since)

    def _changed(self, since: date) -> None:
        insort(self.changes, since)
        self.known.clear()

    def joined(self, event: LeaderJoined) -> None:
        """A further leader joined."""
        self._join(event.leader, event.on)
        if event.lead:
            self._lead(event.leader.leader, event.on)

    def replaced(self, event: LeaderReplaced) -> None:
        """A leader left, and somebody else may follow or lead."""
        if event.joining is not None:
            self._join(event.joining, event.effective_from)
        if event.new_lead is not None:
            self._lead(event.new_lead, event.effective_from)

    def leader(self, leader: str, day: date) -> Leader | None:
        """A leader as they were deployed on a day; as first deployed, if that day is before."""
        known = self.leaders.get(key_of(leader), ())
        if len(known) == 1:
            return known[0][1]
        return next((row for since, row in reversed(known) if since <= day), known[0][1] if known else None)

    def everybody(self) -> list[tuple[date, str]]:
        """Every leader who was deployed, each with a day since when."""
        return [(since, key) for key, rows in self.leaders.items() for since, _ in rows]

    def lead(self, day: date) -> Leader:
        """Who leads on a day."""
        whose = self.leads[0][1]
        if len(self.leads) > 1:
            whose = next((key for since, key in reversed(self.leads) if since <= day), whose)
        return self.leader(whose, day) or self.brokered.lead

    def party(self, role: MoneyParty, day: date, leader: str | None = None) -> Organisation | None:
        """The organisation that has a part in the flows of money on a day, or None."""
        match role:
            case "broker":
                return self.brokered.broker
            case "supported-school":
                return self.brokered.school
            case "home-school":
                return self.lead(day).home_school
            case "home-trust":
                return self.lead(day).home_trust
            case "leader-school":
                return ((leader and self.leader(leader, day)) or self.lead(day)).home_school
            case _:
                return None

    @_once_between_changes
    def first(self, day: date, roles: tuple[MoneyParty, ...], leader: str | None = None) -> str | None:
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

    @_once_between_changes
    def of_the_lead(self, day: date) -> frozenset[str]:
        """The keys of the lead's school and trust on a day."""
        lead = self.lead(day)
        return frozenset(filter(None, (key_of(lead.home_school.id), trust_of(lead))))

    @_once_between_changes
    def beyond_the_lead(self, day: date, leader: str) -> str | None:
        """The key of a leader's own trust or school on a day, where the lead is of another one."""
        who = self.leader(leader, day)
        if who is None:
            return None
        names = set(filter(None, (key_of(who.home_school.id), trust_of(who))))
        if names & self.of_the_lead(day):
            return None
        return key_of(who.home_trust.id if who.home_trust else who.home_school.id)

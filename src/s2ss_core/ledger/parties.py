"""The parties to the money of a deployment: who pays and who is paid on a leg of the flows, as at a day."""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from s2ss_core.events import Brokered, Leader, LeaderJoined, LeaderReplaced
from s2ss_core.ids import key_of, same
from s2ss_core.programmes import MoneyParty
from s2ss_core.values import Organisation


@attrs.frozen
class Since:
    """A leader as deployed, from a day on."""

    day: date
    leader: Leader


@attrs.frozen(kw_only=True)
class Parties:
    """The organisations of a deployment: its leaders as they joined, and its leads as they followed each other."""

    broker: Organisation
    school: Organisation
    joined: tuple[Since, ...]
    led: tuple[Since, ...]

    def lead(self, day: date) -> Leader:
        """Who led on a day, or last before it."""
        return self._newest(self.led, day).leader

    def led_before(self, organisation: str, day: date) -> bool:
        """Whether an organisation is the school or trust of a lead before the one of a day, and not of that one."""
        former = (entry.leader for entry in self.led if entry.day <= day)
        return organisation_in(organisation, former) and not organisation_in(organisation, [self.lead(day)])

    def leader(self, leader: str, day: date) -> Leader:
        """A leader as deployed on a day, or first after it; the lead where nobody of that id was deployed."""
        entries = tuple(entry for entry in self.joined if same(entry.leader.leader, leader))
        return self._newest(entries, day).leader if entries else self.lead(day)

    def _newest(self, entries: tuple[Since, ...], day: date) -> Since:
        begun = [entry for entry in entries if entry.day <= day]
        return max(reversed(begun), key=lambda entry: entry.day, default=entries[0])

    def paid(self, words: Iterable[MoneyParty], day: date, leader: Leader | None = None) -> Organisation:
        """The first organisation that there is of those that a flow names; the broker if there is none."""
        found = (self._organisation(word, day, leader) for word in words)
        return next((organisation for organisation in found if organisation), self.broker)

    def _organisation(self, word: MoneyParty, day: date, leader: Leader | None) -> Organisation | None:
        lead = self.lead(day)
        match word:
            case "broker":
                return self.broker
            case "supported-school":
                return self.school
            case "home-school":
                return lead.home_school
            case "home-trust":
                return lead.home_trust
            case "leader-school":
                return (leader or lead).home_school
            case _:
                return None

    def party(self, organisation: str, words: Iterable[MoneyParty]) -> str:
        """The key under which an organisation is paid on a leg: a lead's school and trust are one, where it pays either."""
        of = tuple(words)
        for entry in reversed(self.led):
            school, trust = entry.leader.home_school, entry.leader.home_trust
            if trust and "home-trust" in of and "home-school" in of and same(school.id, organisation):
                first = trust if of.index("home-trust") < of.index("home-school") else school
                return key_of(first.id)
        return key_of(organisation)


def organisation_in(organisation: str, leaders: Iterable[Leader]) -> bool:
    """Whether an organisation is the school or trust of one of these leaders."""
    return any(
        same(own.id, organisation)
        for leader in leaders
        for own in (leader.home_school, leader.home_trust)
        if own is not None
    )


def names_of(leader: Leader) -> frozenset[str]:
    """What a leader's school and trust are compared by."""
    return leader.home_school.names | (leader.home_trust.names if leader.home_trust else frozenset())


def money_parties(brokered: Brokered, changes: Iterable[LeaderJoined | LeaderReplaced]) -> Parties:
    """The parties of a deployment from its brokering and, in the order in which they were recorded, its changes of leaders."""
    first = Since(brokered.on, brokered.lead)
    joined, led = [first], [first]
    for change in changes:
        new = tuple(_joining(change))
        joined += new
        led += _leading(change, new, joined)
    return Parties(broker=brokered.broker, school=brokered.school, joined=tuple(joined), led=tuple(led))


def _joining(change: LeaderJoined | LeaderReplaced) -> Iterator[Since]:
    if isinstance(change, LeaderJoined):
        yield Since(change.on, change.leader)
    elif change.joining:
        yield Since(change.effective_from, change.joining)


def _leading(
    change: LeaderJoined | LeaderReplaced, new: tuple[Since, ...], joined: list[Since]
) -> Iterator[Since]:
    if isinstance(change, LeaderJoined):
        yield from new if change.lead else ()
        return
    known = [entry.leader for entry in joined if same(entry.leader.leader, change.new_lead)]
    yield from (Since(change.effective_from, leader) for leader in known[-1:])

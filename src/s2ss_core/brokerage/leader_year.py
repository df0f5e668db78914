"""How a command about a leader's year is prepared."""

from typing import TYPE_CHECKING

from s2ss_core.aggregates import leader_year as leader_years
from s2ss_core.brokerage.transaction import Entry, Transaction
from s2ss_core.events import AllowanceAgreed, leader_year_stream
from s2ss_core.values import Days

if TYPE_CHECKING:
    from s2ss_core.brokerage.brokerage import Brokerage


def agreeing_allowance(brokerage: "Brokerage", _leader: str, fact: AllowanceAgreed) -> Transaction:
    """How to prepare an allowance, within the lowest cap of the programmes its year is booked under."""
    known, after = brokerage.load(leader_year_stream(fact.leader, fact.cap_year), leader_years.evolve)
    year = known or leader_years.LeaderYear()
    cap: Days | None = min(year.caps, default=None)
    decision = leader_years.agree_allowance(year, fact, cap=cap)
    stream = leader_year_stream(fact.leader, fact.cap_year)
    return Transaction(entries=(Entry(stream=stream, after=after, decision=decision),))

"""Reversals: what was booked by an entry that is struck out goes back, and what it gave back is booked again."""

from datetime import date

from s2ss_core.events import CommitmentReleased, DaysCommitted
from s2ss_core.values import Cause, Days


def undoing(
    booked: DaysCommitted | CommitmentReleased, because: Cause, on: date, cap: Days | None
) -> DaysCommitted | CommitmentReleased:
    """The opposite of a commitment or a release, for the same leader, year and deployment; `cap` is the programme's."""
    if isinstance(booked, DaysCommitted):
        return CommitmentReleased(
            because=because,
            on=on,
            leader=booked.leader,
            cap_year=booked.cap_year,
            home_school=booked.home_school,
            deployment=booked.deployment,
            days=booked.days,
            cause="renegotiated" if booked.because.name == "time-renegotiated" else "replaced",
        )
    return DaysCommitted(
        because=because,
        on=on,
        leader=booked.leader,
        cap_year=booked.cap_year,
        home_school=booked.home_school,
        deployment=booked.deployment,
        days=booked.days,
        cap=cap,
    )

"""The reasons for and against a leader, one function for each thing that is looked at."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from s2ss_core.ids import key_of, same
from s2ss_core.projections.leader_match.proposal import Candidate, Need, Reason, Speaks
from s2ss_core.projections.leader_register import RegisteredDesignation, covers, title_of
from s2ss_core.projections.leader_workload import SupportedSchoolWorkload
from s2ss_core.projections.sums.unbrokered import year_of_day
from s2ss_core.values import Organisation, decimal_text


def of_expertise(need: Need, candidate: Candidate) -> Iterator[Reason]:
    """Each needed field, and whether the leader declared it by the day."""
    leader = candidate.page.leader
    declared = [field for row in candidate.page.declared(need.on) for field in row.fields]
    for needed in need.expertise:
        field = title_of(needed)
        if not declared:
            says: tuple[Speaks, str] = "unknown", f"No expertise of {leader} is on record: {field} is needed."
        elif covers(declared, needed):
            says = "for", f"{leader} declared {field}."
        else:
            fields = "; ".join(map(title_of, declared))
            says = "against", f"{leader} did not declare {field}, but {fields}."
        yield Reason(about="expertise", speaks=says[0], sentence=says[1])


def of_designation(need: Need, candidate: Candidate) -> Iterator[Reason]:
    """The designation in force on the day, the needed one if any is; else what became of the others."""
    leader, rows = candidate.page.leader, candidate.page.designations
    wanted = f"{' or '.join(need.designations)} is needed" if need.designations else ""
    held = [row for row in rows if row.in_force(need.on)]
    fitting = [row for row in held if not need.designations or row.kind in need.designations]
    if fitting:
        sentence = f"{leader} holds {_each(fitting)}."
        yield Reason(about="designation", speaks="for", sentence=sentence)
    elif not rows:
        sentence = f"No designation of {leader} is on record{f': {wanted}' if wanted else ''}."
        yield Reason(about="designation", speaks="unknown", sentence=sentence)
    elif held:
        sentence = f"{leader} holds {_each(held)}, but {wanted}."
        yield Reason(about="designation", speaks="against", sentence=sentence)
    else:
        past = ", ".join(_not_in_force(row, need.on) for row in rows)
        sentence = f"{leader} holds no designation on {_day(need.on)}: {past}."
        yield Reason(about="designation", speaks="against", sentence=sentence)


def _each(rows: Sequence[RegisteredDesignation]) -> str:
    return " and ".join(
        f"{row.kind} since {_day(row.since)}{f' until {_day(row.until)}' if row.until else ''}"
        for row in rows
    )


def _not_in_force(row: RegisteredDesignation, day: dt.date) -> str:
    if row.since > day:
        return f"{row.kind} begins on {_day(row.since)}"
    if row.ended is not None and row.ended <= day:
        return f"{row.kind} ended on {_day(row.ended)} as {row.cause}"
    return f"{row.kind} lapsed after {_day(row.until or day)}"


def of_training(need: Need, candidate: Candidate) -> Iterator[Reason]:
    """Whether the leader had completed core training by the day."""
    leader = candidate.page.leader
    if candidate.page.core_training(need.on):
        yield Reason(about="training", speaks="for", sentence=f"{leader} completed core training.")
    else:
        sentence = f"No core training of {leader} is on record by {_day(need.on)}."
        yield Reason(about="training", speaks="unknown", sentence=sentence)


def of_independence(need: Need, candidate: Candidate) -> Iterator[Reason]:
    """Whether the leader's home school is another one than the school, and of another trust."""
    leader, home, school = candidate.page.leader, candidate.home_school, need.school
    if home is None:
        sentence = f"Which school employs {leader} on {_day(need.on)} is not on record."
        yield Reason(about="independence", speaks="unknown", sentence=sentence)
    elif same(home.id, school.id) or (home.urn is not None and home.urn == school.urn):
        sentence = f"{leader} is employed by {home.id}, the school that needs support."
        yield Reason(about="independence", speaks="against", sentence=sentence, rule="S2SS-B03")
    elif home.names & school.names:
        sentence = f"{leader} is employed by {home.id}, which is in one trust with {school.id}{_trust(home)}."
        yield Reason(about="independence", speaks="against", sentence=sentence)
    else:
        sentence = f"{leader} is employed by {home.id}{_trust(home)}, which shares no trust with {school.id}."
        yield Reason(about="independence", speaks="for", sentence=sentence)


def _trust(school: Organisation) -> str:
    return f" ({school.trust})" if school.trust else ""


def of_allowance(need: Need, candidate: Candidate) -> Iterator[Reason]:
    """The days of the year that can still be booked, against those that are needed."""
    leader, year, workload = candidate.page.leader, need.cap_year, candidate.workload
    if workload is None or not workload.allowance.positions:
        sentence = f"No home school agreed on days of {leader} in {year}."
        yield Reason(about="allowance", speaks="unknown", sentence=sentence)
        return
    left, needed = workload.left.value, need.days
    enough = left >= (needed or 0) and left > 0
    asked = f", and {_days(needed)} needed" if needed else ""
    sentence = f"Of the {decimal_text(workload.allowance.value)} days of {leader} in {year}, {_days(left)} left{asked}."
    rule = None if enough else "S2SS-Y01"
    yield Reason(about="allowance", speaks="for" if enough else "against", sentence=sentence, rule=rule)


def of_home_school_load(need: Need, candidate: Candidate, everybody: Sequence[Candidate]) -> Iterator[Reason]:
    """How many days of the other leaders of the home school are booked in the year."""
    home, year = candidate.home_school, need.cap_year
    if home is None:
        return
    others = [
        other
        for other in everybody
        if other is not candidate and other.home_school is not None and same(other.home_school.id, home.id)
    ]
    booked = {
        other.page.leader: other.workload.booked.value for other in others if other.workload is not None
    }
    away = {leader: days for leader, days in booked.items() if days}
    if away:
        each = " and ".join(f"{leader} for {_counted(days)}" for leader, days in sorted(away.items()))
        sentence = f"{home.id} also releases {each} in {year}."
        yield Reason(about="home-school-load", speaks="against", sentence=sentence)
    else:
        sentence = f"{home.id} releases no other leader in {year}."
        yield Reason(about="home-school-load", speaks="for", sentence=sentence)


def of_existing_support(
    need: Need, candidate: Candidate, at_school: SupportedSchoolWorkload | None
) -> Iterator[Reason]:
    """The days of the leader that are booked at the school already: support that is at work there is considered."""
    ids = set(map(key_of, candidate.page.ids))
    for leader in at_school.leaders if at_school else ():
        if key_of(leader.leader) in ids:
            each = " and ".join(
                f"{_counted(row.booked.value)} for {row.deployment}" for row in leader.deployments
            )
            sentence = (
                f"{candidate.page.leader} already supports {need.school.id} in {need.cap_year}: {each}."
            )
            yield Reason(about="existing-support", speaks="for", sentence=sentence)


def of_unbrokered_support(need: Need, candidate: Candidate) -> Iterator[Reason]:
    """The days that the school and the leader's own arranged between them in the year, by the day."""
    visits = [
        visit
        for visit in candidate.page.unbrokered
        if same(visit.school, need.school.id)
        and visit.on <= need.on
        and year_of_day(visit.on) == need.cap_year
    ]
    if visits:
        so_far = visits[-1].so_far.value
        leader, school = candidate.page.leader, need.school.id
        sentence = f"{leader} was at {school} for {_counted(so_far)} in {need.cap_year} that nobody brokered."
        past = any(visit.finding for visit in visits)
        yield Reason(about="unbrokered-support", speaks="against" if past else "for", sentence=sentence)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _counted(days: Decimal) -> str:
    return f"{decimal_text(days)} day{'' if days == 1 else 's'}"


def _days(days: Decimal) -> str:
    return f"{decimal_text(days)} {'is' if days == 1 else 'are'}"

"""Support under `exceed-2023` without a grant: a school pays for itself, or the trust supports one of its own schools.

Each figure was worked by hand first. Sums are in pounds.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import s2ss_core.events as e
from s2ss_core.audit import audit
from s2ss_core.projections import AsAt
from s2ss_core.values import Cause, Days, Money, Organisation, PartyRole, Person
from tests.aggregates.histories import (
    BROKER,
    BROKERED,
    HOME_SCHOOL,
    HOME_TRUST,
    LEAD,
    SCHOOL,
    SPRING,
    SUMMER,
    THE_HEADTEACHER,
    THE_LEADER,
    THE_OFFICER,
    Y2023,
    changed,
    pounds,
)
from tests.scenarios.case_one import (
    FINAL_REPORT,
    PLAN_SUBMITTED,
    SPRING_REPORT,
    Desk,
    after,
    in_order,
    leader,
    line,
    until,
)
from tests.scenarios.facts import allowance, record, refused

MARCH_21, MARCH_22, MARCH_25, MARCH_27 = (date(2024, 3, day) for day in (21, 22, 25, 27))
APRIL_26, JULY_18, JULY_19, JULY_22, JULY_26 = (
    date(2024, 4, 26),
    *(date(2024, 7, day) for day in (18, 19, 22, 26)),
)
LINES = (line("leader", SPRING, "3", pounds(500)), line("leader", SUMMER, "2", pounds(500)))
PLAN = changed(PLAN_SUBMITTED, lines=LINES, total=pounds(2500))


def desk_on(url: str, school: Organisation, term_ends: tuple[date, date], *story: Any) -> Desk:
    """A desk on which a story was played, and a school adopted its term dates on 8 November."""
    desk = Desk.open(url)
    adopted_on = date(2023, 11, 8)
    desk.play(*until(story, adopted_on))
    desk.calendar.day = adopted_on
    terms = zip((SPRING, SUMMER), (date(2024, 1, 8), date(2024, 4, 15)), term_ends, strict=True)
    desk.brokerage.adopt_term_dates(
        school.id,
        academic_year=Y2023,
        on=adopted_on,
        terms=tuple(e.TermDates(term=term, first_day=first, last_day=last) for term, first, last in terms),
    )
    desk.play(*after(story, adopted_on))
    return desk


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path / 'support.db'}"}
    return urls.get(request.param) or str(request.getfixturevalue("postgres_url"))


def shown(desk: Desk, day: date) -> list[int]:
    """Charge: due, invoiced, paid, owed. Instalment: due, released, paid, owed."""
    legs = {row.leg: row for row in desk.brokerage.grant_usage("d-1", as_at=AsAt(happened=day)).legs}
    charge, instalment = legs["charge"], legs["instalment"]
    figures = (
        charge.due, charge.invoiced, charge.paid, charge.owed,
        instalment.due, instalment.released, instalment.paid, instalment.owed,
    )  # fmt: skip
    return [figure.value // 100 for figure in figures]


def charged(number: str, on: date, amount: int) -> e.InvoiceReceived:
    """What the trust charges the supported school for a term, on an invoice or a journal."""
    return e.InvoiceReceived(
        invoice=number, number=number, supplier=BROKER, customer=SCHOOL, leg="charge", on=on, issued_on=on,
        net=pounds(amount),
    )  # fmt: skip


def moved(payment: str, on: date, of: Cause, amount: int, **otherwise: Any) -> e.PaymentMade:
    """What is paid on an invoice or for a release."""
    settles = (e.Settled(of=of, amount=pounds(amount)),)
    return e.PaymentMade(payment=payment, on=on, amount=pounds(amount), settles=settles, **otherwise)


def of_release(number: int, to: str) -> Cause:
    return Cause("release", (str(number), "instalment", to, "1"))


def released(number: int, on: date, amount: int, to: Organisation, **otherwise: Any) -> e.InstalmentReleased:
    return e.InstalmentReleased(
        instalment=number, on=on, amount=pounds(amount), paid_to=to, authorised_by=THE_OFFICER, **otherwise
    )


def nothing_is_found(desk: Desk) -> bool:
    """Whether neither the log nor the audit finds anything."""
    return not desk.brokerage.deployment_log("d-1").findings and not list(audit(desk.brokerage.history()))


def nothing_is_of_a_grant(desk: Desk) -> bool:
    usage = desk.brokerage.grant_usage("d-1")
    names = ("awarded", "set_aside", "allocated", "committed", "unspent", "uncovered")
    return usage.kind == "statement-of-charges" and not any(
        getattr(usage.amounts, name).value for name in names
    )


# Self-funded: the supported school pays termly, X Trust is paid for its leader after the term and its costs.

COMMITTED = (e.Commitment(leader=LEAD, cap_year=Y2023, days=Days(5)),)
BOUGHT = changed(
    BROKERED, on=date(2023, 11, 6), intended_end=date(2024, 7, 19), commitments=COMMITTED,
    funding=e.Funding(kind="self-funded"), qa_funding="none",
    capacity_confirmed=e.Confirmation(by=THE_HEADTEACHER, on=date(2023, 11, 3)),
    broker_capacity=e.Confirmation(by=THE_OFFICER, on=date(2023, 11, 3)),
)  # fmt: skip
BY_THE_BROKER = e.PlanApproved(
    plan_version=1, on=date(2023, 12, 14), by=THE_OFFICER, no_conflict_declared=True
)
AGREEMENT = e.AgreementIssued(
    agreement="ag-1",
    on=date(2023, 12, 15),
    document="support-agreement",
    version="1",
    issued_by=THE_OFFICER,
    parties=(),
    payees=(HOME_TRUST,),
)
SIGNERS: tuple[tuple[PartyRole, Person], ...] = (
    ("system-leader", THE_LEADER),
    ("supported-school", THE_HEADTEACHER),
    ("broker", changed(THE_OFFICER, person="u-3")),
)
SIGNED = tuple(
    e.AgreementSigned(agreement="ag-1", party=party, on=date(2023, 12, 18), signatory=who)
    for party, who in SIGNERS
)
DAYS = (leader("01-16"), leader("02-06"), leader("03-05"), leader("04-16"), leader("05-14", half=True))
FIRST, LAST = (
    released(1, MARCH_25, 1500, HOME_TRUST, settled_by="invoice"),
    released(2, JULY_22, 750, HOME_TRUST, settled_by="invoice"),
)
BY_THE_SCHOOL: dict[str, Any] = {"paid_by": SCHOOL, "paid_to": BROKER}
TO_THE_TRUST: dict[str, Any] = {"paid_by": BROKER, "paid_to": HOME_TRUST}
SELF_FUNDED = in_order(
    (
        allowance(LEAD, Y2023, HOME_SCHOOL), BOUGHT, PLAN, BY_THE_BROKER, AGREEMENT, *SIGNED, *DAYS,
        FIRST, charged("EX-1", date(2024, 4, 2), 1500),
        moved("p-1", date(2024, 4, 19), Cause("invoice", ("EX-1",)), 1500, **BY_THE_SCHOOL),
        moved("p-2", APRIL_26, of_release(1, "x-trust"), 1500, **TO_THE_TRUST),
        LAST, charged("EX-2", JULY_22, 750),
        moved("p-3", JULY_26, of_release(2, "x-trust"), 750, **TO_THE_TRUST),
        moved("p-4", date(2024, 8, 2), Cause("invoice", ("EX-2",)), 750, **BY_THE_SCHOOL),
    )
)  # fmt: skip
AT_SELF_FUNDED = {
    MARCH_21: [1500, 0, 0, 1500, 1500, 0, 0, 1500],
    MARCH_25: [1500, 0, 0, 1500, 1500, 1500, 0, 0],
    APRIL_26: [2000, 1500, 1500, 500, 2000, 1500, 1500, 500],
    JULY_26: [2250, 2250, 1500, 750, 2250, 2250, 2250, 0],
    date(2024, 8, 2): [2250, 2250, 2250, 0, 2250, 2250, 2250, 0],
}
TERMS = (MARCH_22, JULY_19)


def test_a_school_that_pays_for_itself_on_each_day(url: str) -> None:
    desk = desk_on(url, SCHOOL, TERMS, *SELF_FUNDED)

    assert {day: shown(desk, day) for day in AT_SELF_FUNDED} == AT_SELF_FUNDED
    assert nothing_is_of_a_grant(desk)
    assert nothing_is_found(desk)
    broker = desk.brokerage.organisation_statement("exceed")
    assert (broker.received.value, broker.paid.value) == (pounds(2250), pounds(2250))
    desk.brokerage.close()


def test_nothing_is_released_before_the_term_has_ended_nor_beyond_its_costs() -> None:
    desk = desk_on("memory:", SCHOOL, TERMS, *until(SELF_FUNDED, MARCH_21))
    desk.calendar.day = MARCH_21
    assert refused(desk.brokerage, changed(FIRST, on=MARCH_21)) == ["S2SS-M12"]

    desk.play(*(fact for fact in SELF_FUNDED if MARCH_21 < fact.on < JULY_22))
    desk.calendar.day = date(2024, 5, 20)
    assert refused(desk.brokerage, changed(LAST, on=date(2024, 5, 20))) == ["S2SS-M12"]
    desk.calendar.day = JULY_22
    assert refused(desk.brokerage, changed(LAST, amount=pounds(1000))) == ["S2SS-M07"]
    desk.play(LAST)


# Internal: both schools are of the trust, and the journals of both go at the end of the home school's own term.

OWN_SCHOOL, OWN_HOME = (
    changed(SCHOOL, member_of_broker=True, trust="exceed"),
    changed(HOME_SCHOOL, member_of_broker=True, trust="exceed"),
)
OWN_PLAN = changed(PLAN, lines=tuple(changed(row, provider=OWN_HOME) for row in LINES))
DIRECTOR = Person(person="dsi-1", role="director-of-school-improvement", organisation="exceed")
WITHIN = changed(
    BOUGHT, school=OWN_SCHOOL, funding=e.Funding(kind="internal"),
    lead=changed(BROKERED.lead, home_school=OWN_HOME, home_trust=None),
)  # fmt: skip
APPOINTED = e.QALeadAppointed(
    qa_lead="dsi-1", on=date(2023, 11, 20), employer=BROKER, engaged_as="director-of-school-improvement"
)
BY_THE_DIRECTOR = changed(BY_THE_BROKER, by=DIRECTOR)
WHOLE_DAYS = (*DAYS[:4], leader("05-14"))
JOURNALS: dict[str, Any] = {"method": "journal"}


def reported(story: Iterable[Any], number: str) -> Iterator[Any]:
    """The reports of `case_one` as the trust's own: reviewed with the director, who alone judges."""
    for fact in story:
        match fact:
            case e.ProgressJudged(party="qa-lead"):
                yield changed(fact, judgement=number, party="director-of-school-improvement", judge=DIRECTOR)
            case e.ProgressJudged():
                pass
            case e.ReviewHeld():
                yield changed(fact, attendees=(THE_HEADTEACHER, THE_LEADER, DIRECTOR))
            case _:
                yield fact


def journal(number: int, on: date, amount: int, report: str, review: str) -> tuple[Any, ...]:
    """The journals of a term: income of the home school, and expenditure of the supported one."""
    return (
        released(number, on, amount, OWN_HOME, settled_by="journal", report=report, review=review),
        moved(f"p-{number}", on, of_release(number, "s-7"), amount, paid_by=BROKER, paid_to=OWN_HOME, **JOURNALS),
        changed(charged(f"J-{number}", on, amount), customer=OWN_SCHOOL),
        moved(
            f"p-{number}c", on, Cause("invoice", (f"J-{number}",)), amount, paid_by=OWN_SCHOOL, paid_to=BROKER,
            **JOURNALS,
        ),
    )  # fmt: skip


SPRING_JOURNALS, SUMMER_JOURNALS = (
    journal(1, MARCH_27, 1500, "i-1", "r-1"),
    journal(2, JULY_19, 1000, "f-1", "r-2"),
)
INTERNAL = in_order(
    (
        allowance(LEAD, Y2023, OWN_HOME), WITHIN, APPOINTED, OWN_PLAN, BY_THE_DIRECTOR, *WHOLE_DAYS,
        *reported(SPRING_REPORT, "j-1"), *SPRING_JOURNALS, *reported(FINAL_REPORT, "j-3"), *SUMMER_JOURNALS,
    )
)  # fmt: skip
AT_INTERNAL = {
    date(2024, 3, 26): [1500, 0, 0, 1500, 1500, 0, 0, 1500],
    MARCH_27: [1500, 1500, 1500, 0, 1500, 1500, 1500, 0],
    JULY_18: [2500, 1500, 1500, 1000, 2500, 1500, 1500, 1000],
    JULY_19: [2500, 2500, 2500, 0, 2500, 2500, 2500, 0],
}
OWN_TERMS = (MARCH_27, JULY_19)


def test_support_within_the_trust_goes_by_journal_both_ways_on_each_day(url: str) -> None:
    desk = desk_on(url, OWN_HOME, OWN_TERMS, *INTERNAL)

    assert {day: shown(desk, day) for day in AT_INTERNAL} == AT_INTERNAL
    assert nothing_is_of_a_grant(desk)
    assert nothing_is_found(desk)
    own = {
        name: desk.brokerage.organisation_statement(name).net_received.value
        for name in ("exceed", "s-7", "s-1")
    }
    assert own == {"exceed": Money(0), "s-7": pounds(2500), "s-1": pounds(-2500)}
    desk.brokerage.close()


def test_a_journal_waits_for_the_schools_own_term_end_and_is_no_invoice() -> None:
    desk = desk_on("memory:", OWN_HOME, OWN_TERMS, *until(INTERNAL, date(2024, 3, 26)))
    first = SPRING_JOURNALS[0]
    desk.calendar.day = date(2024, 3, 26)

    assert refused(desk.brokerage, changed(first, on=date(2024, 3, 26))) == ["S2SS-M12"]
    desk.calendar.day = MARCH_27
    assert refused(desk.brokerage, changed(first, settled_by="invoice")) == ["S2SS-M11"]
    assert refused(desk.brokerage, changed(first, amount=pounds(1600))) == ["S2SS-M07"]
    desk.play(*SPRING_JOURNALS)


def test_the_qa_lead_of_a_trusts_own_support_is_its_director_and_never_a_leader() -> None:
    desk = desk_on("memory:", OWN_HOME, OWN_TERMS, *until(INTERNAL, date(2023, 11, 19)))
    desk.calendar.day = APPOINTED.on

    assert refused(desk.brokerage, changed(APPOINTED, engaged_as="independent-professional")) == ["S2SS-B80"]
    assert refused(desk.brokerage, changed(APPOINTED, qa_lead=LEAD)) == ["S2SS-B09"]
    desk.play(APPOINTED)
    director = changed(BROKERED.lead, leader="dsi-1", home_school=OWN_HOME, home_trust=None)
    record(desk.brokerage, changed(allowance("dsi-1", Y2023, OWN_HOME)))
    joining = e.LeaderJoined(
        leader=director,
        on=APPOINTED.on,
        commitments=(e.Commitment(leader="dsi-1", cap_year=Y2023, days=Days(1)),),
    )
    assert "S2SS-B09" in refused(desk.brokerage, joining)

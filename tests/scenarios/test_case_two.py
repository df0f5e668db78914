"""Support that a school pays for itself, played from commands: `case_two`, and what its views show on each day.

Each figure was worked by hand first. Sums are in pounds.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core import Brokerage, Refused
from s2ss_core.audit import audit
from s2ss_core.programmes import Programme, RateSplit, find
from s2ss_core.projections import AsAt, Certificate
from s2ss_core.values import Cause, Days, Money, Organisation
from tests.aggregates.histories import changed
from tests.scenarios.case_one import Calendar, Desk, Despite, until
from tests.scenarios.case_two import (
    ALLIANCE,
    AUTUMN_CLAIMED,
    AUTUMN_SHARED,
    BROKERED,
    CONTRACT,
    CONTRACT_SIGNED,
    HOME,
    HOME_HEAD,
    LEADER,
    OFFICER,
    PAID_AGAIN,
    SPRING_RECEIVED,
    STORY,
    SUBMITTED,
    SUPPORT_AGREEMENT,
    SUPPORT_AGREEMENT_SIGNED,
    VISITS,
    YEAR,
    pounds,
)
from tests.scenarios.facts import days, days_of, refused

BEFORE = date(2019, 9, 2)
NOT_OF_A_GRANT = (
    "awarded",
    "set_aside",
    "allocated",
    "committed",
    "unspent",
    "uncovered",
    "returned",
    "released",
)


def desk_on(url: str = "memory:", *programmes: Programme) -> Desk:
    """A desk with an empty record, on the first day of the story."""
    calendar = Calendar()
    calendar.day = BEFORE
    brokerage = Brokerage.open(url, clock=calendar, programmes=programmes).acting_as("u-7")
    return Desk(brokerage, calendar)


def played(story: Iterable[Any], day: date = date.max, *programmes: Programme) -> Desk:
    """A desk on which a story was played up to a day."""
    desk = desk_on("memory:", *programmes)
    desk.play(*until(story, day))
    return desk


def statement(desk: Desk, day: date | None = None) -> Certificate:
    """The statement of charges, as happened by a day if one is given."""
    return desk.brokerage.grant_usage("d-1", as_at=AsAt(happened=day) if day else AsAt())


def leg(desk: Desk, name: str, *sides: str, day: date | None = None) -> list[int]:
    """What one leg shows in whole pounds, as happened by a day if one is given."""
    found = [row for row in statement(desk, day).legs if row.leg == name]
    return [sum(getattr(row, side).value for row in found) // 100 for side in sides]


def cash(desk: Desk, day: date | None = None) -> int:
    """What the alliance holds: received on the charge less paid on the share."""
    as_at = AsAt(happened=day) if day else AsAt()
    return desk.brokerage.organisation_statement("llf", as_at=as_at).net_received.value // 100


def notes(desk: Desk) -> list[str]:
    return [found.code for found in desk.brokerage.deployment_log("d-1").findings]


@pytest.fixture(scope="module")
def whole() -> Desk:
    return played(STORY)


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def on_every_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path / 'support.db'}"}
    desk = desk_on(urls.get(request.param) or request.getfixturevalue("postgres_url"))
    desk.play(*STORY)
    yield desk
    desk.brokerage.close()


# Charge: due, invoiced, paid, owed; share: the same; retained; cash held by the alliance.
AT = {
    "2019-11-27": [1400, 0, 0, 1400, 1200, 0, 0, 1200, 200, 0],
    "2019-12-13": [1400, 1400, 0, 1400, 1200, 0, 0, 1200, 200, 0],
    "2020-01-10": [1400, 1400, 1400, 0, 1200, 1200, 0, 1200, 200, 1400],
    "2020-01-17": [1750, 1400, 1400, 350, 1500, 1200, 1200, 300, 250, 200],
    "2020-03-11": [2600, 1400, 1400, 1200, 2250, 1200, 1200, 1050, 350, 200],
    "2020-03-27": [2600, 2600, 1400, 1200, 2250, 1200, 1200, 1050, 350, 200],
    "2020-04-24": [2600, 2600, 2600, 0, 2250, 2250, 1200, 1050, 350, 1400],
    "2020-04-30": [2600, 2600, 2600, 0, 2250, 2250, 2250, 0, 350, 350],
}


def shown(desk: Desk, day: date | None = None) -> list[int]:
    sides = ("due", "invoiced", "paid", "owed")
    return [
        *leg(desk, "charge", *sides, day=day),
        *leg(desk, "home-school-share", *sides, day=day),
        *leg(desk, "retained", "due", day=day),
        cash(desk, day),
    ]


def test_every_figure_on_every_day_in_every_store(on_every_store: Desk) -> None:
    assert {day: shown(on_every_store, date.fromisoformat(day)) for day in AT} == AT


@pytest.mark.parametrize("day", AT)
def test_every_figure_as_it_was_known_on_its_day(day: str) -> None:
    assert shown(played(STORY, date.fromisoformat(day))) == AT[day]


@pytest.mark.parametrize("day", [date.fromisoformat(day) for day in AT])
def test_cash_is_what_is_kept_and_owed_to_the_home_school_less_what_the_school_owes(
    whole: Desk, day: date
) -> None:
    owed = leg(whole, "home-school-share", "owed", day=day)[0] - leg(whole, "charge", "owed", day=day)[0]

    assert cash(whole, day) == leg(whole, "retained", "due", day=day)[0] + owed


def test_the_terms_are_charged_shared_and_kept_as_they_were_worked(whole: Desk) -> None:
    names = ("charge", "home-school-share", "retained")
    autumn = [leg(whole, name, "due", day=date(2019, 12, 31))[0] for name in names]
    total = [leg(whole, name, "due")[0] for name in names]

    assert autumn == [1400, 1200, 200]
    assert [all_of_it - before for all_of_it, before in zip(total, autumn, strict=True)] == [1200, 1050, 150]
    assert total == [2600, 2250, 350]
    by_term = {term.period: term.eligible.value for term in statement(whole).cuts.by_term}
    assert by_term == {"2019-autumn": pounds(1400), "2020-spring": pounds(1200), "2020-summer": Money(0)}


def test_the_financial_years_are_charged_and_paid_by_their_own_days(whole: Desk) -> None:
    march_31 = date(2020, 3, 31)
    by_year = {
        year.period: [row.value // 100 for row in (year.eligible, year.settled_on_date, year.owed_at_end)]
        for year in statement(whole).cuts.by_financial_year
    }

    assert by_year == {"2019-20": [2600, 1200 + 350, 1050], "2020-21": [0, 1050, 0]}
    assert leg(whole, "charge", "paid", day=march_31) == [1400]
    assert leg(whole, "home-school-share", "paid", day=march_31) == [1200]
    assert leg(whole, "charge", "paid") == [1400 + 1200]
    assert leg(whole, "home-school-share", "paid") == [1200 + 1050]


def test_each_leg_is_settled_in_the_year_in_which_it_was_paid_or_kept(whole: Desk) -> None:
    rows = statement(whole).legs_by_period.by_financial_year
    owed = {year.period: year.owed_at_end.value for year in statement(whole).cuts.by_financial_year}

    assert {(row.leg, row.period): (row.settled.value, row.owed_at_end.value) for row in rows} == {
        ("home-school-share", "2019-20"): (pounds(1200), pounds(1050)),
        ("home-school-share", "2020-21"): (pounds(1050), 0),
        ("retained", "2019-20"): (pounds(350), 0),
        ("charge", "2019-20"): (pounds(1400), pounds(1200)),
        ("charge", "2020-21"): (pounds(1200), 0),
    }
    assert owed == {"2019-20": pounds(1050), "2020-21": 0}


def test_the_school_bears_what_the_home_school_is_due_and_the_broker_retains(whole: Desk) -> None:
    """Charged 2,600 = 2,250 for the home school's own work + 350 retained."""
    sides = ("due_to_it", "due_from_it", "for_own_work", "retained", "borne")
    rows = [[getattr(row, side).value // 100 for side in sides] for row in statement(whole).organisations]

    assert sorted(rows) == [[0, 2600, 0, 0, 2600], [2250, 0, 2250, 0, 0], [2600, 2250, 0, 350, 0]]


def test_the_leader_has_half_a_year_left(whole: Desk) -> None:
    assert days_of(whole.brokerage, LEADER, YEAR) == days(committed=7.5, worked=7.5, booked=7.5, left=7.5)
    assert whole.brokerage.leader_workload(LEADER, YEAR).allowance.value == Days(15)


def test_it_is_a_statement_of_charges_and_nothing_is_of_a_grant(whole: Desk) -> None:
    shows = statement(whole)

    assert (shows.kind, shows.title, shows.certification) == (
        "statement-of-charges",
        "Statement of charges",
        None,
    )
    assert [getattr(shows.amounts, name).value for name in NOT_OF_A_GRANT] == [0] * len(NOT_OF_A_GRANT)
    assert (shows.parties.awards, shows.instalments) == ((), ())
    assert notes(whole) == []
    assert list(audit(whole.brokerage.history())) == []


def test_what_was_paid_is_no_longer_owed(whole: Desk) -> None:
    """£2,600 would be owed still if only releases settled anything."""
    assert leg(whole, "charge", "owed", "overpaid") == [0, 0]
    assert statement(whole).amounts.owed.value == 0


def test_half_a_day_has_its_own_price_and_goes_to_the_home_school_whole(whole: Desk) -> None:
    """Half of £350 would make £2,625 with £375 kept; the whole charge to the home school £2,600."""
    half = [row for row in statement(whole).lines if row.line == "half-day"]

    assert [row.eligible.value for row in half] == [pounds(150)]
    assert leg(whole, "charge", "due") == [2600]
    assert leg(whole, "home-school-share", "due") == [2250]
    assert leg(whole, "retained", "due") == [350]


# Other settings


def with_splits(**parts: tuple[int, int]) -> Programme:
    """The programme with other parts of its prices, to the home school and kept, in pounds; it is a version of its own."""
    programme = find("llf-2019")
    rates = tuple(
        attrs.evolve(rate, splits=_splits(*parts[rate.unit.replace("-", "_")]))
        if rate.unit.replace("-", "_") in parts
        else rate
        for rate in programme.rates
    )
    return attrs.evolve(programme, version="6.0-ours", rates=rates)


def _splits(home: int, kept: int) -> tuple[RateSplit, ...]:
    named = (("home-school-share", home), ("retained", kept))
    return tuple(RateSplit(leg=leg, amount=pounds(amount)) for leg, amount in named if amount)


@pytest.mark.parametrize(
    ("parts", "due"),
    (
        ({}, [2600, 2250, 350]),
        ({"half_day": (125, 25)}, [2600, 2225, 375]),
        ({"day": (350, 0)}, [2600, 2600, 0]),
    ),
)
def test_what_a_price_is_split_into_is_a_setting(parts: dict[str, tuple[int, int]], due: list[int]) -> None:
    """The half day at 125 + 25; and the reading under which the home school gets the whole £350."""
    programme = with_splits(**parts)
    story = [changed(fact, version=programme.version) if fact == BROKERED else fact for fact in STORY]

    desk = played(story, date(2020, 3, 31), programme)

    assert [leg(desk, name, "due")[0] for name in ("charge", "home-school-share", "retained")] == due


# Paid twice


def test_a_second_payment_is_recorded_and_is_a_note(whole: Desk) -> None:
    desk = played((*STORY, PAID_AGAIN))

    assert leg(desk, "charge", "due", "paid", "owed", "overpaid") == [2600, 3800, 0, 1200]
    assert cash(desk) == 1550
    [found] = desk.brokerage.deployment_log("d-1").findings
    assert (found.code, found.severity) == ("S2SS-M34", "note")


def test_a_second_payment_that_came_back_is_no_longer_overpaid() -> None:
    back = e.PaymentReversed(payment="p-5", document="B-1", on=date(2020, 5, 5), amount=pounds(1200))

    desk = played((*STORY, PAID_AGAIN, back))

    assert leg(desk, "charge", "paid", "owed", "overpaid") == [2600, 0, 0]
    assert cash(desk) == 350
    assert notes(desk) == []


def test_the_same_payment_told_again_is_no_second_payment(whole: Desk) -> None:
    before, again = whole.brokerage.store.newest(), cast("Any", SPRING_RECEIVED)

    assert whole.brokerage.make_payment("d-1", **attrs.asdict(again, recurse=False)) == ()
    assert whole.brokerage.store.newest() == before


# Nothing is released: the protocols have no instalments, and no gate holds a payment back


def test_nothing_is_released_along_any_leg() -> None:
    desk = played(STORY, date(2020, 3, 30))
    for name, to in (("home-school-share", HOME), ("retained", ALLIANCE), ("instalment", HOME)):
        release = e.InstalmentReleased(
            instalment=1,
            leg=name,
            on=desk.calendar.day,
            amount=pounds(300),
            paid_to=to,
            settled_by="retained" if name == "retained" else "invoice",
            authorised_by=OFFICER,
        )

        assert refused(desk.brokerage, release) == ["S2SS-M24"]


# Paid to a leader


THE_LEADER_AS_PAYEE = Organisation(id=LEADER, kind="other", member_of_broker=False)


def test_no_payment_goes_to_a_leader_unless_it_happened() -> None:
    desk = played(STORY, date(2020, 1, 16))
    to_the_leader = changed(AUTUMN_SHARED, paid_to=THE_LEADER_AS_PAYEE)
    desk.calendar.day = AUTUMN_SHARED.on

    with pytest.raises(Refused, match="Pay s-7, the home school of sl-1: no payment goes to a leader"):
        desk.play(to_the_leader)
    desk.play(Despite(to_the_leader))

    found = {finding.code: finding.severity for finding in desk.brokerage.deployment_log("d-1").findings}
    assert found == {"S2SS-M80": "accepted", "S2SS-M33": "note"}


def test_no_invoice_is_taken_from_a_leader() -> None:
    desk = played(STORY, date(2019, 12, 13))
    desk.calendar.day = AUTUMN_CLAIMED.on

    assert refused(desk.brokerage, changed(AUTUMN_CLAIMED, supplier=THE_LEADER_AS_PAYEE)) == ["S2SS-M81"]
    desk.play(AUTUMN_CLAIMED)


# Struck out after it was charged


STRUCK = e.EntryStruckOut(
    of=Cause("visit", ("v-2019-11-27",)),
    on=date(2020, 1, 13),
    cause="did-not-happen",
    reason="The school was closed.",
    asked_by=OFFICER,
    agreed_by=HOME_HEAD,
)


def test_a_visit_that_is_struck_out_after_it_was_charged_is_overpaid_until_the_next() -> None:
    desk = played((*until(STORY, date(2020, 1, 10)), STRUCK))

    assert leg(desk, "charge", "due", "invoiced", "paid", "overpaid") == [1050, 1400, 1400, 350]
    assert leg(desk, "home-school-share", "due", "invoiced", "paid", "owed") == [900, 1200, 0, 900]
    assert leg(desk, "retained", "due") == [150]
    assert cash(desk) == 1400 == 150 + 900 + 350
    assert "S2SS-M34" in notes(desk)

    desk.play(*(fact for fact in STORY if date(2020, 1, 13) < fact.on <= date(2020, 1, 15)))

    assert leg(desk, "charge", "due", "owed", "overpaid") == [1400, 0, 0]
    assert leg(desk, "home-school-share", "due") == [1200]
    assert leg(desk, "retained", "due") == [200]

    desk.play(*(fact for fact in STORY if date(2020, 1, 15) < fact.on <= date(2020, 1, 17)))

    assert leg(desk, "charge", "owed", "overpaid") == [0, 0]
    assert leg(desk, "home-school-share", "paid", "owed", "overpaid") == [1200, 0, 0]
    assert cash(desk) == 200


# The contract and the support agreement


def without(*facts: Any) -> list[Any]:
    return [fact for fact in STORY if fact not in facts]


def test_support_begins_when_all_four_have_signed_the_contract() -> None:
    desk = played(without(CONTRACT_SIGNED[3]), date(2019, 9, 18))
    desk.calendar.day = VISITS[0].on

    assert refused(desk.brokerage, VISITS[0]) == ["S2SS-S02"]
    desk.play(CONTRACT_SIGNED[3], VISITS[0])


def test_the_support_agreement_is_missing_until_it_is_signed_and_bars_nothing() -> None:
    def missing(desk: Desk) -> list[str]:
        log = desk.brokerage.deployment_log("d-1")
        found = (entry.what for entry in log.missing_by(desk.brokerage.today))
        return [what for what in found if "support-agreement signed" in what]

    desk = played(without(SUPPORT_AGREEMENT, *SUPPORT_AGREEMENT_SIGNED), VISITS[0].on)
    three = ("system-leader", "broker", "supported-school")

    assert missing(desk) == [f"the support-agreement signed for the {party}" for party in sorted(three)]
    desk.play(*(changed(fact, on=VISITS[0].on) for fact in (SUPPORT_AGREEMENT, *SUPPORT_AGREEMENT_SIGNED)))
    assert missing(desk) == []


def test_a_contract_that_does_not_name_the_home_school_is_signed_by_three() -> None:
    """Its signature is asked for where applicable."""
    three = changed(CONTRACT, parties=CONTRACT.parties[:3])
    story = [three if fact == CONTRACT else fact for fact in without(CONTRACT_SIGNED[3])]

    desk = played(story, VISITS[0].on)

    assert leg(desk, "charge", "due") == [350]
    assert refused(desk.brokerage, CONTRACT_SIGNED[3]) == ["S2SS-A08"]


# What the contract states


def test_the_contract_states_what_the_briefing_paper_costs() -> None:
    """£2,600 = £2,600 + £0 + £0. £2,625 would be half a day at half of £350."""
    desk = played(STORY, date(2019, 9, 15))
    desk.calendar.day = CONTRACT.on

    for total, code in ((2625, "S2SS-A60"), (2250, "S2SS-A60")):
        stated = e.Costs(
            total=pounds(total), supported_school=pounds(total), broker=pounds(0), home_school=pounds(0)
        )
        assert refused(desk.brokerage, changed(CONTRACT, costs=stated)) == [code]
    desk.play(CONTRACT)


# A day above the least charge


def dearer(*parts: tuple[str, int]) -> e.PlanSubmitted:
    """The briefing paper with the days at £450, split so in pounds; £3,300 in all."""
    splits = tuple(e.Split(leg=leg, amount=pounds(amount)) for leg, amount in parts)
    lines = tuple(
        changed(row, rate=pounds(450), amount=pounds(450).times(row.quantity), splits=splits)
        if row.id == "days"
        else row
        for row in SUBMITTED.lines
    )
    return changed(SUBMITTED, lines=lines, total=pounds(3300))


def test_a_day_above_the_least_charge_says_what_the_home_school_gets() -> None:
    """The protocols split £350, have more than £350 charged, and leave it to the parties who gets the rest."""
    desk = played(STORY, date(2019, 9, 9))
    desk.calendar.day = SUBMITTED.on

    assert refused(desk.brokerage, dearer()) == ["S2SS-P72"]
    assert refused(desk.brokerage, dearer(("home-school-share", 300), ("retained", 50))) == ["S2SS-P72"]
    desk.play(dearer(("home-school-share", 400), ("retained", 50)))


def test_the_alliance_keeps_no_more_than_fifty_pounds_of_a_dearer_day() -> None:
    """Of £450 the protocols leave the alliance and the local authority up to £50, and the home school £300 or more."""
    desk = played(STORY, date(2019, 9, 9))
    desk.calendar.day = SUBMITTED.on

    for parts in ((("home-school-share", 399), ("retained", 51)), (("retained", 450),)):
        assert set(refused(desk.brokerage, dearer(*parts))) == {"S2SS-P61"}
    desk.play(dearer(("home-school-share", 410), ("retained", 40)))


def test_what_a_dearer_day_is_split_into_is_due_as_the_line_says() -> None:
    agreed = dearer(("home-school-share", 400), ("retained", 50))
    dear = changed(
        CONTRACT,
        costs=e.Costs(
            total=pounds(3300), supported_school=pounds(3300), broker=pounds(0), home_school=pounds(0)
        ),
    )
    story = [agreed if fact == SUBMITTED else dear if fact == CONTRACT else fact for fact in STORY]

    desk = played(story, date(2019, 11, 27))

    assert [leg(desk, name, "due") for name in ("charge", "home-school-share", "retained")] == [
        [1800],
        [1600],
        [200],
    ]
    assert list(audit(desk.brokerage.history())) == []


# Inside the alliance

INSIDE = e.Costs(total=pounds(2600), supported_school=pounds(0), broker=pounds(1950), home_school=pounds(650))


def inside(fact: Any) -> Any:
    """A fact with the supported school inside the alliance."""
    member = attrs.evolve(BROKERED.school, member_of_broker=True)
    if isinstance(fact, e.Brokered):
        return changed(fact, school=member)
    if isinstance(fact, e.AgreementIssued):
        parties = (
            attrs.evolve(party, organisation=member) if party.organisation == BROKERED.school else party
            for party in fact.parties
        )
        return changed(fact, parties=tuple(parties))
    return fact


def with_costs(costs: e.Costs) -> list[Any]:
    """The story with these amounts in its contract, and without any payment."""
    return [
        changed(fact, costs=costs) if fact == CONTRACT else fact
        for fact in STORY
        if not isinstance(fact, e.InvoiceReceived | e.PaymentMade)
    ]


def test_inside_the_alliance_the_school_pays_nothing_and_the_leaders_school_its_part() -> None:
    """Of £2,600.00 the contract has the alliance bear £1,950.00 and the leader's school £650.00, which is a quarter.

    The leader's school is due its £2,250.00 as everywhere, and owes a quarter of each charge: 7 × £87.50 + £37.50 = £650.00.
    The alliance pays £2,250.00 and is paid £650.00; with the £350.00 that it keeps it bears 2,250 - 650 + 350 = £1,950.00.
    """
    desk = played([*map(inside, with_costs(INSIDE))], date(2020, 3, 31))
    usage = desk.brokerage.grant_usage("d-1")

    assert leg(desk, "home-school-share", "due", "owed") == [2250, 2250]
    assert leg(desk, "home-school-cost", "due", "owed") == [650, 650]
    assert leg(desk, "retained", "due") == [350]
    assert "charge" not in {each.leg for each in usage.legs}
    borne = {row.organisation: (row.borne.value, row.retained.value) for row in usage.organisations}
    assert borne[HOME.id] == (pounds(650), 0)
    assert borne[CONTRACT.issued_by.organisation] == (pounds(1950), pounds(350))
    assert list(audit(desk.brokerage.history())) == []


def test_each_part_is_rounded_down_and_the_alliance_bears_the_pennies() -> None:
    """A home school's £867.00 of £2,600.00 are £116.71 of each £350.00, and £50.01 of £150.00: 7 × 116.71 + 50.01 = £866.98."""
    costs = attrs.evolve(INSIDE, broker=pounds(1733), home_school=pounds(867))

    desk = played([*map(inside, with_costs(costs))], date(2020, 3, 31))

    [own] = [each for each in desk.brokerage.grant_usage("d-1").legs if each.leg == "home-school-cost"]
    assert own.due.value == Money("866.98")
    assert list(audit(desk.brokerage.history())) == []


def test_outside_the_alliance_the_school_is_charged_its_part_of_what_was_given() -> None:
    """It bears half of £2,600.00: half of each of four days of £350.00 by 27 November."""
    costs = attrs.evolve(INSIDE, supported_school=pounds(1300), broker=pounds(650))

    desk = played(with_costs(costs), date(2019, 11, 27))

    assert leg(desk, "charge", "due") == [700]
    assert leg(desk, "home-school-cost", "due") == [350]
    assert list(audit(desk.brokerage.history())) == []


def test_a_school_inside_the_alliance_is_asked_for_nothing() -> None:
    desk = played([*map(inside, with_costs(INSIDE))], date(2019, 9, 15))
    desk.calendar.day = CONTRACT.on

    assert refused(desk.brokerage, inside(CONTRACT)) == ["S2SS-M82"]

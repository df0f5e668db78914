"""Money under `exceed-institute`, played from commands: `case_three`, and what its views show on each day.

Each figure was worked by hand first. Sums are in pounds.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

import s2ss_core.events as e
from s2ss_core import Brokerage
from s2ss_core.audit import audit
from s2ss_core.projections import AsAt
from s2ss_core.store import Append
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.testing.postgres import dropped
from s2ss_core.values import Cause, Days, Organisation
from tests.aggregates.histories import A_TEACHER, changed, pounds
from tests.scenarios import case_three as case
from tests.scenarios.case_one import Calendar, Desk, Despite, until
from tests.scenarios.case_three import (
    BROKER,
    EVALUATION,
    FIRST,
    JULY_23,
    LAST,
    LINES,
    MARCH_27,
    NLE,
    PAID,
    PLAN,
    QA_COMPANY,
    S1,
    S2,
    SLE,
    SLE_DAYS,
    STORY,
    H,
    cover,
    day,
    line,
    paid,
    plan,
    released,
    visit,
    without,
)
from tests.scenarios.facts import refused

WHOLE = (*STORY, case.RETURNED_TO_FUNDER, case.AWARD_CLOSED)
PARTIES = (("instalment", "s1"), ("instalment", "s2"), ("cover", "h"), ("retained", "exceed"))


def played(story: Iterable[Any], upto: date = date.max) -> Desk:
    """A desk on which a story was played up to a day."""
    desk = Desk.open()
    desk.play(*until(story, upto))
    return desk


def before(upto: date, *more: Any) -> Desk:
    """A desk on which the story was played up to the day before, whose clock is at the day."""
    desk = played(STORY, date.fromordinal(upto.toordinal() - 1))
    desk.calendar.day = upto
    desk.play(*more)
    return desk


def at(upto: date | None) -> AsAt:
    return AsAt(happened=upto) if upto else AsAt()


def in_pounds(row: Any, names: Iterable[str]) -> list[float]:
    return [getattr(row, name).value / 100 for name in names]


def amounts(desk: Brokerage, *names: str, upto: date | None = None) -> list[float]:
    """Sums of the deployment, as happened by a day if one is given."""
    return in_pounds(desk.grant_usage("d-1", as_at=at(upto)).amounts, names)


def legs(desk: Brokerage, side: str, upto: date | None = None) -> list[float]:
    """One side of the legs to S1, S2 and H, and of what is retained, as happened by a day if one is given."""
    found = {(row.leg, row.to): row for row in desk.grant_usage("d-1", as_at=at(upto)).legs}
    return [getattr(found[of], side).value / 100 if of in found else 0 for of in PARTIES]


@pytest.fixture(scope="module", params=("memory", "sqlite", "postgres"))
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brokerage]:
    """The whole story in memory, in a SQLite file and on PostgreSQL."""
    schema = "test_case_three"
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path_factory.mktemp('case') / 'support.db'}"}
    server: Any = None if request.param in urls else request.getfixturevalue("postgres_server")
    desk = Desk.open(urls.get(request.param) or server.url(schema=schema))
    desk.play(*WHOLE)
    yield desk.brokerage
    desk.brokerage.close()
    if server is not None:
        dropped(server, schema)


# The figures, from the first day to the last


@pytest.mark.parametrize(
    ("name", "expected"),
    (
        ("sle", [2800, 2625, 0, 2625]),  # 7.5 × 350
        ("nle", [1000, 1000, 0, 1000]),
        ("cover", [1200, 1100, 0, 1100]),  # 5.5 × 200
    ),
)
def test_each_line_is_incurred_less_disallowed(whole: Brokerage, name: str, expected: list[int]) -> None:
    (row,) = [row for row in whole.grant_usage("d-1").lines if row.line == name]

    assert in_pounds(row, ("approved", "incurred", "disallowed", "eligible")) == expected


def test_the_lines_come_to_the_whole(whole: Brokerage) -> None:
    assert amounts(whole, "approved", "incurred", "disallowed", "eligible") == [5000, 4725, 0, 4725]


SPRING_DUE, SUMMER_DUE = [1500, 450, 800, 300], [750, 450, 300, 175]


def test_what_is_due_goes_two_ways_and_the_rest_is_kept(whole: Brokerage) -> None:
    """Spring £3,050. Summer £1,675: two and a half SLE days × 300 and × 50, an NLE day 450 + 50, cover 1.5 × 200."""
    assert legs(whole, "due", day("03-31")) == SPRING_DUE
    assert legs(whole, "due") == [2250, 900, 1100, 475]
    assert [a + b for a, b in zip(SPRING_DUE, SUMMER_DUE, strict=True)] == legs(whole, "due")
    assert sum(legs(whole, "due")) == amounts(whole, "eligible")[0] == 4725


def test_what_is_released_is_what_is_due_when_each_term_has_ended(whole: Brokerage) -> None:
    assert legs(whole, "released", day("03-26")) == [0, 0, 0, 0]
    assert legs(whole, "released", MARCH_27) == SPRING_DUE
    assert legs(whole, "released", JULY_23) == [2250, 900, 1100, 475]


def test_the_schools_are_paid_and_the_institute_keeps_its_part(whole: Brokerage) -> None:
    assert legs(whole, "paid") == [2250, 900, 1100, 0]
    assert sum(legs(whole, "paid")) + legs(whole, "settled")[-1] == 4250 + 475 == 4725


@pytest.mark.parametrize(
    ("upto", "shown"),
    (
        ("03-26", [3050, 0, 3050, 1950, 0]),
        ("03-27", [3050, 3050, 0, 1950, 0]),
        ("07-18", [4725, 3050, 1675, 275, 0]),
        ("07-19", [4725, 3050, 1675, 0, 275]),
        ("07-23", [4725, 4725, 0, 0, 275]),
    ),
)
def test_the_deployment_on_each_day(whole: Brokerage, upto: str, shown: list[int]) -> None:
    names = ("eligible", "released", "owed", "committed", "unspent")

    assert amounts(whole, *names, upto=day(upto)) == shown
    assert amounts(played(STORY, day(upto)).brokerage, *names) == shown
    assert shown[0] + shown[3] + shown[4] == 5000


@pytest.mark.parametrize(
    ("upto", "shown"),
    (("03-31", [3050, 1950, 1000, 0]), ("07-23", [4725, 0, 1275, 0]), ("07-31", [4725, 0, 0, 1275])),
)
def test_the_award_on_each_day(whole: Brokerage, upto: str, shown: list[int]) -> None:
    award = whole.award_usage("g-1", as_at=at(day(upto)))

    assert in_pounds(award.amounts, ("eligible", "committed", "unspent", "returned")) == shown
    assert sum(shown) == 6000


def test_each_financial_year_has_what_was_incurred_in_it(whole: Brokerage) -> None:
    years = whole.grant_usage("d-1").cuts.by_financial_year

    assert [row.eligible.value / 100 for row in years] == [3050, 1675]
    kept = [legs(whole, "due", day("03-31"))[-1], legs(whole, "due")[-1]]
    assert [kept[0], kept[1] - kept[0]] == [300, 175]


@pytest.mark.parametrize(("leader", "worked"), ((SLE, "7.5"), (NLE, "2")))
def test_half_a_day_is_half_a_day_of_the_leaders_year(whole: Brokerage, leader: str, worked: str) -> None:
    assert whole.leader_workload(leader, case.YEAR).worked.value == Days(worked)


def test_nothing_of_the_whole_story_is_a_finding(whole: Brokerage) -> None:
    assert whole.deployment_log("d-1").findings == ()


class Ticking(Calendar):
    """A clock that goes on by a second each time it is asked: what is told apart is not recorded together."""

    asked = 0

    def __call__(self) -> datetime:
        self.asked += 1
        return super().__call__() + timedelta(seconds=self.asked)


def test_the_audit_finds_nothing_in_the_whole_story() -> None:
    ticking = Ticking()
    desk = Desk(Brokerage.open("memory:", clock=ticking).acting_as("u-7"), ticking)
    desk.play(*WHOLE)

    assert list(audit(desk.brokerage.history())) == []


def test_the_whole_story_is_the_same_in_every_store(desk: Brokerage) -> None:
    Desk(desk, Calendar()).play(*WHOLE)

    assert legs(desk, "due") == [2250, 900, 1100, 475]
    assert amounts(desk, "eligible", "released", "owed", "committed", "returned") == [4725, 4725, 0, 0, 275]
    assert in_pounds(desk.award_usage("g-1").amounts, ("eligible", "unspent", "returned")) == [4725, 0, 1275]


# What is refused


def test_nothing_is_released_before_the_schools_own_term_ends() -> None:
    """The term ends on 22 March, though the term of the money runs to the 31st."""
    desk = before(day("03-21"))

    for release in FIRST:
        early = changed(release, on=day("03-21"))
        assert refused(desk.brokerage, early) == ["S2SS-M12"]
    desk.calendar.day = day("03-22")
    desk.play(*(changed(release, on=day("03-22")) for release in FIRST))


@pytest.mark.parametrize("release", LAST, ids=lambda release: f"{release.leg} {release.paid_to.id}")
def test_nothing_of_the_last_term_is_released_before_the_evaluation(release: e.InstalmentReleased) -> None:
    story = without(EVALUATION, case.DAY_3, *LAST, *PAID[3:], case.SUPPORT_RETURNED, case.CLOSED, story=STORY)
    desk = played(story)
    desk.calendar.day = JULY_23

    assert refused(desk.brokerage, changed(release, report=None)) == ["S2SS-M03", "S2SS-M72"]
    desk.play(changed(EVALUATION, on=JULY_23), release)


def test_an_evaluation_without_the_qa_lead_releases_nothing() -> None:
    of_two = changed(EVALUATION, authors=EVALUATION.authors[:2])
    story = [Despite(of_two) if fact == EVALUATION else fact for fact in STORY]
    desk = played(story, day("07-19"))
    desk.calendar.day = JULY_23

    assert refused(desk.brokerage, LAST[0]) == ["S2SS-M72"]


def test_no_school_is_released_more_than_is_due_to_it() -> None:
    desk = before(JULY_23)

    assert refused(desk.brokerage, released(2, JULY_23, "instalment", S1, 900)) == ["S2SS-M07"]
    desk.play(released(2, JULY_23, "instalment", S1, 750))


def test_a_cost_of_a_term_that_has_not_ended_is_not_released_with_the_one_before() -> None:
    """The SLE's day of 16 April is of summer: £300 of it wait, although the day is over."""
    desk = played(without(*FIRST, *PAID[:3], story=STORY), day("04-16"))
    desk.calendar.day = day("04-17")

    too_much = released(1, day("04-17"), "instalment", S1, 1800)
    assert refused(desk.brokerage, too_much) == ["S2SS-M07"]
    desk.play(changed(too_much, amount=pounds(1500)))


def of_the_plan(*lines: e.PlanLine, **funding: Any) -> list[str]:
    """What a plan with these lines, beside the others, is refused for."""
    desk = played(STORY, date(2023, 12, 11))
    desk.calendar.day = day("01-04")
    desk.play(case.DAY_1)
    others = [row for row in LINES if row.id not in {given.id for given in lines}]
    return refused(desk.brokerage, plan(*others, *lines))


@pytest.mark.parametrize("rate", (300, 500))
def test_a_line_for_an_sle_has_the_rate_of_an_sle(rate: int) -> None:
    assert of_the_plan(line("sle", case.SPRING, "5", rate, band="sle")) == ["S2SS-P08"]


def test_a_line_for_cover_has_the_rate_of_cover() -> None:
    assert of_the_plan(line("cover", case.SPRING, "4", 350, head="cover", provider=H)) == ["S2SS-P08"]


def test_a_line_of_leaders_days_says_for_which_accreditation() -> None:
    assert of_the_plan(line("sle", case.SPRING, "5", 350)) == ["S2SS-P70"]


def test_there_are_two_uses_of_the_money_and_no_other() -> None:
    books = changed(line("books", case.SPRING, "1", 200, head="resources"), unit="item")

    assert of_the_plan(books) == ["S2SS-P05"]


# The accreditation on the register


def test_a_leader_whom_a_line_names_is_accredited_on_the_day_of_the_plan() -> None:
    named = changed(line("nle", case.SPRING, "1", 500, band="nle", provider=S2), leader=SLE)

    assert of_the_plan(named) == ["S2SS-P71"]
    assert of_the_plan(changed(named, leader=NLE), line("sle", case.SPRING, "5", 300, band="sle")) == [
        "S2SS-P08"
    ]


ENDED = e.DesignationEnded(
    leader=NLE, designation="nle-1", on=day("02-01"), cause="left-post", by=case.COLLEGE
)


def test_a_day_after_the_accreditation_ended_is_worth_nothing_at_its_rate() -> None:
    """The day itself stands, and counts in the leader's year; of its £500 nothing is due to S2 or kept."""
    desk = before(day("02-01"), ENDED)
    of_that_day = visit(NLE, "02-01")

    assert refused(desk.brokerage, of_that_day) == ["S2SS-S72"]
    desk.play(Despite(of_that_day))

    assert legs(desk.brokerage, "due") == [900, 0, 600, 150]  # three SLE days, and the cover of them
    assert amounts(desk.brokerage, "incurred", "disallowed", "eligible") == [2150, 500, 1650]
    assert desk.brokerage.leader_workload(NLE, case.YEAR).worked.value == Days(1)


def test_a_day_before_the_accreditation_ended_is_paid_though_it_is_told_afterwards() -> None:
    desk = before(day("02-02"), changed(ENDED, on=day("02-02")))

    assert legs(desk.brokerage, "due") == [900, 450, 600, 200]


def test_an_accreditation_that_is_held_again_under_a_new_designation_counts() -> None:
    again = changed(case.NLE_DESIGNATED, designation="nle-2", on=day("02-01"))

    desk = before(day("02-01"), ENDED, again, visit(NLE, "02-01"))

    assert legs(desk.brokerage, "due")[1] == 450


# Cover, and who was there


def test_cover_says_how_much_time_it_is_for() -> None:
    desk = before(day("01-16"))

    assert refused(desk.brokerage, changed(cover("01-16"), time=None)) == ["S2SS-S70"]
    desk.play(cover("01-16"))


def test_of_cover_beyond_its_rate_only_the_excess_is_disallowed() -> None:
    desk = before(day("01-16"))
    dear = changed(cover("01-16"), net=pounds(240))

    assert refused(desk.brokerage, dear) == ["S2SS-S70"]
    desk.play(Despite(dear))

    assert legs(desk.brokerage, "due")[2] == 400
    assert amounts(desk.brokerage, "disallowed") == [40]


@pytest.mark.parametrize("beside", (None, A_TEACHER, changed(case.HEAD_OF_S1, role="headteacher")))
def test_a_leader_never_works_without_a_leader_of_the_school(beside: Any) -> None:
    desk = before(day("01-16"))

    assert refused(desk.brokerage, changed(visit(SLE, "01-16"), counterpart=beside)) == ["S2SS-S71"]
    desk.play(visit(SLE, "01-16"))


# The plan is agreed at the first QA Day


@pytest.mark.parametrize("use", ("none", "not-appropriate"))
def test_a_plan_waits_for_the_qa_day_at_which_the_use_of_the_money_is_agreed(use: e.FundingUse) -> None:
    desk = played(STORY, date(2023, 12, 11))
    desk.calendar.day = day("01-04")
    desk.play(PLAN)
    assert refused(desk.brokerage, case.APPROVED) == ["S2SS-P73"]

    desk.play(changed(case.DAY_1, day="qa-0", funding_use=use))
    assert refused(desk.brokerage, case.APPROVED) == ["S2SS-P73"]

    desk.play(case.DAY_1, case.APPROVED)


def test_the_first_qa_day_is_missing_until_it_is_held() -> None:
    desk = played(STORY, date(2023, 12, 11))

    def missing() -> list[str]:
        return [each.what for each in desk.brokerage.deployment_log("d-1").missing_by(day("01-08"))]

    assert missing() == ["the QA Day of brokerage", "the approved plan"]

    desk.play(case.DAY_1)

    assert missing() == ["the approved plan"]


def test_the_qa_lead_holds_the_day_and_is_not_alone_on_it() -> None:
    desk = played(STORY, date(2023, 12, 11))
    desk.calendar.day = day("01-04")

    assert refused(desk.brokerage, changed(case.DAY_1, held_by=case.OFFICER)) == ["S2SS-R71"]
    assert refused(desk.brokerage, changed(case.DAY_1, attendees=(case.HEADTEACHER,))) == ["S2SS-R70"]
    assert refused(desk.brokerage, changed(case.DAY_1, attendees=(case.LEADER,))) == ["S2SS-R70"]
    desk.play(changed(case.DAY_1, attendees=(case.HEADTEACHER, case.HEAD_OF_S1)))


# A breach withholds support and money

HALTED = e.SupportHalted(
    halt="halt-1",
    on=day("03-06"),
    cause="breach",
    conditions=("c-1",),
    funding_too=True,
    by=case.OFFICER,
    reason="The school gave no account of the cover.",
)
RESUMED = e.SupportResumed(halt="halt-1", on=day("03-28"), by=case.OFFICER)


def test_a_breach_withholds_support_and_its_money_until_it_is_made_good() -> None:
    desk = before(day("03-06"), HALTED)

    assert refused(desk.brokerage, visit(SLE, "03-06")) == ["S2SS-S73"]
    assert refused(desk.brokerage, cover("03-06")) == ["S2SS-S73"]
    desk.play(case.DAY_2)
    desk.calendar.day = MARCH_27
    assert [refused(desk.brokerage, release) for release in FIRST] == [["S2SS-M70"]] * 4
    assert amounts(desk.brokerage, "eligible", "released", "owed") == [3050, 0, 3050]

    desk.play(RESUMED, *(changed(release, on=RESUMED.on) for release in FIRST))
    assert amounts(desk.brokerage, "released", "owed") == [3050, 0]


def test_support_that_is_halted_alone_is_paid_for_as_far_as_it_was_given() -> None:
    desk = before(day("03-06"), changed(HALTED, cause="illness", funding_too=False))
    desk.calendar.day = day("03-20")
    assert refused(desk.brokerage, visit(SLE, "03-20")) == ["S2SS-S73"]

    desk.play(*FIRST)

    assert amounts(desk.brokerage, "released", "owed") == [3050, 0]


def test_what_is_given_although_it_is_withheld_is_disallowed() -> None:
    desk = before(day("03-06"), HALTED, Despite(visit(SLE, "03-06")))

    assert amounts(desk.brokerage, "incurred", "disallowed", "eligible") == [3400, 350, 3050]


def test_support_goes_on_by_somebody_who_is_not_paid_for_it() -> None:
    desk = before(day("03-06"), HALTED)
    desk.calendar.day = RESUMED.on

    assert refused(desk.brokerage, changed(RESUMED, by=case.LEADER)) == ["S2SS-M50"]
    assert refused(desk.brokerage, changed(RESUMED, halt="halt-2")) == ["S2SS-S74"]
    desk.play(RESUMED)


def struck_out(name: str, of: str, on: date) -> e.EntryStruckOut:
    return e.EntryStruckOut(
        of=Cause(name, (of,)), on=on, cause="wrong-details", reason="It was another school.",
        asked_by=person("u-1"), agreed_by=person("u-2"),
    )  # fmt: skip


def test_a_halt_that_was_told_by_mistake_is_struck_out_and_the_visit_taken() -> None:
    desk = before(day("03-06"), HALTED)

    desk.play(struck_out("halt", "halt-1", day("03-06")), visit(SLE, "03-06"))

    assert amounts(desk.brokerage, "eligible") == [3400]


def test_what_was_given_since_the_support_was_resumed_rests_on_that() -> None:
    desk = before(day("03-06"), HALTED)
    desk.play(changed(RESUMED, on=day("03-12")), visit(SLE, "03-12"), *FIRST[1:])

    assert refused(desk.brokerage, struck_out("halt", "halt-1", MARCH_27)) == ["S2SS-X11"]
    assert refused(desk.brokerage, struck_out("support-resumed", "halt-1", MARCH_27)) == [
        "S2SS-X11",
        "S2SS-X12",
    ]


def test_a_plan_rests_on_the_qa_day_at_which_it_was_agreed() -> None:
    desk = before(day("01-09"))
    assert refused(desk.brokerage, struck_out("qa-day", "qa-1", day("01-09"))) == ["S2SS-X12"]

    desk.play(changed(case.DAY_1, day="qa-1b"), struck_out("qa-day", "qa-1", day("01-09")))


# Each gate broken alone


def later(desk: Desk, release: e.InstalmentReleased) -> list[str]:
    desk.calendar.day = release.on
    return refused(desk.brokerage, release)


def test_a_second_release_of_an_instalment_is_refused() -> None:
    desk = played(STORY, MARCH_27)

    again = released(1, MARCH_27, "instalment", S1, 1, part=2)
    assert refused(desk.brokerage, again) == ["S2SS-M31", "S2SS-M07"]


def test_a_second_payment_of_a_release_is_an_error_until_it_comes_back() -> None:
    desk = played(STORY, MARCH_27)
    twice = changed(PAID[0], payment="again")
    desk.play(twice)

    found = [(each.severity, each.code) for each in desk.brokerage.deployment_log("d-1").findings]
    assert found == [("error", "S2SS-M21")]
    assert legs(desk.brokerage, "paid")[0] == 3000
    assert legs(desk.brokerage, "unpaid")[0] == -1500

    desk.play(e.PaymentReversed(payment="again", document="B-1", on=MARCH_27, amount=pounds(1500)))
    assert desk.brokerage.deployment_log("d-1").findings == ()


THE_LEADER_AS_PAYEE = Organisation(id=SLE, kind="other", member_of_broker=False)


def test_nothing_is_released_to_a_leader() -> None:
    desk = before(MARCH_27)

    assert refused(desk.brokerage, changed(FIRST[0], paid_to=THE_LEADER_AS_PAYEE)) == ["S2SS-M09"]


def test_what_is_paid_to_a_leader_is_refused_and_a_note_despite() -> None:
    desk = played(STORY, MARCH_27)
    to_the_leader = changed(paid(FIRST[0]), payment="to-the-leader", paid_to=THE_LEADER_AS_PAYEE)

    assert refused(desk.brokerage, to_the_leader) == ["S2SS-M80"]
    desk.play(Despite(to_the_leader))

    codes = [each.code for each in desk.brokerage.deployment_log("d-1").findings]
    assert "S2SS-M33" in codes


@pytest.mark.parametrize(
    ("release", "code"),
    (
        (changed(FIRST[2], paid_to=S1), "S2SS-M09"),  # cover goes to the supported school
        (changed(FIRST[0], paid_to=H), "S2SS-M09"),  # a leader's day goes to the leader's school
        (changed(FIRST[3], settled_by="invoice"), "S2SS-M71"),  # what is kept is paid to nobody
        (changed(FIRST[0], settled_by="retained"), "S2SS-M71"),
        (changed(FIRST[0], instalment=3), "S2SS-M15"),  # the plan has two terms
        (changed(FIRST[0], leg="charge"), "S2SS-M24"),
    ),
)
def test_a_release_along_another_way_is_refused(release: e.InstalmentReleased, code: str) -> None:
    desk = before(MARCH_27)

    assert code in refused(desk.brokerage, release)


def test_a_release_is_within_what_is_still_set_aside() -> None:
    """The £275 went back before half a day of cover was told: £100 of it is due to H, and nothing is set aside for it."""
    desk = played(STORY, day("07-25"))
    late = released(2, day("07-25"), "cover", H, 100, part=2)
    desk.play(cover("06-18", "half-day"))

    assert refused(desk.brokerage, late) == ["S2SS-M08"]
    assert amounts(desk.brokerage, "owed", "uncovered") == [100, 100]

    desk.play(changed(case.SET_ASIDE, allocation="a-9", on=day("07-25"), amount=pounds(100)), late)


# Each gate broken: what comes with it follows from it


def released_without(*facts: Any) -> list[str]:
    """What stands against the first release where these facts were not told, and the rest despite that."""
    story = until(without(*facts, *FIRST, *PAID, story=STORY), MARCH_27)
    desk = Desk.open()
    for fact in story:
        desk.calendar.day = max(desk.calendar.day, fact.on)
        desk.play(Despite(fact) if isinstance(fact, e.VisitLogged | e.CostIncurred) else fact)
    desk.calendar.day = MARCH_27
    return refused(desk.brokerage, FIRST[0])


@pytest.mark.parametrize(
    ("facts", "codes"),
    (
        # Nothing is eligible before the agreement or the plan, so nothing is in arrears either.
        (case.SIGNED[-1:], {"S2SS-M01", "S2SS-M07"}),
        ((case.APPROVED,), {"S2SS-M02", "S2SS-M07"}),
    ),
)
def test_nothing_is_released_without_what_the_support_rests_on(
    facts: tuple[Any, ...], codes: set[str]
) -> None:
    assert set(released_without(*facts)) == codes


def test_a_release_is_of_the_day_of_the_evaluation_or_later() -> None:
    desk = before(JULY_23)
    early = changed(LAST[0], on=day("07-15"))

    assert "S2SS-M03" in refused(desk.brokerage, early)
    assert "S2SS-M72" not in refused(desk.brokerage, early)


# A split that does not add up


def test_the_parts_of_a_split_make_the_rate() -> None:
    def split(*parts: tuple[str, int], rate: int = 350, reason: str | None = None) -> e.PlanLine:
        of_sle = line("sle", case.SPRING, "5", rate, band="sle")
        along = tuple(e.Split(leg=leg, amount=pounds(amount)) for leg, amount in parts)
        return changed(of_sle, splits=along, rate_reason=reason)

    assert of_the_plan(split(("instalment", 300), ("retained", 40))) == ["S2SS-P72"]
    assert of_the_plan(split(("instalment", 300), ("onward", 50))) == ["S2SS-P72"]
    assert of_the_plan(split(("instalment", 150), ("instalment", 200))) == ["S2SS-P72"]
    assert of_the_plan(split(rate=475, reason="It is a niche.")) == ["S2SS-P72"]


def test_a_rate_that_is_not_on_the_card_goes_as_its_line_says() -> None:
    """£475 a day with its reason: £425 to S1, £50 kept."""
    of_sle = line("sle", case.SPRING, "1", 475, band="sle")
    parts = (e.Split(leg="instalment", amount=pounds(425)), e.Split(leg="retained", amount=pounds(50)))
    desk = played(STORY, date(2023, 12, 11))
    desk.play(case.DAY_1, plan(changed(of_sle, splits=parts, rate_reason="It is a niche.")))

    desk.play(changed(case.APPROVED, total=pounds(475)), visit(SLE, "01-09"))

    assert legs(desk.brokerage, "due") == [425, 0, 0, 50]


# Quality assurance is in the rate already

FEE = e.AwardCostIncurred(
    cost="fee-1",
    on=day("03-22"),
    purpose="quality-assurance",
    supplier=QA_COMPANY,
    net=pounds(450),
    invoice_number="QA-1",
)
FOR_QA = e.GrantAllocated(allocation="a-2", on=day("03-20"), purpose="quality-assurance", amount=pounds(900))


def test_a_fee_of_the_qa_lead_beside_the_part_of_the_rate_is_warned_of_as_paid_twice() -> None:
    desk = before(day("03-22"), FOR_QA, FEE)

    notes = [note.says for note in desk.brokerage.award_usage("g-1").notes]

    assert notes == [
        "award cost fee-1 of £450.00 is for quality assurance, which is in the rate of d-1 already: it may be paid twice"
    ]
    assert played(STORY, day("03-22")).brokerage.award_usage("g-1").notes == ()


# One leg is overpaid, another owed

JULY_24 = day("07-24")
NOT_ELIGIBLE = e.CostDisallowed(
    disallowance="x-1",
    on=JULY_24,
    of=Cause("visit", ("sle-05-14",)),
    amount=pounds(350),
    reason="not-evidenced",
    by=case.OFFICER,
)
LATE_COVER = cover("06-18", "half-day")


def test_what_is_overpaid_on_one_leg_is_not_set_against_what_is_owed_on_another() -> None:
    """£4,475 = 4,725 + 100 - 350. S1 had £300 of the day and the Institute £50; H is owed half a day of cover."""
    desk = played(STORY, JULY_23)
    desk.calendar.day = JULY_24
    desk.play(NOT_ELIGIBLE, LATE_COVER)

    assert legs(desk.brokerage, "due") == [1950, 900, 1200, 425]
    assert legs(desk.brokerage, "overpaid") == [300, 0, 0, 50]
    assert legs(desk.brokerage, "owed") == [0, 0, 100, 0]
    assert amounts(desk.brokerage, "eligible", "owed", "overpaid") == [4475, 100, 350]


def test_each_of_them_is_settled_for_itself() -> None:
    desk = played(STORY, JULY_23)
    desk.calendar.day = JULY_24
    desk.play(NOT_ELIGIBLE, LATE_COVER)
    supplement = released(2, JULY_24, "cover", H, 100, part=2)
    too_much = changed(supplement, amount=pounds(101))
    assert refused(desk.brokerage, too_much) == ["S2SS-M07"]

    desk.play(
        supplement, recovered("rec-1", S1, "instalment", 300), recovered("rec-2", BROKER, "retained", 50)
    )

    assert legs(desk.brokerage, "overpaid") == [0, 0, 0, 0]
    assert legs(desk.brokerage, "owed") == [0, 0, 0, 0]
    assert amounts(desk.brokerage, "eligible", "unspent") == [4475, 525]


def recovered(name: str, of: Organisation, leg: str, amount: int) -> e.GrantRecovered:
    return e.GrantRecovered(
        recovery=name,
        on=JULY_24,
        leg=leg,
        amount=pounds(amount),
        recovered_from=of,
        how="offset",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )


# A school that pays for itself

SELF_FUNDED = changed(
    case.BROKERED,
    funding=e.Funding(kind="self-funded"),
    qa_funding="none",
    commitments=case.BROKERED.commitments,
)
A_DAY = line("sle", case.SPRING, "1", 350, band="sle")
ONE_DAY = (
    case.SLE_DESIGNATED,
    case.allowed(SLE, S1, case.HEAD_OF_S1),
    SELF_FUNDED,
    changed(plan(A_DAY), on=date(2023, 12, 1)),
    changed(
        case.APPROVED,
        by=case.OFFICER,
        on=date(2023, 12, 2),
        total=pounds(350),
        effective_from=date(2023, 12, 2),
    ),
    changed(case.ISSUED, payees=(S1,)),
    *case.SIGNED,
    SLE_DAYS[0],
)


def test_a_school_that_pays_for_itself_is_charged_the_rate_of_which_the_institute_keeps_its_part() -> None:
    desk = played(ONE_DAY)
    desk.calendar.day = day("03-25")
    desk.play(
        e.InvoiceReceived(
            invoice="EX-1",
            number="EX-1",
            supplier=BROKER,
            customer=H,
            leg="charge",
            on=day("03-25"),
            issued_on=day("03-25"),
            net=pounds(350),
            covers=(Cause("visit", ("sle-01-09",)),),
        )
    )

    rows = {(row.leg, row.to): row for row in desk.brokerage.grant_usage("d-1").legs}
    due = {of: row.due.value / 100 for of, row in rows.items()}
    assert due == {("charge", "exceed"): 350, ("instalment", "s1"): 300, ("retained", "exceed"): 50}
    assert in_pounds(rows["charge", "exceed"], ("invoiced", "owed")) == [350, 350]
    assert in_pounds(rows["instalment", "s1"], ("owed", "overpaid")) == [300, 0]


def test_cover_is_never_a_use_of_a_school_that_pays_for_itself() -> None:
    desk = played(ONE_DAY[:3])
    desk.calendar.day = day("01-04")
    covered = plan(A_DAY, line("cover", case.SPRING, "1", 200, head="cover", provider=H))

    assert refused(desk.brokerage, covered) == ["S2SS-P06"]
    desk.play(plan(A_DAY))


def test_a_share_of_a_school_that_pays_for_itself_is_settled_by_invoice_and_not_released() -> None:
    desk = played(ONE_DAY)
    desk.calendar.day = MARCH_27

    assert refused(desk.brokerage, changed(FIRST[0], amount=pounds(300))) == ["S2SS-M24"]


# The audit names what no command takes


def planted(*facts: Any, upto: date) -> set[str]:
    """The rules that the audit names after facts are appended that no command takes."""
    ticking = Ticking()
    desk = Desk(Brokerage.open("memory:", clock=ticking).acting_as("u-7"), ticking)
    desk.play(*until(without(*FIRST, *LAST, *PAID, case.SUPPORT_RETURNED, case.CLOSED, story=STORY), upto))
    store = desk.brokerage.store
    for fact in facts:
        version = len(store.read("deployment:d-1"))
        store.append([Append("deployment:d-1", version, (fact,))], at=ticking(), by="u-7")
    return {found.rule for found in audit(desk.brokerage.history()) if found.severity == "error"}


OF_TWO = changed(EVALUATION, report="f-2", authors=EVALUATION.authors[:2])


@pytest.mark.parametrize(
    ("code", "told", "release"),
    (
        ("S2SS-M01", (), changed(FIRST[0], on=date(2023, 12, 8))),
        ("S2SS-M02", (), changed(FIRST[0], on=date(2023, 12, 29))),
        ("S2SS-M03", (), changed(LAST[1], report=None, amount=pounds(1))),
        ("S2SS-M07", (), changed(FIRST[0], amount=pounds(1501))),
        ("S2SS-M08", (), changed(FIRST[0], amount=pounds(5001))),
        ("S2SS-M09", (), changed(FIRST[0], paid_to=H)),
        ("S2SS-M12", (), changed(FIRST[0], on=day("03-21"))),
        ("S2SS-M15", (), changed(FIRST[0], instalment=3)),
        ("S2SS-M70", (HALTED,), FIRST[0]),
        ("S2SS-M71", (), changed(FIRST[3], settled_by="invoice")),
        ("S2SS-M72", (OF_TWO,), changed(LAST[1], report="f-2", amount=pounds(1))),
    ),
)
def test_the_audit_names_a_release_that_is_held_back(
    code: str, told: tuple[Any, ...], release: e.InstalmentReleased
) -> None:
    assert code not in planted(*told, upto=release.on)
    assert code in planted(*told, release, upto=release.on)

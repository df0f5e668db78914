"""Two awards fund one deployment: each bears lines of the plan, and nothing is shown under both.

`g-1` bears the English days with £4,400, `g-2` the lead's days and the resources with £3,600.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

import attrs

from s2ss_core import Refused
from s2ss_core.audit import audit
from s2ss_core.events import (
    AllocationReturned,
    Closed,
    Funding,
    GrantAllocated,
    GrantUsageCertified,
    InstalmentReleased,
    derived_fields,
)
from s2ss_core.projections import AwardUsage
from s2ss_core.rules import Broken
from s2ss_core.values import Money
from tests.aggregates.histories import changed, pounds
from tests.scenarios.case_one import (
    APPROVED,
    AWARDED,
    BROKERED_FROM_THE_AWARD,
    CERTIFICATE_RETURNED,
    CERTIFIED_WHOLE,
    CLOSED_COMPLETED,
    LAST_RELEASED,
    MORE_BOOKS,
    SET_ASIDE,
    SET_ASIDE_FOR_QA,
    SUPPORT_RETURNED,
    Desk,
    after,
    until,
)
from tests.scenarios.facts import refused
from tests.scenarios.test_award import in_pounds
from tests.scenarios.test_unspent_goes_back import (
    CERTIFIED_AGAIN,
    HALF_OF_THE_LAST_DAY,
    LATE,
    RETURNED_AGAIN,
    SUPPLEMENT,
    SUPPLEMENT_INVOICED,
    WITHOUT_MORE_BOOKS,
)

BOTH = changed(BROKERED_FROM_THE_AWARD, funding=Funding(kind="external", awards=("g-1", "g-2")))
FIRST = changed(SET_ASIDE, amount=pounds(4400), lines=("english",))
SECOND = changed(SET_ASIDE, amount=pounds(3600), lines=("leader", "resources"))


def from_both(story: Iterable[Any]) -> tuple[Any, ...]:
    """A story of one award, as it goes if the deployment draws on both; the second allocation is not in it."""
    return tuple(
        BOTH if fact == BROKERED_FROM_THE_AWARD else FIRST if fact == SET_ASIDE else fact
        for fact in story
        if fact != SET_ASIDE_FOR_QA
    )


STORY = from_both(HALF_OF_THE_LAST_DAY)


def taken(desk: Desk, fact: Any) -> list[str]:
    """The codes of the rules for which the second award refuses a fact; none if it takes it."""
    fields = {field.name: getattr(fact, field.name) for field in attrs.fields(type(fact))}
    command = "allocate_grant" if isinstance(fact, GrantAllocated) else "release_allocation"
    try:
        getattr(desk.brokerage, command)("g-2", **fields)
    except Refused as refusal:
        return [broken.rule.code for broken in refusal.broken]
    return []


def by(day: date, story: tuple[Any, ...] = STORY, **of_the_second: Any) -> Desk:
    desk = Desk.open()
    desk.play(AWARDED, changed(AWARDED, grant="g-2", **of_the_second))
    desk.play(*until(story[1:], SECOND.on))
    assert taken(desk, SECOND) == []
    desk.play(*until(after(story, SECOND.on), day))
    desk.calendar.day = day
    return desk


def usages(desk: Desk) -> tuple[AwardUsage, AwardUsage]:
    return desk.brokerage.award_usage("g-1"), desk.brokerage.award_usage("g-2")


def test_each_award_says_which_lines_it_bears_and_none_is_borne_twice() -> None:
    desk = Desk.open()
    desk.play(AWARDED, changed(AWARDED, grant="g-2"), *until(STORY[1:], SECOND.on))

    assert taken(desk, changed(SECOND, lines=())) == ["S2SS-G22"]
    assert taken(desk, changed(SECOND, lines=("leader", "english"))) == ["S2SS-G23"]
    assert taken(desk, SECOND) == []


def test_what_each_award_bears_is_shown_under_it_alone() -> None:
    for usage, expected in zip(
        usages(by(date(2024, 7, 8))),
        ((4400, 4000, 0, 400), (3600, 3380, 20, 200)),  # 8,000 = 7,380 + 20 + 600
        strict=True,
    ):
        (row,), (deployment,) = usage.allocations, usage.deployments
        amounts = deployment.amounts
        assert in_pounds(row.amount, row.eligible, row.committed, row.unspent) == expected
        assert in_pounds(amounts.set_aside, amounts.eligible, amounts.committed, amounts.unspent) == expected
        assert sum(cut.eligible.value for cut in usage.cuts.by_financial_year) == amounts.eligible.value


def test_what_is_released_is_of_the_award_that_bears_the_line() -> None:
    released = {
        date(2024, 4, 12): (4000, 1850),
        date(2024, 4, 26): (4000, 1850),  # the lead's day of 16 April is eligible, and not released yet
        date(2024, 7, 19): (4000, 3380),
    }

    for day, expected in released.items():
        parts = [usage.deployments[0].amounts.released for usage in usages(by(day))]
        assert in_pounds(*parts) == expected


def test_each_award_gets_back_what_its_lines_did_not_need() -> None:
    desk = by(date(2024, 7, 12))
    back = AllocationReturned(returning="ar-1", allocation="a-1", on=date(2024, 7, 12), amount=pounds(220))

    assert taken(desk, changed(back, amount=Money(220_01))) == ["S2SS-G11"]
    assert taken(desk, back) == []
    desk.play(changed(back, amount=pounds(400)))
    first, second = usages(desk)

    assert in_pounds(first.amounts.allocated, second.amounts.allocated) == (4000, 3380)


def test_a_release_is_held_to_what_each_award_has_allocated_and_not_to_both_together() -> None:
    desk = by(date(2024, 7, 22), from_both(WITHOUT_MORE_BOOKS))
    # g-2 keeps 3,100 of its 3,600, and g-1 its 4,400, of which 400 are unspent
    assert taken(desk, changed(SUPPORT_RETURNED, amount=pounds(500))) == []
    desk.calendar.day = SUPPLEMENT.on
    desk.play(MORE_BOOKS, CERTIFIED_AGAIN, RETURNED_AGAIN, SUPPLEMENT_INVOICED)

    (broken,) = why_not(desk, SUPPLEMENT)
    assert broken.rule.code == "S2SS-M08"
    assert broken.clears == "Allocate more of g-2 to this deployment."
    assert dict(broken.facts) == {
        "amount": "£280.00", "net_released": "£3,100.00", "allocated": "£3,100.00", "awards": "g-2",
    }  # fmt: skip
    assert taken(desk, changed(SECOND, allocation="a-9", on=SUPPLEMENT.on, amount=pounds(280))) == []
    desk.play(SUPPLEMENT)
    released = [usage.deployments[0].amounts.released for usage in usages(desk)]

    assert in_pounds(*released) == (4000, 3380)


def why_not(desk: Desk, release: InstalmentReleased) -> tuple[Broken, ...]:
    """The rules that stand against a release."""
    derived = derived_fields(InstalmentReleased)
    names = (
        field.name for field in attrs.fields(cast("Any", InstalmentReleased)) if field.name not in derived
    )
    fields = {name: getattr(release, name) for name in names}
    return desk.brokerage.release_instalment.why_not("d-1", **fields)


def test_a_plan_is_approved_up_to_what_each_award_set_aside_for_its_lines() -> None:
    desk = by(date(2023, 12, 13))
    spare = AllocationReturned(
        returning="ar-9", allocation="a-1", on=date(2023, 12, 13), amount=Money(200_01)
    )
    assert taken(desk, spare) == []

    desk.calendar.day = APPROVED.on
    # £3,399.99 for £3,400 of g-2, and £4,400 for £4,000 of g-1: covered in all, but not line by line
    assert refused(desk.brokerage, APPROVED) == ["S2SS-P17"]
    assert taken(desk, changed(SECOND, allocation="a-9", on=date(2023, 12, 13), amount=Money(1))) == []
    desk.play(APPROVED)


# A certificate an award


def test_each_award_has_a_certificate_of_its_own_lines_and_none_of_both() -> None:
    """On 8 July £7,380 are eligible: £4,000 of g-1's lines, £3,380 of g-2's."""
    usage = by(date(2024, 7, 8)).brokerage.grant_usage("d-1")
    first, second = usage.of_awards

    assert [part.award.grant for part in usage.of_awards] == ["g-1", "g-2"]
    # set aside = eligible + committed + unspent; released, owed
    for part, expected in (
        (first, (4400, 4000, 0, 400, 4000, 0)),
        (second, (3600, 3380, 20, 200, 1850, 1530)),
    ):
        amounts = part.amounts
        assert in_pounds(
            amounts.set_aside, amounts.eligible, amounts.committed, amounts.unspent, amounts.released, amounts.owed,
        ) == expected  # fmt: skip
        assert in_pounds(*(line.eligible for line in part.lines)) in ((4000,), (2500, 880))
        [period] = part.certified
        assert period.certified is None
        assert in_pounds(period.eligible, period.committed) == (expected[1], expected[2])
    assert in_pounds(usage.amounts.eligible) == (7380,)


def test_the_certificates_of_the_awards_are_what_the_awards_show() -> None:
    for day in (date(2024, 4, 12), date(2024, 7, 19)):
        desk = by(day)
        of_awards = desk.brokerage.grant_usage("d-1").of_awards

        for part, award in zip(of_awards, usages(desk), strict=True):
            shown = award.deployments[0].amounts
            for name in (
                "eligible",
                "released",
                "recovered",
                "owed",
                "overpaid",
                "committed",
                "unspent",
                "returned",
            ):
                assert getattr(part.amounts, name).value == getattr(shown, name).value, name
            assert [row.eligible.value for row in part.cuts.by_financial_year] == [
                row.eligible.value for row in award.cuts.by_financial_year
            ]


def test_a_deployment_of_one_award_has_its_certificate_alone() -> None:
    desk = Desk.open()
    desk.play(*until(HALF_OF_THE_LAST_DAY, date(2024, 7, 8)))

    assert desk.brokerage.grant_usage("d-1").of_awards == ()


# Certified award by award

OF_THE_FIRST = changed(CERTIFIED_WHOLE, certificate="cert-a", award="g-1")
OF_THE_SECOND = changed(CERTIFIED_WHOLE, certificate="cert-b", award="g-2")
THE_SECOND_BACK = changed(CERTIFICATE_RETURNED, certificate="cert-b")
THE_FIRST_BACK = changed(CERTIFICATE_RETURNED, certificate="cert-a")


def certified_apart(*certified: Any, day: date = CERTIFIED_WHOLE.on) -> Desk:
    """The story up to a day, with these certificates in the place of the one of both awards."""
    story = tuple(
        told
        for fact in STORY
        for told in (
            certified if fact == CERTIFIED_WHOLE else () if fact == CERTIFICATE_RETURNED else (fact,)
        )
    )
    return by(day, story)


APART = (OF_THE_FIRST, OF_THE_SECOND, THE_FIRST_BACK, THE_SECOND_BACK)


def test_what_is_certified_of_each_award_is_eligible_on_its_own_lines() -> None:
    desk = certified_apart(*APART)
    certified = [
        entry.event
        for entry in desk.brokerage.store.read("deployment:d-1")
        if isinstance(entry.event, GrantUsageCertified)
    ]
    usage = desk.brokerage.grant_usage("d-1")

    assert [(event.award, event.eligible) for event in certified] == [
        ("g-1", pounds(4000)),
        ("g-2", pounds(3380)),
    ]
    assert usage.certified == ()  # neither is of both awards
    shown = {part.award.grant: part.certified for part in usage.of_awards}
    for award, name, eligible, owed in (("g-1", "cert-a", 4000, 0), ("g-2", "cert-b", 3380, 1530)):
        [period] = shown[award]
        assert period.certificate == name
        assert period.certified is not None
        assert in_pounds(period.certified, period.eligible, period.owed_at_end) == (eligible, eligible, owed)
    assert {made.certificate: made.status for made in usage.certifications} == {
        "cert-a": "returned",
        "cert-b": "returned",
    }


def test_the_last_release_waits_for_the_certificate_of_each_award() -> None:
    desk = certified_apart(OF_THE_FIRST, THE_FIRST_BACK, day=date(2024, 7, 18))
    desk.calendar.day = LAST_RELEASED.on

    assert [broken.rule.code for broken in why_not(desk, LAST_RELEASED)] == ["S2SS-M14"]
    desk.play(changed(OF_THE_SECOND, on=LAST_RELEASED.on), changed(THE_SECOND_BACK, on=LAST_RELEASED.on))

    desk.play(LAST_RELEASED)
    assert desk.brokerage.grant_usage("d-1").kind == "closing-statement"


def test_a_cost_that_moves_one_award_leaves_the_certificate_of_the_other_alone() -> None:
    without = (CERTIFIED_WHOLE, CERTIFICATE_RETURNED)
    desk = by(date(2024, 7, 18), tuple(fact for fact in from_both(WITHOUT_MORE_BOOKS) if fact not in without))
    desk.calendar.day = LATE
    desk.play(*(changed(fact, on=date(2024, 7, 18)) for fact in APART))
    desk.play(changed(LAST_RELEASED, amount=pounds(1250)))
    desk.play(MORE_BOOKS, SUPPLEMENT_INVOICED)

    usage = desk.brokerage.grant_usage("d-1")
    assert {made.certificate: made.status for made in usage.certifications} == {
        "cert-a": "returned",
        "cert-b": "outdated",
    }
    assert [note.says for note in usage.notes if "cert-" in note.says] == [
        "certificate cert-b was made of £3,100.00, and £3,380.00 is eligible now: certify it again"
    ]
    assert "S2SS-M40" in [broken.rule.code for broken in why_not(desk, SUPPLEMENT)]
    again = changed(OF_THE_SECOND, certificate="cert-c", on=SUPPLEMENT.on)
    desk.calendar.day = SUPPLEMENT.on
    assert refused(desk.brokerage, again) == ["S2SS-E06"]
    assert refused(desk.brokerage, changed(again, supersedes="cert-a")) == ["S2SS-E06"]
    desk.play(
        changed(again, supersedes="cert-b"), changed(THE_SECOND_BACK, certificate="cert-c", on=SUPPLEMENT.on)
    )

    assert why_not(desk, SUPPLEMENT) == ()


def test_a_certificate_of_both_awards_takes_the_place_of_that_of_each() -> None:
    desk = certified_apart(*APART)
    both = changed(CERTIFIED_WHOLE, certificate="cert-c", supersedes="cert-a")

    desk.play(both)

    statuses = {made.certificate: made.status for made in desk.brokerage.grant_usage("d-1").certifications}
    assert statuses == {"cert-a": "superseded", "cert-b": "superseded", "cert-c": "certified"}


def test_the_final_certificate_of_an_award_covers_the_costs_of_its_lines_and_no_others() -> None:
    desk = certified_apart(day=CERTIFIED_WHOLE.on)
    # the resources are bought from February on, the English days are worked from January to March
    assert refused(desk.brokerage, changed(OF_THE_FIRST, covers_to=date(2024, 3, 19))) == ["S2SS-E03"]
    assert refused(desk.brokerage, changed(OF_THE_SECOND, covers_to=date(2024, 3, 20))) == ["S2SS-E03"]
    desk.play(changed(OF_THE_FIRST, covers_to=date(2024, 3, 20)))


def test_closing_waits_for_the_certificate_of_each_award() -> None:
    desk = certified_apart(OF_THE_FIRST, THE_FIRST_BACK, day=date(2024, 7, 18))
    desk.calendar.day = CLOSED_COMPLETED.on
    assert "S2SS-E16" in refused(desk.brokerage, CLOSED_COMPLETED)

    desk = certified_apart(*APART, day=CLOSED_COMPLETED.on)

    assert isinstance(next(reversed(tuple(desk.brokerage.store.read("deployment:d-1")))).event, Closed)
    assert [found for found in audit(desk.brokerage.store.history()) if found.severity == "error"] == []


def test_only_the_award_that_asks_for_one_a_year_has_certificates_of_one_year() -> None:
    certified_later = tuple(fact for fact in STORY if fact not in (CERTIFIED_WHOLE, CERTIFICATE_RETURNED))
    desk = by(
        CERTIFIED_WHOLE.on, certified_later, certificates="financial-year", year_reckonings=("april-march",)
    )

    assert refused(desk.brokerage, OF_THE_SECOND) == ["S2SS-E29"]
    assert refused(desk.brokerage, CERTIFIED_WHOLE) == ["S2SS-E29"]
    desk.play(OF_THE_FIRST)

    assert "S2SS-E29" not in [finding.rule for finding in audit(desk.brokerage.history())]

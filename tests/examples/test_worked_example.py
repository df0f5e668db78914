import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.events import CostIncurred, deployment_stream, stored_name
from s2ss_core.projections import AsAt, Figure
from s2ss_core.projections.grant_usage import Amounts
from s2ss_core.values import AcademicYear, Money
from tests.examples.conftest import Played

EXPECTED: dict[str, Any] = tomllib.loads(Path(__file__).with_name("expected.toml").read_text("utf-8"))
DEPLOYMENT: str = EXPECTED["deployment"]
CUTS = {"term": "by_term", "financial_year": "by_financial_year", "own_year": "by_own_year",
        "academic_year": "by_academic_year"}  # fmt: skip
CLOCKS = pytest.mark.parametrize("clock", ("happened", "recorded"))


def in_pounds(*figures: Figure[Money] | None) -> list[float]:
    return [figure.value / 100 for figure in figures if figure is not None]


def in_days(*figures: Figure[Any]) -> list[str]:
    return [format(figure.value.normalize() + 0, "f") for figure in figures]


def seen(clock: str, day: dt.date) -> AsAt:
    return AsAt(happened=day) if clock == "happened" else AsAt(recorded=day)


def days_of(table: str) -> pytest.MarkDecorator:
    rows = EXPECTED[table].items()
    return pytest.mark.parametrize(
        ("day", "expected"), [(dt.date.fromisoformat(day), row) for day, row in rows]
    )


def test_the_history_has_the_events_of_the_story(played: Played) -> None:
    counts = Counter(
        stored_name(type(entry.event)).name.partition(".")[2]
        for entry in played.brokerage.store.read(deployment_stream(DEPLOYMENT))
    )

    assert {name: counts[name] for name in EXPECTED["counts"]} == EXPECTED["counts"]


def test_each_refusal_names_exactly_the_rules_that_are_not_met(played: Played) -> None:
    refused = {
        f"{outcome.row.kind.name} {outcome.row.name}": sorted(outcome.codes)
        for outcome in played.outcomes
        if outcome.verdict == "refused"
    }

    assert refused == EXPECTED["refused"]
    assert all(outcome.foreseen for outcome in played.outcomes if outcome.verdict == "refused")


def test_too_early_a_release_is_refused_with_the_sums(played: Played) -> None:
    (early,) = [
        outcome
        for outcome in played.outcomes
        if outcome.row.kind.name == "release-instalment" and outcome.broken
    ]
    facts = [dict(broken.facts) for broken in early.broken]

    assert early.row.fact.on == dt.date(2024, 3, 15)
    assert [fact["party"] for fact in facts if "party" in fact] == ["qa-lead", "broker"]
    assert {
        "amount": "£6,000.00", "paid_to": "x-trust", "net_released": "£0.00", "eligible": "£5,600.00"
    } in facts  # fmt: skip


@pytest.mark.parametrize("line", [name for name in EXPECTED["line"] if name != "total"])
def test_each_line_comes_to_what_was_expected(played: Played, line: str) -> None:
    usage = played.brokerage.grant_usage(DEPLOYMENT)
    (row,) = [row for row in usage.lines if row.line == line]

    assert in_pounds(row.approved, row.incurred, row.disallowed, row.eligible) == EXPECTED["line"][line]


def test_the_whole_comes_to_what_was_expected(played: Played) -> None:
    whole = played.brokerage.grant_usage(DEPLOYMENT).amounts

    assert (
        in_pounds(whole.approved, whole.incurred, whole.disallowed, whole.eligible)
        == EXPECTED["line"]["total"]
    )


@pytest.mark.parametrize(
    ("cut", "figure"),
    [(cut, figure) for cut in CUTS for figure in EXPECTED[cut] if figure != "periods"],
)
def test_each_cut_comes_to_what_was_expected(played: Played, cut: str, figure: str) -> None:
    periods = {
        part.period: part for part in getattr(played.brokerage.grant_usage(DEPLOYMENT).cuts, CUTS[cut])
    }
    cuts = [periods[period] for period in EXPECTED[cut]["periods"]]
    if figure.startswith("line-"):
        found = [line for part in cuts for line in part.lines if line.line == figure.removeprefix("line-")]
        assert in_pounds(*(line.eligible for line in found)) == EXPECTED[cut][figure]
        assert cut != "term" or in_pounds(*(line.approved for line in found)) == EXPECTED[cut][figure]
    else:
        assert in_pounds(*(getattr(part, figure) for part in cuts)) == EXPECTED[cut][figure]


@CLOCKS
@days_of("at")
def test_on_each_day_the_amounts_were_what_was_expected(
    played: Played, clock: str, day: dt.date, expected: list[int]
) -> None:
    usage = played.brokerage.grant_usage(DEPLOYMENT, as_at=seen(clock, day))
    award = played.brokerage.award_usage(EXPECTED["award"], as_at=seen(clock, day))

    assert _standing(usage.amounts) == expected
    assert _standing(award.amounts) == expected


@days_of("at")
def test_both_clocks_together_agree_too(played: Played, day: dt.date, expected: list[int]) -> None:
    both = played.brokerage.grant_usage(DEPLOYMENT, as_at=AsAt(happened=day, recorded=day))

    assert _standing(both.amounts) == expected


@CLOCKS
@days_of("kind")
def test_the_document_is_of_the_kind_its_day_gives_it(
    played: Played, clock: str, day: dt.date, expected: list[str]
) -> None:
    usage = played.brokerage.grant_usage(DEPLOYMENT, as_at=seen(clock, day))

    assert [usage.kind, usage.status] == expected


@pytest.mark.parametrize("of", EXPECTED["workload"])
def test_each_leaders_year_comes_to_what_was_expected(played: Played, of: str) -> None:
    leader, cap_year = of.split()
    year = played.brokerage.leader_workload(leader, AcademicYear(cap_year))

    assert (
        in_days(year.allowance, year.committed, year.worked, year.booked, year.left)
        == EXPECTED["workload"][of]
    )


@pytest.mark.parametrize("of", EXPECTED["contact"])
def test_preparation_counts_as_work(played: Played, of: str) -> None:
    leader, cap_year = of.split()
    year = played.brokerage.leader_workload(leader, AcademicYear(cap_year))

    assert in_days(year.contact, year.preparation) == EXPECTED["contact"][of]


@CLOCKS
@days_of("workload_at")
def test_days_booked_elsewhere_are_seen_and_given_back(
    played: Played, clock: str, day: dt.date, expected: list[str]
) -> None:
    year = played.brokerage.leader_workload("sl-022", AcademicYear("2023/24"), as_at=seen(clock, day))

    assert in_days(year.allowance, year.committed, year.worked, year.booked, year.left) == expected


@pytest.mark.parametrize("of", EXPECTED["home_school"])
def test_the_home_school_sees_both_its_leaders(played: Played, of: str) -> None:
    school, cap_year = of.split()
    whole = played.brokerage.home_school_workload(school, AcademicYear(cap_year))

    assert in_days(whole.committed, whole.worked) == EXPECTED["home_school"][of]


def test_the_vat_is_recorded_and_in_no_figure(played: Played) -> None:
    entries = played.brokerage.store.read(deployment_stream(DEPLOYMENT))
    vat = sum(entry.event.vat for entry in entries if isinstance(entry.event, CostIncurred))

    assert vat == EXPECTED["vat"] * 100


def test_the_amendment_moves_no_money(played: Played) -> None:
    (amendment,) = played.brokerage.grant_usage(DEPLOYMENT).variations

    assert (amendment.plan_version, amendment.amends, amendment.effect.value) == (2, 1, 0)


def test_what_was_recorded_despite_a_rule_is_found_for_ever_and_stops_no_certificate(played: Played) -> None:
    log = played.brokerage.deployment_log(DEPLOYMENT)

    assert [(finding.severity, finding.code, str(finding.accepted_by)) for finding in log.findings] == [
        ("accepted", "S2SS-S02", "u-2")
    ]
    action = ("action a-1 of review rv-1", "rv-1")
    assert {(due.what, due.of) for due in log.expected} == {action} | {
        found
        for kind, report in (("interim", "rep-1"), ("interim", "rep-2"), ("final", "rep-3"))
        for found in (
            *(
                (f"the {kind} report shared with the {reader}", report)
                for reader in ("funder", "governing-board")
            ),
            *(
                (f"the updated {kind} report shared with the {reader}", report)
                for reader in ("qa-lead", "broker")
            ),
        )
    }


def _standing(amounts: Amounts) -> list[float]:
    return in_pounds(
        amounts.incurred, amounts.eligible, amounts.released, amounts.owed, amounts.committed, amounts.unspent,
        amounts.returned,
    )  # fmt: skip

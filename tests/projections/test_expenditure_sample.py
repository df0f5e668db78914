"""Given what deployments spent, a sample is the same whenever it is drawn, and finds more where the risk is greater."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import CostReversed, EvidenceFiled, cause_of
from s2ss_core.projections import GRANT_USAGE, AsAt, expenditure_sample
from s2ss_core.projections.expenditure_sample import ExpenditureSample
from s2ss_core.values import Cause, Money
from tests.projections.histories import History
from tests.projections.worked_example import OWN, worked_example
from tests.projections.worked_example import visit as a_visit

HISTORY = worked_example()
DESPITE = Cause("visit", ("v-sl-0",))


def sampled(history: History = HISTORY, *, size: int = 8, seed: str = "audit 2024") -> ExpenditureSample:
    return expenditure_sample(history, size=size, seed=seed)


def strata(sample: ExpenditureSample) -> dict[Cause, str]:
    return {drawn.expenditure.of: drawn.stratum for drawn in sample.drawn}


def by_risk(history: History) -> dict[Cause, str]:
    """The stratum of each expenditure by its risks alone."""
    return {drawn.expenditure.of: drawn.expenditure.stratum for drawn in sampled(history, size=1000).drawn}


def with_one_more(event: object, at: datetime | None = None) -> History:
    history = worked_example()
    history.tell(OWN, event, at=at)
    return history


def test_the_same_seed_draws_the_same_whatever_else_was_recorded_elsewhere() -> None:
    history = worked_example()
    history.tell("grant:other", HISTORY.entries[0].event)

    assert sampled(history) == sampled()
    assert strata(sampled(seed="another")) != strata(sampled())


def test_a_spelling_of_the_deployment_draws_the_same() -> None:
    assert expenditure_sample(HISTORY, ("D-1",), size=8, seed="audit 2024") == sampled()


def test_what_is_as_large_as_the_interval_is_always_drawn() -> None:
    sample = sampled()

    assert sample.interval == Money(11_000_00) // 8
    (large,) = [drawn for drawn in sample.drawn if drawn.stratum == "large"]
    assert large.expenditure.eligible.value == Money("2,000.00")


def test_all_of_it_is_what_the_certificate_counts() -> None:
    sample = sampled(size=1000)
    certificate = GRANT_USAGE.live(HISTORY, ("deployment", "d-1")).amounts

    spent = [drawn.expenditure for drawn in sample.drawn]
    assert sum(each.incurred.value for each in spent) == certificate.incurred.value
    assert sum(each.eligible.value for each in spent) == certificate.eligible.value
    assert sum(stratum.eligible.value for stratum in sample.strata) == certificate.eligible.value
    assert len({each.of for each in spent}) == len(spent) == sum(stratum.count for stratum in sample.strata)


def test_what_was_recorded_despite_a_rule_is_irregular() -> None:
    (drawn,) = [drawn for drawn in sampled().drawn if drawn.expenditure.of == DESPITE]

    assert drawn.stratum == "irregular"
    assert drawn.expenditure.risks == ("recorded-despite", "partly-disallowed")


def test_what_was_reversed_is_irregular() -> None:
    reversal = CostReversed(cost="c-1", document="CN-1", on=date(2024, 5, 1), net=Money(1))

    assert by_risk(with_one_more(reversal))[Cause("cost", ("c-1",))] == "irregular"


@pytest.mark.parametrize(("day", "stratum"), ((20, "usual"), (21, "late")))
def test_what_is_recorded_more_than_four_weeks_after_its_day_is_late(day: int, stratum: str) -> None:
    late = a_visit("v-late", date(2024, 10, 23), "sl-014", "3")

    history = with_one_more(late, at=datetime(2024, 11, day, 12, tzinfo=UTC))

    assert by_risk(history)[cause_of(late)] == stratum


def test_two_that_are_alike_are_irregular() -> None:
    twin, other = (a_visit(name, date(2024, 10, 23), "sl-014", "3") for name in ("v-1", "v-2"))
    history = with_one_more(twin)
    history.tell(OWN, other)

    found = {drawn.expenditure.of: drawn.expenditure.risks for drawn in sampled(history, size=1000).drawn}

    assert "like-another" in found[cause_of(twin)]
    assert "like-another" in found[cause_of(other)]


def test_the_trail_goes_from_the_plan_to_the_certificate() -> None:
    (drawn,) = [drawn for drawn in sampled().drawn if drawn.expenditure.of == Cause("cost", ("c-3",))]

    kinds = [step.kind for step in drawn.trail.steps]
    assert list(dict.fromkeys(kinds)) == [
        "plan", "agreement", "expenditure", "report", "review", "judgement", "invoice", "release", "payment",
        "certificate",
    ]  # fmt: skip
    assert drawn.trail.missing == ("evidence",)


def test_a_document_that_was_filed_is_on_the_trail() -> None:
    filed = EvidenceFiled(of=DESPITE, on=date(2025, 2, 1), file_name="v.pdf", digest="0" * 64, by="u-7")
    history = with_one_more(filed)

    (drawn,) = [drawn for drawn in sampled(history).drawn if drawn.expenditure.of == DESPITE]

    assert ("evidence", history.newest()) in [(step.kind, step.position) for step in drawn.trail.steps]
    assert drawn.trail.missing == ()


def test_before_the_report_the_trail_ends_there() -> None:
    early = expenditure_sample(HISTORY, size=3, seed="x", as_at=AsAt(happened=date(2024, 2, 28)))

    assert early.drawn[0].trail.missing == (
        "evidence", "report", "review", "judgement", "release", "payment", "certificate",
    )  # fmt: skip


def test_only_the_days_asked_for_are_drawn_from() -> None:
    since, until = date(2024, 4, 1), date(2024, 8, 31)

    sample = expenditure_sample(HISTORY, size=1000, seed="x", since=since, until=until)

    assert {since <= drawn.expenditure.on <= until for drawn in sample.drawn} == {True}
    assert len(sample.drawn) < len(sampled(size=1000).drawn)


def test_nothing_to_draw_from_is_said_so() -> None:
    with pytest.raises(NotFound, match="no expenditure was recorded"):
        expenditure_sample(HISTORY, size=3, seed="x", since=date(2030, 1, 1))
    with pytest.raises(NotFound, match="no events for deployment d-9"):
        expenditure_sample(HISTORY, ("d-9",), size=3, seed="x")
    with pytest.raises(BadInput, match="1 or more"):
        expenditure_sample(HISTORY, size=0, seed="x")


@given(size=st.integers(1, 40), seed=st.text())
def test_as_many_are_drawn_as_were_asked_for(size: int, seed: str) -> None:
    sample = sampled(size=size, seed=seed)

    count = sum(stratum.count for stratum in sample.strata)
    assert len(sample.drawn) == sum(stratum.drawn for stratum in sample.strata) == min(size, count)
    for stratum in sample.strata:
        drawn = [each.expenditure for each in sample.drawn if each.stratum == stratum.stratum]
        assert len(drawn) == stratum.drawn <= stratum.count
        assert sum(each.eligible.value for each in drawn) == stratum.drawn_eligible.value


def test_one_of_the_irregular_is_drawn_before_the_usual() -> None:
    drawn = [strata(sampled(size=5, seed=str(seed))) for seed in range(20)]

    assert all(DESPITE in strata_of_it for strata_of_it in drawn)
    assert len({tuple(strata_of_it) for strata_of_it in drawn}) > 10

"""A programme file that contradicts itself is refused when it is read."""

import datetime as dt
from importlib import resources
from typing import Any

import attrs
import pytest

from s2ss_core.errors import BadInput
from s2ss_core.programmes import Flow, Programme, Rhythm, TermSpan, find, loads, shipped
from s2ss_core.programmes.consistency import inconsistencies
from s2ss_core.values import Days, Money

EXCEED = find("exceed-2023")
LLF = find("llf-2019")
SPRING, SUMMER, AUTUMN = EXCEED.terms
EXTERNAL, INTERNAL, SELF_FUNDED = EXCEED.funding
FLOW_DOWN = EXCEED.signatories[0]
HUBS = find("tdt-cpd-hubs")
AUDIT, COACHING, *_ = HUBS.rhythms


def setting(of: Any, value: Any) -> Any:
    return attrs.evolve(of, value=value)


@pytest.mark.parametrize("programme", shipped(), ids=lambda programme: programme.name)
def test_the_shipped_programmes_agree_with_themselves(programme: Programme) -> None:
    assert list(inconsistencies(programme)) == []


@pytest.mark.parametrize(
    ("terms", "said"),
    (
        ((), "terms: the terms end before 1 January"),
        ((SPRING, SUMMER), "terms: the terms end before 1 September"),
        ((SUMMER, AUTUMN), "terms: summer must begin on 1 January"),
        ((SPRING, AUTUMN), "terms: autumn must begin on 1 April"),
        ((SPRING, SUMMER, SUMMER, AUTUMN), "terms: 'summer' occurs more than once"),
        ((attrs.evolve(SPRING, last_day=30), SUMMER, AUTUMN), "terms: summer must begin on 31 March"),
        ((attrs.evolve(SPRING, last_month=4), SUMMER, AUTUMN), "begins or ends on a day that 2024 does not"),
        ((SPRING, attrs.evolve(SUMMER, first_day=2), AUTUMN), "terms: summer must begin on 1 April"),
        ((SPRING, SUMMER, attrs.evolve(AUTUMN, last_day=30)), "terms: the terms end before 31 December"),
        ((attrs.evolve(SPRING, first_month=0), SUMMER, AUTUMN), "begins or ends on a day that 2024 does"),
        (
            (
                attrs.evolve(SPRING, last_month=1, last_day=1),
                attrs.evolve(SUMMER, first_month=1, first_day=2),
                AUTUMN,
            ),
            "terms: spring must begin on 1 January and end later",
        ),
        (
            (
                TermSpan(season="spring", first_month=1, first_day=1, last_month=2, last_day=28),
                TermSpan(season="summer", first_month=3, first_day=1, last_month=8, last_day=31),
                AUTUMN,
            ),
            "terms: summer must begin on 29 February",
        ),
        (
            (
                TermSpan(season="spring", first_month=1, first_day=1, last_month=2, last_day=28),
                TermSpan(season="summer", first_month=2, first_day=29, last_month=8, last_day=31),
                AUTUMN,
            ),
            "summer begins or ends on a day that 2023 does not have",
        ),
    ),
)
def test_terms_that_do_not_share_out_the_year_are_refused(terms: tuple[TermSpan, ...], said: str) -> None:
    assert any(said in text for text in inconsistencies(attrs.evolve(EXCEED, terms=terms)))


def test_terms_may_be_written_in_any_order() -> None:
    assert list(inconsistencies(attrs.evolve(EXCEED, terms=(AUTUMN, SPRING, SUMMER)))) == []


RATE = EXCEED.rates[0]
A_DAY = dt.date(2024, 9, 2)
JUDGED_BY_QA_LEAD = attrs.evolve(EXTERNAL, qa_lead_independent=False)
WITH_AN_INDEPENDENT_QA_LEAD = attrs.evolve(EXTERNAL, judges=("broker",))
FREE = attrs.evolve(LLF.rates[0].splits[0], leg="instalment", amount=Money(0))
INSTALMENT, KEPT = EXTERNAL.flows[1], LLF.funding[0].flows[2]


def with_flows(*flows: Flow, **more: Any) -> dict[str, Any]:
    """External funding with these flows; changes of a programme."""
    return {"funding": (attrs.evolve(EXTERNAL, flows=flows, **more),)}


FIRST_YEAR = attrs.evolve(RATE, since=dt.date(2023, 9, 1), until=dt.date(2024, 8, 31))


@pytest.mark.parametrize(
    ("changes", "said"),
    (
        (
            {"rates": (attrs.evolve(RATE, until=dt.date(2023, 8, 31)),)},
            "rates[0].until: expected a day on or after since, 2023-09-01",
        ),
        (
            {"rates": (FIRST_YEAR, attrs.evolve(RATE, since=dt.date(2024, 8, 31)))},
            "rates[1]: in force together with rates[0] for the same unit and band",
        ),
        ({"rates": (RATE, RATE)}, "rates[1]: in force together with rates[0] for the same unit and band"),
        ({"rates": (attrs.evolve(RATE, amount=Money(-1)),)}, "rates[0]: expected no negative sum"),
        (
            {"rates": (attrs.evolve(RATE, head="capital"),)},
            "rates[0].head: 'capital' has a rate and is among",
        ),
        (
            {"rates": (attrs.evolve(LLF.rates[0], splits=LLF.rates[0].splits[:1]),)},
            "rates[0].splits: expected parts that add up to £350.00",
        ),
        (
            {"rates": (attrs.evolve(LLF.rates[0], splits=LLF.rates[0].splits[1:] * 2),)},
            "rates[0].splits: 'retained' occurs more than once",
        ),
        (
            {"rates": (LLF.rates[0],)},
            "rates[0].splits: 'home-school-share' is the id of no share among the flows",
        ),
        (with_flows(INSTALMENT, INSTALMENT), "funding[0].flows: 'instalment' occurs more than once"),
        (with_flows(EXTERNAL.flows[0]), "funding[0].flows: expected a share: somebody is paid, or keeps"),
        (with_flows(KEPT), "funding[0].flows: expected a share with the id 'instalment'"),
        (
            with_flows(attrs.evolve(INSTALMENT, paid_to=())),
            "funding[0].flows[0]: expected paid_by, paid_to and how with one entry or more each",
        ),
        (
            with_flows(INSTALMENT, attrs.evolve(KEPT, kind="onward")),
            "funding[0].flows[1].how: only a share is 'retained'",
        ),
        (
            with_flows(attrs.evolve(INSTALMENT, how=("grant-payment",))),
            "funding[0].flows[0].how: only a leg of the award is settled by 'grant-payment'",
        ),
        (
            with_flows(INSTALMENT, payees=("home-school", "broker")),
            "funding[0].payees: broker are not among those whom a share pays",
        ),
        ({"capacity": EXCEED.capacity[:1] * 2}, "capacity: 'day' occurs more than once"),
        ({"charges": EXCEED.charges[:1] * 2}, "charges: 'half-day' occurs more than once"),
        (
            {"signatories": EXCEED.signatories * 2},
            "signatories: 'flow-down-contract' occurs more than once",
        ),
        ({"funding": EXCEED.funding[:1] * 2}, "funding: 'external' occurs more than once"),
        ({"funding": ()}, "funding: expected at least one kind of funding"),
        (
            {"signatories": (attrs.evolve(FLOW_DOWN, where_applicable=("broker",)),)},
            "signatories[0].where_applicable: broker are not among the parties",
        ),
        (
            {"signatories": (attrs.evolve(FLOW_DOWN, where_applicable=("payee",)),)},
            "signatories[0].where_applicable: expected a party that always signs",
        ),
        (
            {"funding": (attrs.evolve(EXTERNAL, further_agreements=("contract",)),)},
            "funding[0].further_agreements: signatories must say who signs 'contract'",
        ),
        (
            {"funding": (attrs.evolve(EXTERNAL, further_agreements=("flow-down-contract",)),)},
            "funding[0].further_agreements: 'flow-down-contract' occurs more than once",
        ),
        ({"signatories": ()}, "funding[0].agreement: signatories must say who signs 'flow-down-contract'"),
        (
            {"capacity": (attrs.evolve(EXCEED.capacity[0], days=Days("1.5")),)},
            "capacity[0].days: one day takes more than cap.most_in_a_visit.value",
        ),
        (
            {"duration": attrs.evolve(EXCEED.duration, fewest_terms=7)},
            "duration: expected 1 ≤ fewest_terms ≤ most_terms",
        ),
        (
            {"duration": attrs.evolve(EXCEED.duration, fewest_terms=0)},
            "duration: expected 1 ≤ fewest_terms ≤ most_terms",
        ),
        (
            {"reports": attrs.evolve(EXCEED.reports, interim_from_terms=0)},
            "reports.interim_from_terms: expected terms, 1 or more",
        ),
        (
            {"cap": attrs.evolve(EXCEED.cap, most_in_a_visit=setting(EXCEED.cap.most_in_a_visit, Days(16)))},
            "cap.most_in_a_visit.value: expected no more than cap.days.value",
        ),
        (
            {
                "lead_times": attrs.evolve(
                    EXCEED.lead_times, review_minutes=setting(EXCEED.lead_times.review_minutes, 0)
                )
            },
            "lead_times.review_minutes.value: expected minutes, 1 or more",
        ),
        (
            {
                "lead_times": attrs.evolve(
                    EXCEED.lead_times,
                    report_shared_before_review=setting(EXCEED.lead_times.review_minutes, -1),
                )
            },
            "lead_times: expected working days, 0 to 260",
        ),
        (
            {"uses": attrs.evolve(EXCEED.uses, unusual=setting(EXCEED.uses.unusual, ()))},
            "uses: 'cover' must be among permitted, unusual or never",
        ),
        (
            {"uses": attrs.evolve(EXCEED.uses, unusual=setting(EXCEED.uses.unusual, ("cover", "capital")))},
            "uses: 'capital' occurs more than once",
        ),
        (
            {"funding": (attrs.evolve(EXTERNAL, judges=()),)},
            "funding[0].gates: 'progress-judged' can never be passed without judges",
        ),
        (
            {"funding": (attrs.evolve(EXTERNAL, payees=()),)},
            "funding[0].gates: 'payee-role' can never be passed without payees",
        ),
        (
            {"funding": (attrs.evolve(EXTERNAL, agreement=None),)},
            "funding[0].gates: 'agreement-signed' can never be passed without agreement",
        ),
        (
            {"funding": (attrs.evolve(EXTERNAL, needs_award=False),)},
            "funding[0].gates: 'within-allocation' can never be passed without needs_award",
        ),
        (
            {"funding": (attrs.evolve(EXTERNAL, last_gates=("review-held",)),)},
            "funding[0].last_gates: review-held are already gates of every instalment",
        ),
        (
            {"funding": (attrs.evolve(EXTERNAL, last_gates=("review-held", "plan-approved")),)},
            "funding[0].last_gates: plan-approved, review-held are already gates of every instalment",
        ),
        (
            {"rates": (FIRST_YEAR, attrs.evolve(RATE, until=FIRST_YEAR.since))},
            "rates[1]: in force together with rates[0] for the same unit and band",
        ),
        (
            {"funding": (attrs.evolve(EXTERNAL, approver=None),)},
            "funding[0].approver is missing: say who approves the plan, or write plan = false",
        ),
        ({"rhythms": (COACHING, AUDIT, COACHING)}, "rhythms: 'coaching' occurs more than once"),
        *(
            (
                {"funding": (attrs.evolve(terms, qa_lead_required=False),)},
                "funding[0].qa_lead_required: expected true where a QA Lead must be independent or judges",
            )
            for terms in (EXTERNAL, JUDGED_BY_QA_LEAD, WITH_AN_INDEPENDENT_QA_LEAD)
        ),
    ),
)
def test_parts_that_contradict_one_another_are_named(changes: dict[str, Any], said: str) -> None:
    assert any(text.startswith(said) for text in inconsistencies(attrs.evolve(EXCEED, **changes)))


def test_a_rate_may_follow_the_one_before_it_on_the_next_day() -> None:
    rates = (FIRST_YEAR, attrs.evolve(RATE, since=dt.date(2024, 9, 1)))

    assert list(inconsistencies(attrs.evolve(EXCEED, rates=rates))) == []


def test_loading_a_file_checks_that_its_parts_agree() -> None:
    text = (resources.files("s2ss_core.programmes") / "exceed-2023.toml").read_text("utf-8")

    with pytest.raises(BadInput, match=r"^ours\.toml: terms: summer must begin on 31 March"):
        loads(text.replace("last_month = 3\nlast_day = 31", "last_month = 3\nlast_day = 30"), "ours.toml")


def test_the_last_numbers_that_agree_agree() -> None:
    notice, reports = EXCEED.lead_times, EXCEED.reports
    shared, updated = notice.report_shared_before_review, notice.report_updated_after_review
    at_the_bounds = attrs.evolve(
        EXCEED,
        cap=attrs.evolve(
            EXCEED.cap, most_in_a_visit=setting(EXCEED.cap.most_in_a_visit, EXCEED.cap.days.value)
        ),
        duration=attrs.evolve(EXCEED.duration, fewest_terms=1, most_terms=1),
        rates=(attrs.evolve(RATE, amount=Money(0), splits=(FREE,), since=A_DAY, until=A_DAY),),
        lead_times=attrs.evolve(
            notice,
            report_shared_before_review=attrs.evolve(shared, value=0),
            report_updated_after_review=attrs.evolve(updated, value=260),
            review_minutes=attrs.evolve(notice.review_minutes, value=1),
        ),
        reports=attrs.evolve(reports, interim_from_terms=1),
    )

    assert list(inconsistencies(at_the_bounds)) == []


def test_the_error_of_terms_with_a_gap_says_why_gaps_are_not_allowed() -> None:
    (said,) = inconsistencies(attrs.evolve(EXCEED, terms=EXCEED.terms[1:]))

    assert said.endswith(" and end later, so that the terms cover the year without gap or overlap")


@pytest.mark.parametrize("given", ({}, {"weeks": 4, "months": 1}, {"weeks": -4}), ids=str)
def test_a_qa_day_is_due_after_one_length_of_time(given: dict[str, int]) -> None:
    institute = find("exceed-institute")
    external, *others = institute.funding
    brokerage, *days = external.qa_days
    lengths: Any = {"weeks": 0, **given}
    wrong = attrs.evolve(external, qa_days=(attrs.evolve(brokerage, **lengths), *days))

    assert list(inconsistencies(attrs.evolve(institute, funding=(wrong, *others)))) == [
        "funding[0].qa_days[0]: say how long by one of weeks, months and terms, above 0"
    ]


def test_a_purpose_has_one_qa_day() -> None:
    institute = find("exceed-institute")
    external, *others = institute.funding
    twice = attrs.evolve(external, qa_days=(*external.qa_days, external.qa_days[0]))

    assert list(inconsistencies(attrs.evolve(institute, funding=(twice, *others)))) == [
        "funding[0].qa_days: 'brokerage' occurs more than once"
    ]


@pytest.mark.parametrize(
    ("key", "fields"),
    (
        ("approver", {"approver": "broker"}),
        ("plan_kinds", {"plan_kinds": ("briefing-paper",)}),
        ("plan_agreed_at", {"plan_agreed_at": "brokerage"}),
        ("scheduled_by", {"scheduled_by": "plan"}),
        ("gates", {"gates": ("plan-approved",)}),
        ("gates", {"last_gates": ("plan-approved",)}),
    ),
)
def test_where_there_is_no_plan_nothing_is_asked_of_it(key: str, fields: dict[str, Any]) -> None:
    wrong = attrs.evolve(HUBS, funding=(attrs.evolve(HUBS.funding[0], **fields),))

    assert f"funding[0].{key}: expected nothing of a plan here, because plan = false" in "".join(
        inconsistencies(wrong)
    )


@pytest.mark.parametrize(
    ("rhythm", "fields", "said"),
    (
        (COACHING, {"every": "once"}, "rhythms[0].every: expected week, fortnight, term or year"),
        (COACHING, {"unit": "hour"}, "rhythms[0]: give unit and quantity together, or neither"),
        (COACHING, {"quantity": Days(1)}, "rhythms[0]: give unit and quantity together, or neither"),
        (COACHING, {"priorities": 2}, "rhythms[0].priorities: expected none"),
        (AUDIT, {"priorities": -1}, "rhythms[0].priorities: expected a number of priorities, 0 or more"),
        (AUDIT, {"people": ("cpd-leader",)}, "rhythms[0]: expected neither people nor unit"),
        (AUDIT, {"unit": "day", "quantity": Days(1)}, "rhythms[0]: expected neither people nor unit"),
    ),
)
def test_a_rhythm_agrees_with_itself(rhythm: Rhythm, fields: dict[str, Any], said: str) -> None:
    (text,) = inconsistencies(attrs.evolve(HUBS, rhythms=(attrs.evolve(rhythm, **fields),)))

    assert text.startswith(said)

"""The programmes that lifecycles are played under: those shipped, and two of somebody's own."""

from itertools import starmap
from pathlib import Path

import attrs

from s2ss_core.programmes import (
    AskedChecklist,
    Programme,
    find,
    items_of,
    loads,
    shipped,
    shipped_checklists,
)
from s2ss_core.values import ChecklistStage, FundingKind, Money, Role

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-programme.md"
NORTH_TRUST = loads(PAGE.read_text("utf-8").split("```toml\n")[1].split("```")[0], "north-trust.toml")


ASKED: tuple[tuple[str, ChecklistStage, Role], ...] = (
    ("npqel-implementation-plan", "plan", "headteacher"),
    ("npqel-implementation-delivery", "review", "headteacher"),
    ("qa-confidence", "judgement", "director-of-school-improvement"),
    ("qa-confidence", "plan", "director-of-school-improvement"),
    ("npqel-accountability", "certificate", "accounting-officer"),
)


def asked(checklist: str, at: ChecklistStage, role: Role) -> AskedChecklist:
    """A list of which every item refuses."""
    refuses = tuple(item.id for item in items_of(shipped_checklists(), checklist))
    return AskedChecklist(
        checklist=checklist, at=at, answered_by=(role,), refuses=refuses, source="choice: everything"
    )


def coast() -> Programme:
    """A programme that differs wherever it may: half days, other judges and payees, an award, no invoices, checklists."""
    exceed = find("exceed-2023", "V7")
    external = exceed.funding[0]
    half_days = tuple(capacity for capacity in exceed.capacity if capacity.unit == "half-day")
    price = attrs.evolve(exceed.rates[0], unit="half-day", amount=Money("210.00"), band="nle")
    everything = (*exceed.uses.permitted.value, *exceed.uses.unusual.value)
    uses = attrs.evolve(
        exceed.uses,
        permitted=attrs.evolve(exceed.uses.permitted, value=()),
        unusual=attrs.evolve(exceed.uses.unusual, value=everything),
    )
    funding = attrs.evolve(
        external,
        approver="director-of-school-improvement",
        judges=("director-of-school-improvement", "funder"),
        payees=("supported-school",),
        flows=tuple(
            attrs.evolve(flow, paid_to=("supported-school",)) if flow.id == "instalment" else flow
            for flow in external.flows
        ),
        foundations=False,
        gates=(
            "report-exists",
            "review-held",
            "progress-judged",
            "term-ended",
            "within-eligible",
            "within-allocation",
        ),
        last_gates=("certificate-returned", "payee-role"),
        agreement="support-agreement",
        checklists=tuple(starmap(asked, ASKED)),
    )
    reports = attrs.evolve(
        exceed.reports,
        final_authors=("system-leader", "governor"),
        review_led_by=("chair",),
        shared_before_review_with=("chair", "trust"),
    )
    notice = attrs.evolve(exceed.lead_times.report_shared_before_review, value=8)
    return attrs.evolve(
        exceed,
        name="coast",
        version="1",
        effective_from=exceed.effective_from.replace(year=2025),
        capacity=half_days,
        charges=(),
        rates=(price,),
        uses=uses,
        reports=reports,
        lead_times=attrs.evolve(exceed.lead_times, report_shared_before_review=notice),
        funding=(funding,),
        checklists=shipped_checklists(),
    )


COAST = coast()
ALONG_SEVERAL_LEGS = {("exceed-institute", "external")}
"""The plain model releases along one leg: `tests/scenarios/test_case_three.py` plays what is released along several."""
PROGRAMMES: tuple[tuple[Programme, FundingKind], ...] = tuple(
    (programme, terms.kind)
    for programme in (*shipped(), NORTH_TRUST, COAST)
    for terms in programme.funding
    if (programme.name, terms.kind) not in ALONG_SEVERAL_LEGS
)

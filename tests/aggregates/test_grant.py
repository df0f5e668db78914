from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pytest

from s2ss_core.aggregates.award_use import AwardUse
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.grant import (
    Grant,
    allocate_grant,
    award_grant,
    evolve,
    receive_grant,
    release_allocation,
    reopen_award,
    repay_grant,
    replay,
    vary_award,
)
from s2ss_core.aggregates.usage_returns import Drawn, submit_usage_return
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AllocationReturned,
    AwardClosed,
    AwardReopened,
    AwardVaried,
    GrantAllocated,
    GrantAwarded,
    GrantEvent,
    GrantReceived,
    GrantReturned,
    PurposeLimit,
    UsageReturned,
)
from s2ss_core.testing.given import given
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Money, Organisation
from tests.aggregates.cases import Case
from tests.aggregates.histories import BROKER, THE_OFFICER, VISIT, changed, codes, pounds

AWARDED = GrantAwarded(
    grant="g-1",
    on=date(2023, 11, 6),
    funder=Organisation(id="dfe", kind="department", member_of_broker=False),
    holder=BROKER,
    reference="SI-2023-114",
    amount=pounds(20_000),
    available_from=date(2023, 11, 1),
    available_to=date(2025, 3, 31),
    purposes=(PurposeLimit(purpose="quality-assurance", amount=pounds(2000)),),
)
VARIED = AwardVaried(variation="var-1", on=date(2024, 1, 8), direction="less", amount=pounds(9000))
RECEIVED = GrantReceived(tranche="t-1", on=date(2023, 12, 1), amount=pounds(15_000))
ALLOCATED = GrantAllocated(
    allocation="a-1", on=date(2023, 11, 14), deployment="d-1", purpose="support", amount=pounds(11_000)
)
FOR_QUALITY = changed(
    ALLOCATED, allocation="a-2", deployment=None, purpose="quality-assurance", amount=pounds(1500)
)
OWN_QUALITY = changed(FOR_QUALITY, allocation="a-4", deployment="d-1")
ALLOCATION_RETURNED = AllocationReturned(
    returning="r-1", allocation="a-1", on=date(2024, 7, 19), amount=pounds(1000)
)
RETURNED = GrantReturned(reference="BACS-9", on=date(2025, 4, 1), amount=pounds(9000), cause="unspent")
USAGE_RETURNED = UsageReturned(
    year="2023-24",
    digest="sha256:0",
    on=date(2024, 5, 1),
    covers_from=date(2023, 4, 1),
    covers_to=date(2024, 3, 31),
    size=40,
)
CLOSED = AwardClosed(grant="g-1", on=date(2025, 4, 30), by=THE_OFFICER)


def after(*events: GrantEvent) -> Grant:
    grant = replay((AWARDED, *events))
    assert grant is not None
    return grant


OVERPAID = after(RECEIVED, VARIED)  # 15,000 received, 11,000 awarded
RECALLED = changed(RETURNED, reference="BACS-8", cause="recalled", amount=pounds(4000))


def allocating(
    *history: GrantEvent,
    of_this_award: bool = True,
    others: Mapping[str, frozenset[str]] = MappingProxyType({}),
    **otherwise: object,
) -> Decision[GrantEvent]:
    fact = changed(ALLOCATED, **otherwise)
    return allocate_grant(after(*history), fact, of_this_award=of_this_award, others=others)


def for_quality(*history: GrantEvent, amount: Money) -> Decision[GrantEvent]:
    return allocate_grant(
        after(*history), changed(FOR_QUALITY, amount=amount), of_this_award=False, others={}
    )


def giving_back(
    *history: GrantEvent, approved: Money = pounds(10_000), eligible: Money = Money(0), **otherwise: object
) -> Decision[GrantEvent]:
    fact = changed(ALLOCATION_RETURNED, **otherwise)
    use = AwardUse(eligible=eligible, committed=Money(max(0, approved - eligible)))
    return release_allocation(after(*history), fact, use=use)


def repaying(*history: GrantEvent, eligible: Money = Money(0), **otherwise: object) -> Decision[GrantEvent]:
    return repay_grant(after(*history), changed(RETURNED, **otherwise), eligible=eligible)


def recalling(grant: Grant, amount: Money) -> Decision[GrantEvent]:
    return repay_grant(grant, changed(RECALLED, amount=amount), eligible=Money(0))


REOPENED = AwardReopened(
    reopening="ro-1",
    on=date(2025, 5, 1),
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
    reason="A tranche came late.",
)


def reopening(*history: GrantEvent, **otherwise: object) -> Decision[GrantEvent]:
    return reopen_award(after(*history), changed(REOPENED, **otherwise))


ANOTHER = {"g-2": frozenset({"2"})}
DRAWN = Drawn(years=("2023-24 (2023-04-01 to 2024-03-31)",), digest="sha256:0", least=2, newest=40)


def returned(**otherwise: object) -> Decision[GrantEvent]:
    return submit_usage_return(after(), changed(USAGE_RETURNED, **otherwise), drawn=DRAWN)


CASES = (
    Case(
        code="S2SS-G22",
        when="a deployment draws on two awards and the allocation names no line",
        broken=lambda: allocating(others=ANOTHER),
        kept=lambda: allocating(others=ANOTHER, lines=("1",)),
    ),
    Case(
        code="S2SS-G23",
        when="another award bears a line that the allocation names",
        broken=lambda: allocating(others=ANOTHER, lines=("1", "2")),
        kept=lambda: allocating(others=ANOTHER, lines=("1", "3")),
    ),
    Case(
        code="S2SS-G22",
        when="an earlier allocation that names its lines is for another deployment",
        broken=lambda: allocating(
            changed(ALLOCATED, amount=pounds(10), deployment="d-2", lines=("1",)), others=ANOTHER
        ),
        kept=lambda: allocating(changed(ALLOCATED, amount=pounds(10), lines=("1",)), others=ANOTHER),
    ),
    Case(
        code="S2SS-G11",
        when="all of it is needed",
        broken=lambda: giving_back(ALLOCATED, approved=pounds(11_000), amount=Money(1)),
        kept=lambda: giving_back(ALLOCATED, approved=Money(1_099_999), amount=Money(1)),
    ),
    Case(
        code="S2SS-G80",
        when="the return is of a single day that is no year of the award",
        broken=lambda: returned(covers_to=date(2023, 4, 1)),
        kept=returned,
    ),
    Case(
        code="S2SS-G81",
        when="the digest is of another document, drawn when the award had just been recorded",
        broken=lambda: returned(size=DRAWN.least, digest="sha256:1"),
        kept=lambda: returned(size=DRAWN.least),
    ),
    Case(
        code="S2SS-E17",
        when="an award is opened again that is open",
        broken=lambda: reopening(CLOSED, REOPENED, reopening="ro-2"),
        kept=lambda: reopening(CLOSED),
    ),
    Case(
        code="S2SS-E18",
        when="one person alone opens an award again",
        broken=lambda: reopening(CLOSED, agreed_by=person("u-1")),
        kept=lambda: reopening(CLOSED),
    ),
    Case(
        code="S2SS-G05",
        when="a tranche comes in after an award was closed, and before it is opened again",
        broken=lambda: receive_grant(after(CLOSED), RECEIVED),
        kept=lambda: receive_grant(after(CLOSED, REOPENED), RECEIVED),
    ),
    Case(
        code="S2SS-G01",
        when="a penny more is set aside than is free",
        broken=lambda: allocating(amount=Money(2_000_001)),
        kept=lambda: allocating(amount=Money(2_000_000)),
    ),
    Case(
        code="S2SS-G01",
        when="what is set aside and what went back leave too little",
        broken=lambda: allocating(ALLOCATED, RETURNED, allocation="a-3", amount=Money(1)),
        kept=lambda: allocating(ALLOCATED, allocation="a-3", amount=pounds(9000)),
    ),
    Case(
        code="S2SS-G01",
        when="nothing is set aside",
        broken=lambda: allocating(amount=Money(0)),
        kept=lambda: allocating(amount=Money(1)),
    ),
    Case(
        code="S2SS-G02",
        when="a purpose would get more than the award's limit for it",
        broken=lambda: for_quality(amount=Money(200_001)),
        kept=lambda: for_quality(amount=Money(200_000)),
    ),
    Case(
        code="S2SS-G02",
        when="an earlier allocation leaves too little of a purpose's limit",
        broken=lambda: for_quality(changed(FOR_QUALITY, allocation="a-0"), amount=Money(50_001)),
        kept=lambda: for_quality(changed(FOR_QUALITY, allocation="a-0"), amount=Money(50_000)),
    ),
    Case(
        code="S2SS-G03",
        when="tranches come to a penny more than the award",
        broken=lambda: receive_grant(
            after(RECEIVED), changed(RECEIVED, tranche="t-2", amount=Money(500_001))
        ),
        kept=lambda: receive_grant(after(RECEIVED), changed(RECEIVED, tranche="t-2", amount=Money(500_000))),
    ),
    Case(
        code="S2SS-G03",
        when="nothing arrives",
        broken=lambda: receive_grant(after(), changed(RECEIVED, amount=Money(0))),
        kept=lambda: receive_grant(after(), RECEIVED),
    ),
    Case(
        code="S2SS-G04",
        when="the award is varied below what is set aside",
        broken=lambda: vary_award(after(ALLOCATED), changed(VARIED, amount=Money(900_001))),
        kept=lambda: vary_award(after(ALLOCATED), VARIED),
    ),
    Case(
        code="S2SS-G11",
        when="what is eligible would go back after support has ended",
        broken=lambda: giving_back(
            ALLOCATED, approved=Money(0), eligible=pounds(9500), amount=Money(150_001)
        ),
        kept=lambda: giving_back(ALLOCATED, approved=Money(0), eligible=pounds(9500), amount=Money(150_000)),
    ),
    Case(
        code="S2SS-G11",
        when="a plan needs what would go back to the award",
        broken=lambda: giving_back(ALLOCATED, amount=Money(100_001)),
        kept=lambda: giving_back(ALLOCATED, amount=Money(100_000)),
    ),
    Case(
        code="S2SS-G11",
        when="more would go back than the allocation still holds",
        broken=lambda: giving_back(
            ALLOCATED, ALLOCATION_RETURNED, approved=Money(0), on=date(2024, 7, 20), amount=Money(1_000_001)
        ),
        kept=lambda: giving_back(
            ALLOCATED, ALLOCATION_RETURNED, approved=Money(0), on=date(2024, 7, 20), amount=Money(1_000_000)
        ),
    ),
    Case(
        code="S2SS-G04",
        when="more is returned to the funder than is free",
        broken=lambda: repaying(RECEIVED, ALLOCATED, amount=Money(900_001)),
        kept=lambda: repaying(RECEIVED, ALLOCATED),
    ),
    Case(
        code="S2SS-G12",
        when="more is returned to the funder than was received beyond eligible cost",
        broken=lambda: repaying(RECEIVED, ALLOCATED, eligible=pounds(6500), amount=Money(850_001)),
        kept=lambda: repaying(RECEIVED, ALLOCATED, eligible=pounds(6500), amount=Money(850_000)),
    ),
    Case(
        code="S2SS-G12",
        when="what was received was returned before",
        broken=lambda: repaying(
            RECEIVED, RETURNED, eligible=pounds(5000), reference="BACS-10", amount=Money(100_001)
        ),
        kept=lambda: repaying(
            RECEIVED, RETURNED, eligible=pounds(5000), reference="BACS-10", amount=Money(100_000)
        ),
    ),
    Case(
        code="S2SS-G12",
        when="less was received than is eligible",
        broken=lambda: repaying(RECEIVED, eligible=pounds(16_000), amount=Money(1)),
        kept=lambda: repaying(RECEIVED, eligible=pounds(14_999), amount=pounds(1)),
    ),
    Case(
        code="S2SS-G11",
        when="the deployment has another allocation, which is not for the support that its plan needs",
        broken=lambda: giving_back(ALLOCATED, OWN_QUALITY, amount=Money(100_001)),
        kept=lambda: giving_back(ALLOCATED, OWN_QUALITY, amount=Money(100_000)),
    ),
    Case(
        code="S2SS-G05",
        when="a closed award is set aside",
        broken=lambda: allocating(CLOSED),
        kept=allocating,
    ),
    Case(
        code="S2SS-G05",
        when="a closed award receives a tranche",
        broken=lambda: receive_grant(after(CLOSED), RECEIVED),
        kept=lambda: receive_grant(after(), RECEIVED),
    ),
    Case(
        code="S2SS-G05",
        when="a closed award is varied",
        broken=lambda: vary_award(after(CLOSED), changed(VARIED, direction="more")),
        kept=lambda: vary_award(after(), changed(VARIED, direction="more")),
    ),
    Case(
        code="S2SS-G05",
        when="an allocation of a closed award is given back",
        broken=lambda: giving_back(ALLOCATED, CLOSED),
        kept=lambda: giving_back(ALLOCATED),
    ),
    Case(
        code="S2SS-G05",
        when="grant is returned under a closed award",
        broken=lambda: repaying(RECEIVED, CLOSED),
        kept=lambda: repaying(RECEIVED),
    ),
    Case(
        code="S2SS-G06",
        when="the deployment was not brokered under this award",
        broken=lambda: allocating(of_this_award=False),
        kept=lambda: allocating(of_this_award=True),
    ),
    Case(
        code="S2SS-G06",
        when="support is set aside for no deployment",
        broken=lambda: allocating(deployment=None),
        kept=lambda: allocating(of_this_award=False, deployment=None, purpose="co-ordination"),
    ),
    Case(
        code="S2SS-G07",
        when="an allocation is given back that was never made",
        broken=giving_back,
        kept=lambda: giving_back(ALLOCATED),
    ),
    Case(
        code="S2SS-G08",
        when="a variation has an amount that is neither more nor less",
        broken=lambda: vary_award(after(), changed(VARIED, direction=None)),
        kept=lambda: vary_award(after(), changed(VARIED, direction=None, amount=None)),
    ),
    Case(
        code="S2SS-G08",
        when="a variation is less of nothing",
        broken=lambda: vary_award(after(), changed(VARIED, amount=None)),
        kept=lambda: vary_award(after(), VARIED),
    ),
    Case(
        code="S2SS-G60",
        when="the award is varied to end the day before it begins",
        broken=lambda: vary_award(after(), changed(VARIED, available_to=date(2023, 10, 31))),
        kept=lambda: vary_award(after(), changed(VARIED, available_to=date(2023, 11, 1))),
    ),
    Case(
        code="S2SS-G09",
        when="a penny more is recalled than was received above the award",
        broken=lambda: recalling(OVERPAID, Money(400_001)),
        kept=lambda: recalling(OVERPAID, pounds(4000)),
    ),
    Case(
        code="S2SS-G09",
        when="money within the award is recalled",
        broken=lambda: recalling(after(RECEIVED), Money(1)),
        kept=lambda: recalling(OVERPAID, Money(1)),
    ),
    Case(
        code="S2SS-G10",
        when="a usage return ends before it begins",
        broken=lambda: submit_usage_return(
            after(), changed(USAGE_RETURNED, covers_from=date(2024, 4, 1), covers_to=date(2024, 3, 31))
        ),
        kept=lambda: submit_usage_return(after(), USAGE_RETURNED),
    ),
    Case(
        code="S2SS-G80",
        when="the return ends a day before its year",
        broken=lambda: returned(covers_to=date(2024, 3, 30)),
        kept=lambda: returned(covers_to=date(2024, 3, 31)),
    ),
    Case(
        code="S2SS-G81",
        when="the digest is of another document",
        broken=lambda: returned(digest="sha256:1"),
        kept=returned,
    ),
    Case(
        code="S2SS-G82",
        when="more entries are named than there are",
        broken=lambda: returned(size=41),
        kept=lambda: returned(size=40),
    ),
    Case(
        code="S2SS-G82",
        when="it is drawn from entries before the award",
        broken=lambda: returned(size=1),
        kept=lambda: returned(size=2),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    decision = case.kept()

    assert codes(decision) == []
    assert decision.events


def test_an_award_begins_its_history_and_counts_at_once() -> None:
    given().when(award_grant, AWARDED).then(AWARDED)
    assert award_grant(None, AWARDED).request == "record the award of grant g-1"


def test_free_is_what_is_neither_set_aside_nor_returned() -> None:
    assert after().free == pounds(20_000)
    assert after(ALLOCATED, FOR_QUALITY).free == pounds(7500)
    assert after(ALLOCATED, ALLOCATION_RETURNED).free == pounds(10_000)
    assert after(ALLOCATED, changed(RETURNED, amount=pounds(500))).free == pounds(8500)


def test_a_variation_makes_the_award_more_or_less() -> None:
    assert after(VARIED).amount == pounds(11_000)
    assert after(changed(VARIED, direction="more")).amount == pounds(29_000)


def test_a_variation_without_an_amount_leaves_the_award_as_it_is() -> None:
    assert after(changed(VARIED, direction=None, amount=None)).amount == pounds(20_000)


def test_what_the_funder_recalls_lowers_what_was_received_and_was_never_free() -> None:
    recalled = after(RECEIVED, VARIED, RECALLED)

    assert (recalled.received, recalled.returned, recalled.free) == (pounds(11_000), Money(0), pounds(11_000))


def test_what_was_returned_is_not_recalled_too() -> None:
    down = changed(VARIED, amount=pounds(16_000))
    there = after(RECEIVED, RETURNED, down)

    assert there.above_award == pounds(6000)  # 15,000 received, 9,000 of it returned, 4,000 awarded
    assert codes(recalling(there, Money(6000_01))) == ["S2SS-G09"]


def test_allocations_are_summed_by_purpose_and_by_deployment() -> None:
    other = changed(ALLOCATED, allocation="a-3", deployment="d-2", amount=pounds(3000))
    grant = after(ALLOCATED, FOR_QUALITY, other, ALLOCATION_RETURNED)

    assert grant.allocated() == pounds(14_500)
    assert grant.allocated(purpose="support") == pounds(13_000)
    assert grant.allocated(purpose="support", deployment="d-1") == pounds(10_000)
    assert grant.allocated(deployment="d-9") == Money(0)
    assert grant.left_of("a-1") == pounds(10_000)


def test_the_deployments_of_an_award_are_those_whose_support_it_set_something_aside_for() -> None:
    again, other = (
        changed(ALLOCATED, allocation=name, deployment=deployment, amount=pounds(100))
        for name, deployment in (("a-3", "D-1"), ("a-4", "d-2"))
    )
    for_its_quality = changed(OWN_QUALITY, allocation="a-5", deployment="d-3")

    grant = after(ALLOCATED, for_its_quality, FOR_QUALITY, other, again)

    assert grant.deployments == ("D-1", "d-2")


def test_a_return_of_what_there_is_not_is_not_asked_for_its_digest() -> None:
    assert codes(returned(size=41, digest="sha256:1")) == codes(returned(size=41))
    assert codes(returned(year="2024-25", digest="sha256:1")) == codes(returned(year="2024-25"))


def test_what_is_received_does_not_change_what_is_free() -> None:
    assert after(RECEIVED).received == pounds(15_000)
    assert after(RECEIVED).free == pounds(20_000)


def test_a_plan_holds_back_only_its_own_support() -> None:
    returned = giving_back(FOR_QUALITY, approved=pounds(10_000), allocation="a-2", amount=pounds(1500))

    assert codes(returned) == []


def test_two_allocations_to_one_deployment_hold_its_plan_together() -> None:
    more = changed(ALLOCATED, allocation="a-3", amount=pounds(1000))

    assert codes(giving_back(ALLOCATED, more, approved=pounds(10_000), amount=pounds(2000))) == []
    assert codes(giving_back(ALLOCATED, more, approved=pounds(10_000), amount=Money(200_001))) == ["S2SS-G11"]


def test_the_usage_of_a_year_is_returned_even_after_closing() -> None:
    given(AWARDED, CLOSED).when(submit_usage_return, USAGE_RETURNED).then(USAGE_RETURNED)
    assert after(USAGE_RETURNED).free == pounds(20_000)


def test_a_history_that_does_not_begin_with_the_award_cannot_have_happened() -> None:
    with pytest.raises(ImpossibleHistory, match="begins with GrantAwarded, not GrantReceived"):
        replay([RECEIVED])


def test_an_award_is_made_once() -> None:
    with pytest.raises(ImpossibleHistory, match="g-1 was awarded twice"):
        evolve(after(), AWARDED)


def test_an_event_of_a_deployment_does_not_belong_to_an_award() -> None:
    with pytest.raises(ImpossibleHistory, match="VisitLogged does not belong to an award"):
        evolve(after(), VISIT)  # type: ignore[arg-type]


def test_no_history_leaves_no_grant() -> None:
    assert replay([]) is None

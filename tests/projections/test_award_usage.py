from datetime import date

import attrs

from s2ss_core.events import (
    AllocationReturned,
    AwardVaried,
    GrantAllocated,
    GrantReceived,
    GrantReturned,
    deployment_stream,
)
from s2ss_core.projections import AWARD_USAGE, GRANT_USAGE, AwardUsage
from s2ss_core.values import Money
from tests.projections.figures import figures
from tests.projections.histories import History
from tests.projections.worked_example import (
    AWARD,
    LINES,
    allocated,
    approval,
    brokered,
    cost,
    plan,
    pounds,
    worked_example,
)

KEY = ("award", "g-1")
OTHER = deployment_stream("d-2")


def two_deployments(awards: tuple[str, ...] = ("g-1",)) -> History:
    history = worked_example()
    history.tell(
        AWARD, AwardVaried(variation="w-1", on=date(2023, 12, 1), direction="more", amount=pounds(9000))
    )
    history.tell(OTHER, brokered("d-2", awards))
    history.tell(AWARD, allocated(date(2024, 1, 5), 5000, "d-2"))
    history.tell(OTHER, plan(1, date(2024, 1, 8), LINES[1:3]))
    history.tell(OTHER, approval(1, date(2024, 1, 9)))
    history.tell(OTHER, cost("c-1", date(2024, 5, 1), 1000))
    return history


def usage(history: History) -> AwardUsage:
    return AWARD_USAGE.live(history, KEY)


def test_what_the_funder_recalled_is_no_longer_received_and_is_not_returned() -> None:
    history, on = two_deployments(), date(2024, 9, 2)
    history.tell(AWARD, GrantReceived(tranche="t-9", on=on, amount=pounds(500)))
    before = usage(history)
    history.tell(AWARD, GrantReturned(reference="R-9", on=on, amount=pounds(500), cause="recalled"))
    award = usage(history)

    assert award.received.value == before.received.value - pounds(500)
    assert award.amounts.returned.value == Money(0)
    assert award.amounts.unspent.value == before.amounts.unspent.value


def test_the_award_names_its_holder_and_the_certificates_it_asks_for() -> None:
    award = usage(worked_example()).award

    assert award is not None
    assert (award.holder.id, award.certificates) == ("exceed", "whole")


def test_an_award_is_used_by_all_the_deployments_it_went_to() -> None:
    award = usage(two_deployments())
    amounts = award.amounts

    assert [first.deployment for first in award.deployments] == ["d-1", "d-2"]
    assert amounts.awarded.value == pounds(20000)
    assert amounts.allocated.value == pounds(16000)
    assert (amounts.eligible.value, amounts.committed.value) == (pounds(12000), pounds(1000))
    assert amounts.unspent.value == pounds(7000)
    assert {cut.period: cut.eligible.value for cut in award.cuts.by_financial_year} == {
        "2023-24": pounds(6000),
        "2024-25": pounds(6000),
    }
    assert {cut.period: cut.approved and cut.approved.value for cut in award.cuts.by_term} == {
        "2024-spring": pounds(7000),
        "2024-summer": pounds(3000),
        "2024-autumn": pounds(3000),
        "2025-spring": Money(0),  # only the last release was made then
    }


def test_every_figure_of_several_deployments_comes_from_the_events_it_names() -> None:
    history = two_deployments()
    on = date(2025, 2, 1)
    history.tell(AWARD, AllocationReturned(returning="r-1", allocation="a-d-2", on=on, amount=pounds(3000)))
    history.tell(AWARD, GrantReturned(reference="R-1", on=on, amount=pounds(2000), cause="unspent"))

    for place, figure in figures(usage(history)):
        again = dict(figures(AWARD_USAGE.fold(KEY, history.only(figure.positions))))
        assert again[place].value == figure.value if figure.positions else figure.value == 0, place


def test_the_costs_of_one_deployment_are_in_no_figure_of_another() -> None:
    history = two_deployments()
    first, other = (GRANT_USAGE.live(history, ("deployment", name)).amounts for name in ("d-1", "d-2"))

    assert (first.eligible.value, other.eligible.value) == (pounds(11000), pounds(1000))
    assert (first.allocated.value, other.allocated.value) == (pounds(11000), pounds(5000))
    assert other.awarded.value == pounds(20000)


def test_money_that_came_in_and_went_back_is_shown() -> None:
    history = two_deployments()
    on = date(2025, 2, 1)
    history.tell(AWARD, GrantReceived(tranche="t-1", on=on, amount=pounds(8000)))
    history.tell(AWARD, AllocationReturned(returning="r-1", allocation="a-d-2", on=on, amount=pounds(3000)))
    history.tell(AWARD, GrantReturned(reference="R-1", on=on, amount=pounds(2000), cause="unspent"))
    history.tell(AWARD, AwardVaried(variation="w-2", on=on, direction="less", amount=pounds(500)))
    award = usage(history)
    other = GRANT_USAGE.live(history, ("deployment", "d-2")).amounts

    assert award.received.value == pounds(8000)
    assert (award.amounts.returned.value, award.amounts.unspent.value) == (pounds(2000), pounds(4500))
    assert [row.returned.value for row in award.allocations] == [Money(0), pounds(3000)]
    assert (other.returned.value, other.unspent.value) == (pounds(3000), Money(0))
    assert (other.set_aside.value, other.allocated.value) == (pounds(5000), pounds(2000))
    assert (award.amounts.set_aside.value, award.amounts.allocated.value) == (pounds(16000), pounds(13000))
    assert {type(entry.event) for entry in history.only(other.returned.positions)} == {
        GrantAllocated,
        AllocationReturned,
    }


def test_an_allocation_for_quality_assurance_belongs_to_no_deployment() -> None:
    history = two_deployments()
    history.tell(
        AWARD,
        GrantAllocated(
            allocation="a-qa", on=date(2024, 1, 5), purpose="quality-assurance", amount=pounds(1000)
        ),
    )
    award = usage(history)

    assert len(award.deployments) == 2
    assert award.amounts.allocated.value == pounds(17000)


def test_a_deployment_without_an_award_has_nothing_allocated() -> None:
    history = History()
    for entry in two_deployments().entries:
        if entry.stream == OTHER or entry.stream.startswith("programme:"):
            event = attrs.evolve(entry.event, **_internal(entry.event))
            history.tell(entry.stream, event)
    amounts = GRANT_USAGE.live(history, ("deployment", "d-2")).amounts

    assert (amounts.allocated.value, amounts.unspent.value, amounts.uncovered.value) == (
        Money(0),
        Money(0),
        Money(0),
    )
    assert (amounts.eligible.value, amounts.approved.value) == (pounds(1000), pounds(2000))


def _internal(event: object) -> dict[str, object]:
    funding = getattr(event, "funding", None)
    return {"funding": attrs.evolve(funding, kind="internal", awards=())} if funding else {}

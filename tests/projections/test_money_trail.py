"""Given what a deployment spent and what was released, the trail leads from money to what it bought, and back.

The worked example, by hand: in spring ten days of English at £400, two days of the lead at £500 and a cost of £1,000 make
£6,000. By 19 July there are £500, two half days of £250 and a cost of £1,000 more; by 10 January 2025 two days and £2,000.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.errors import NotFound
from s2ss_core.projections import MONEY_TRAIL, AsAt, MoneyTrail, course
from s2ss_core.projections.money_trail import Basis
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Money
from tests.projections.histories import History
from tests.projections.worked_example import OFFICER, TRUST, cost, paid, pounds, worked_example
from tests.scenarios import case_one, case_three, case_two
from tests.scenarios.case_one import Desk

OWN = "deployment:d-1"
KEY = ("deployment", "d-1")
ENGLISH = {f"visit:v-en-{number}" for number in range(1, 11)}


def trail(history: History, as_at: AsAt | None = None) -> MoneyTrail:
    return MONEY_TRAIL.live(history, KEY, as_at=as_at or AsAt())


def changed(history: History, kind: Any, number: int, **fields: Any) -> History:
    """The same history, had the releases or payments of this instalment been otherwise."""
    for index, entry in enumerate(history.entries):
        event: Any = entry.event
        if isinstance(event, kind) and event.instalment == number:
            history.entries[index] = attrs.evolve(entry, event=attrs.evolve(event, **fields))
    return history


def release(number: int, part: int = 1) -> str:
    return f"release:{number}/instalment/x-trust/{part}"


def found(view: MoneyTrail, source: str, how: str) -> set[str]:
    return {link.target for link in view.links if (link.source, link.how) == (source, how)}


def sums(basis: Basis) -> tuple[int, ...]:
    figures = (basis.due, basis.settled_before, basis.amount, basis.owed_after)
    return tuple(int(figure.value) // 100 for figure in figures)


def test_each_release_rests_on_what_was_due_by_its_day_less_what_was_settled_before() -> None:
    view = trail(worked_example())

    assert {basis.step: sums(basis) for basis in view.bases} == {
        release(1): (6000, 0, 6000, 0),
        release(2): (8000, 6000, 2000, 0),
        release(3): (11000, 8000, 3000, 0),
    }
    assert [basis.by for basis in view.bases] == [date(2024, 4, 12), date(2024, 7, 19), date(2025, 1, 10)]


def test_what_became_due_counts_in_the_first_release_after_it_and_is_no_payment_of_it_alone() -> None:
    view = trail(worked_example())

    assert found(view, release(1), "counts") == ENGLISH | {
        "visit:v-sl-01-16", "visit:v-sl-03-05", "cost:c-1",
    }  # fmt: skip
    assert found(view, release(2), "counts") == {
        "visit:v-sl-04-24", "visit:v-sl-06-12", "visit:v-sl-06-19", "cost:c-2",
    }  # fmt: skip
    assert found(view, release(2), "completes") == found(view, release(2), "counts")
    assert found(view, release(2), "pays exactly") == set()
    amounts = [link.amount for link in view.links if link.how == "counts" and link.target == "cost:c-2"]
    assert [amount.value for amount in amounts if amount] == [pounds(1000)]


def test_the_chain_leads_from_a_payment_over_report_and_review_to_lines_visits_and_counterparts() -> None:
    through = course(trail(worked_example()), "payment:p-2")

    assert through.paid_by == ()
    links = {(link.source, link.how, link.target) for link in through.bought}
    assert links >= {
        ("payment:p-2", "settles", release(2)),
        (release(2), "is for", "instalment:2"),
        (release(2), "rests on", "report:i-2"),
        (release(2), "rests on", "review:r-2"),
        (release(2), "rests on", "judgement:j-3"),
        (release(2), "was claimed by", "invoice:XT-2"),
        ("review:r-2", "was held on", "report:i-2"),
        ("report:i-2", "covers its term", "visit:v-sl-06-12"),
        (release(2), "counts", "visit:v-sl-06-12"),
        ("visit:v-sl-06-12", "is charged to", "line:3"),
        ("cost:c-2", "is charged to", "line:2"),
    }
    assert {target for _, how, target in links if how == "was worked with"} != set()
    assert not any(target.startswith("visit:v-en") for _, _, target in links)


def test_from_a_visit_the_trail_leads_back_to_the_release_and_the_payment() -> None:
    through = course(trail(worked_example()), "v-en-3")

    assert {link.source for link in through.paid_by} == {release(1), "payment:p-1", "leg:instalment/x-trust"}
    assert {link.target for link in through.basis} >= {"report:i-1", "review:r-1", "instalment:1"}
    assert ("report:i-1", "covers its term") in {(link.source, link.how) for link in through.basis}


def test_from_a_report_the_trail_leads_back_to_what_was_released_on_it() -> None:
    through = course(trail(worked_example()), "report:i-1")

    assert {link.source for link in through.paid_by if link.how in ("rests on", "settles")} == {
        release(1), "payment:p-1",
    }  # fmt: skip


def test_from_a_line_the_trail_leads_back_to_every_visit_on_it_and_on_to_nothing() -> None:
    through = course(trail(worked_example()), "line:1")

    assert {link.source for link in through.paid_by if link.how == "is charged to"} == ENGLISH
    assert through.bought == ()


def test_a_visit_of_which_nothing_is_eligible_is_paid_by_nothing() -> None:
    through = course(trail(worked_example()), "visit:v-sl-0")

    assert through.paid_by == ()
    assert through.step.amount is not None
    assert through.step.amount.value == 0


def test_a_release_that_falls_short_completes_nothing_and_the_next_one_completes_all() -> None:
    history = changed(worked_example(), e.InstalmentReleased, 1, amount=pounds(5000))
    history = changed(history, e.InstalmentReleased, 2, amount=pounds(3000))
    view = trail(history)

    first, second, _ = view.bases
    assert (sums(first), sums(second)) == ((6000, 0, 5000, 1000), (8000, 5000, 3000, 0))
    assert found(view, release(1), "completes") == set()
    assert found(view, release(2), "completes") >= ENGLISH | {"cost:c-1", "cost:c-2"}
    assert found(view, release(1), "counts") >= ENGLISH
    paid_by = {link.source for link in course(view, "visit:v-en-1").paid_by}
    assert paid_by >= {release(1), release(2), "payment:p-1", "payment:p-2"}


def supplement(history: History, amount: int, *facts: Any) -> None:
    for fact in facts:
        history.tell(OWN, fact)
    history.tell(
        OWN,
        e.InstalmentReleased(
            instalment=3,
            part=2,
            on=date(2025, 2, 3),
            amount=pounds(amount),
            paid_to=TRUST,
            settled_by="invoice",
            authorised_by=OFFICER,
        ),
    )


def test_a_release_for_one_cost_and_nothing_else_pays_it_exactly() -> None:
    history = worked_example()
    supplement(history, 200, cost("c-9", date(2025, 1, 31), 200))

    view = trail(history)

    assert found(view, release(3, 2), "pays exactly") == {"cost:c-9"}
    assert sums(view.bases[-1]) == (11200, 11000, 200, 0)


@pytest.mark.parametrize(
    ("amount", "costs"),
    ((150, (200,)), (300, (200, 100)), (200, (200, 200))),
    ids=("a part of one", "two together", "half of two"),
)
def test_a_release_of_a_part_or_for_several_pays_none_of_them_exactly(
    amount: int, costs: Iterable[int]
) -> None:
    history = worked_example()
    facts = [cost(f"c-9{number}", date(2025, 1, 31), net) for number, net in enumerate(costs)]
    supplement(history, amount, *facts)

    assert found(trail(history), release(3, 2), "pays exactly") == set()


def test_a_release_of_the_sum_of_one_cost_pays_it_not_exactly_while_older_ones_are_owed() -> None:
    history = changed(worked_example(), e.InstalmentReleased, 1, amount=pounds(5000))
    supplement(history, 200, cost("c-9", date(2025, 1, 31), 200))

    view = trail(history)

    assert sums(view.bases[-1]) == (11200, 10000, 200, 1000)
    assert found(view, release(3, 2), "pays exactly") == set()


def test_where_the_plan_schedules_a_release_pays_nothing_after_the_end_of_its_term() -> None:
    """Of the first school £1,500 is due by the end of March and £2,250 by July; the first release comes last here."""
    desk = Desk.open()
    desk.play(*case_three.STORY)
    told = list(desk.brokerage.history())
    spring: Any = next(
        entry.event
        for entry in told
        if isinstance(entry.event, e.InstalmentReleased)
        and (entry.event.instalment, entry.event.paid_to.id) == (1, "s1")
    )
    history = History(entry for entry in told if entry.event is not spring)
    history.entries = [
        attrs.evolve(entry, position=number) for number, entry in enumerate(history.entries, 1)
    ]
    history.tell(OWN, attrs.evolve(spring, on=date(2024, 7, 30)))

    bases = {basis.step: basis for basis in trail(history).bases}

    first = bases["release:1/instalment/s1/1"]
    assert (first.by, sums(first)[:2]) == (date(2024, 3, 31), (1500, 750))


def test_a_visit_of_which_nothing_is_due_counts_in_no_release() -> None:
    view = trail(worked_example())

    assert not any(link.target == "visit:v-sl-0" for link in view.links if link.how == "counts")


def test_a_cost_recorded_after_a_release_counts_in_the_next_one_though_it_is_older() -> None:
    history = worked_example()
    supplement(history, 200, cost("c-9", date(2024, 2, 1), 200))

    view = trail(history)

    assert "cost:c-9" not in found(view, release(1), "counts")
    assert found(view, release(3, 2), "counts") == {"cost:c-9"}


def test_a_credit_after_a_release_counts_below_nought_in_the_next_one() -> None:
    history = worked_example()
    credit = e.CostReversed(cost="c-1", document="CN-1", on=date(2025, 1, 20), net=pounds(300))
    supplement(history, 100, credit, cost("c-9", date(2025, 1, 31), 400))

    view = trail(history)

    amounts = {
        (link.source, link.target): link.amount.value
        for link in view.links
        if link.how == "counts" and link.amount
    }
    assert amounts[release(1), "cost:c-1"] == pounds(1000)
    assert amounts[release(3, 2), "cost:c-1"] == -pounds(300)
    assert amounts[release(3, 2), "cost:c-9"] == pounds(400)
    assert sums(view.bases[-1]) == (11100, 11000, 100, 0)
    assert found(view, release(3, 2), "pays exactly") == set()


def test_what_was_recovered_is_released_no_longer() -> None:
    history = worked_example()
    history.tell(
        OWN,
        e.GrantRecovered(
            recovery="re-1",
            on=date(2025, 1, 15),
            amount=pounds(500),
            recovered_from=TRUST,
            how="repaid",
            asked_by=OFFICER,
            agreed_by=person("u-2"),
        ),
    )
    supplement(history, 500)

    view = trail(history)

    assert sums(view.bases[-1]) == (11000, 10500, 500, 0)
    assert not any(basis.step.startswith("recovery:") for basis in view.bases)
    assert [link.how for link in view.links if link.source == "recovery:re-1"] == ["recovers on"]
    assert found(view, "recovery:re-1", "recovers on") == {"leg:instalment/x-trust"}


def test_a_struck_out_visit_is_on_no_trail() -> None:
    history = worked_example()
    history.tell(
        OWN,
        e.EntryStruckOut(
            of=Cause("visit", ("v-en-1",)),
            on=date(2025, 1, 20),
            cause="did-not-happen",
            reason="Snow.",
            asked_by=OFFICER,
            agreed_by=person("u-2"),
        ),
    )

    view = trail(history)

    assert not any("visit:v-en-1" in (link.source, link.target) for link in view.links)
    assert sums(view.bases[0]) == (5600, 0, 6000, 0)


def test_a_part_of_a_payment_leads_to_each_thing_that_it_settles() -> None:
    history = worked_example().without(e.PaymentMade)
    payment: Any = paid("p-9", 1, 6000, date(2024, 4, 12))
    both = attrs.evolve(
        payment,
        amount=pounds(8000),
        settles=tuple(
            e.Settled(of=Cause("release", (str(number), "instalment", "x-trust", "1")), amount=pounds(amount))
            for number, amount in ((1, 6000), (2, 2000))
        ),
    )
    history.tell(OWN, both)

    settled = {link.target: link.amount for link in trail(history).links if link.source == "payment:p-9"}

    assert {target: amount.value for target, amount in settled.items() if amount} == {
        release(1): pounds(6000),
        release(2): pounds(2000),
        "leg:instalment/x-trust": pounds(8000),
    }


def test_the_trail_as_at_a_day_ends_there() -> None:
    view = trail(worked_example(), AsAt(happened=date(2024, 4, 30)))

    assert [basis.step for basis in view.bases] == [release(1)]


def test_an_id_that_several_steps_have_is_asked_for_with_its_kind() -> None:
    history = worked_example()
    history.tell(OWN, cost("v-en-1", date(2025, 1, 31), 200))

    with pytest.raises(NotFound, match="write visit:v-en-1 or cost:v-en-1"):
        course(trail(history), "v-en-1")
    assert course(trail(history), "cost:v-en-1").step.kind == "cost"


def test_what_is_not_on_the_trail_is_refused_with_what_is_near() -> None:
    with pytest.raises(NotFound, match="did you mean"):
        course(trail(worked_example()), "v-en-11")


@pytest.mark.parametrize("case", (case_one, case_two, case_three))
def test_no_release_is_for_more_than_the_trail_says_was_due_and_not_released(case: Any) -> None:
    """The gate of a release and the trail go by one rule, whatever the programme, its legs and its schedule."""
    desk = Desk.open()
    desk.play(*case.STORY)

    view = desk.brokerage.money_trail("d-1")

    assert view.bases
    for basis in (basis for basis in view.bases if basis.step.startswith("release:")):
        assert basis.amount.value <= basis.due.value - basis.settled_before.value, basis.step
        counted = [link.amount for link in view.links if (link.source, link.how) == (basis.step, "counts")]
        assert counted or not basis.amount.value or basis.settled_before.value


def test_on_a_leg_without_releases_a_payment_is_for_what_is_due_by_then() -> None:
    """Four days of autumn and that of 15 January at £300 make £1,500 by 17 January; two days more and £150 come after it."""
    desk = Desk.open()
    desk.play(*case_two.STORY)

    view = desk.brokerage.money_trail("d-1")

    to_home = [basis for basis in view.bases if basis.leg == "leg:home-school-share/s-7"]
    assert [(basis.step, *sums(basis)) for basis in to_home] == [
        ("payment:p-2", 1500, 0, 1200, 300),
        ("payment:p-4", 2250, 1200, 1050, 0),
    ]
    back = course(view, "visit:v-2019-11-06").paid_by
    assert {link.source for link in back if link.how == "completes"} == {"payment:p-1", "payment:p-4"}


def test_what_counts_over_all_releases_is_what_was_due_by_the_last() -> None:
    view = trail(worked_example())

    counted = sum(int(link.amount.value) for link in view.links if link.how == "counts" and link.amount)

    assert Money(counted) == view.bases[-1].due.value == pounds(11000)

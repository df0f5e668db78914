"""Every invariant holds of a whole deployment, and objects to one that went wrong."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.application import Brokerage
from s2ss_core.programmes import find
from s2ss_core.projections import AwardUsage, Certificate, DeploymentLog, Figure, LeaderWorkload
from s2ss_core.rules import Refused
from s2ss_core.store import Recorded
from s2ss_core.testing import invariants
from s2ss_core.testing.invariants import Invariant, ObservedHistory
from s2ss_core.testing.invariants.figures import figures_of, strays
from s2ss_core.testing.lifecycle import CommandCall, HappyPath, Runner, Scenario, played
from s2ss_core.testing.lifecycle.cast import BROKER, GRANT, LEAD, QA_FIRM, person
from s2ss_core.values import AcademicYear, Cause, Days, Money, Organisation, Term

SPRING = Term("2024-spring")
SOME_DAY = date(2024, 1, 8)
YEAR = "leader-year:sl-1:2023/24"


@pytest.fixture(scope="module")
def whole() -> Runner:
    """A deployment from its brokering to its closing."""
    return played()


def observed(runner: Runner, history: Iterable[Recorded] | None = None) -> ObservedHistory:
    return ObservedHistory(runner.world.brokerage, list(runner.world.history if history is None else history))


def without(runner: Runner, *kinds: type) -> ObservedHistory:
    """The history, had these never been told."""
    return observed(runner, (entry for entry in runner.world.history if not isinstance(entry.event, kinds)))


def with_other(runner: Runner, kind: type, **fields: Any) -> ObservedHistory:
    """The history, had these been told with other content."""
    entries = [entry for entry in runner.world.history if isinstance(entry.event, kind)]
    return observed(
        runner,
        (
            attrs.evolve(entry, event=attrs.evolve(entry.event, **fields)) if entry in entries else entry
            for entry in runner.world.history
        ),
    )


def and_then(runner: Runner, stream: str, event: Any) -> ObservedHistory:
    """The history and one more event, which no decision made."""
    like = runner.world.history[-1]
    more = attrs.evolve(like, position=like.position + 1, stream=stream, event=event)
    return observed(runner, (*runner.world.history, more))


class Shown(ObservedHistory):
    """What is seen, with a view that shows something else."""

    def __init__(self, runner: Runner, wrong: Any) -> None:
        super().__init__(runner.world.brokerage, runner.world.history)
        self.wrong = wrong

    def certificate(self, deployment: str) -> Certificate:
        return self.wrong if isinstance(self.wrong, Certificate) else super().certificate(deployment)

    def log(self, deployment: str) -> DeploymentLog:
        return self.wrong if isinstance(self.wrong, DeploymentLog) else super().log(deployment)

    def usage(self, award: str) -> AwardUsage:
        return self.wrong if isinstance(self.wrong, AwardUsage) else super().usage(award)

    def workload(self, stream: str) -> LeaderWorkload:
        return self.wrong if isinstance(self.wrong, LeaderWorkload) else super().workload(stream)


def first(runner: Runner, kind: type) -> Any:
    return next(entry.event for entry in runner.world.history if isinstance(entry.event, kind))


def test_every_invariant_holds_of_a_whole_deployment(whole: Runner) -> None:
    whole.check_whole()


# 1


@pytest.mark.parametrize(
    ("missing", "gate"),
    (
        (e.PlanApproved, "the plan was approved"),
        (e.AgreementSigned, "the agreement was signed"),
        (e.FinalReported, "its report was written"),
        (e.DocumentShared, "the report was shared in time"),
        (e.ReviewHeld, "the review was held on that report"),
        (e.ProgressJudged, "the broker judged progress satisfactory"),
        (e.ReportFinalised, "the final report was finalised"),
        (e.CertificateReturned, "the certificate was returned with it"),
        (e.InvoiceReceived, "an invoice quoted the purchase order"),
        (e.VisitLogged, "£1,300.00 was eligible"),
        (e.GrantAllocated, "£1,300.00 was set aside"),
    ),
)
def test_a_release_is_objected_to_if_anything_that_a_gate_needs_is_missing(
    whole: Runner, missing: type, gate: str
) -> None:
    found = list(invariants.no_instalment_was_released_before_its_gates(without(whole, missing)))

    assert any(gate in objection for objection in found)


def test_a_release_is_objected_to_where_a_judgement_was_against_it(whole: Runner) -> None:
    history = with_other(whole, e.ProgressJudged, satisfactory=False)

    assert "judged progress satisfactory" in str(
        list(invariants.no_instalment_was_released_before_its_gates(history))
    )


def test_a_release_is_objected_to_where_it_is_recorded_twice(whole: Runner) -> None:
    history = and_then(whole, "deployment:d-1", first(whole, e.InstalmentReleased))

    assert "it was known that it was not released or cancelled already" in str(
        list(invariants.no_instalment_was_released_before_its_gates(history))
    )


# 2


def test_more_released_than_is_eligible_is_objected_to_unless_a_correction_took_cost_away(
    whole: Runner,
) -> None:
    objections = invariants.nothing_but_a_correction_leaves_more_released_than_is_eligible

    assert "after InstalmentReleased, £800.00 is released" in str(
        list(objections(without(whole, e.VisitLogged)))
    )
    struck = played()
    happy_path = HappyPath(struck.world, "d-1")
    visit = happy_path.story.not_struck_out(e.VisitLogged)[0].visit
    struck.call(
        happy_path.call(
            "strike_out",
            of=Cause("visit", (visit,)),
            cause="duplicate",
            reason="Twice.",
            asked_by=person("u-1"),
            agreed_by=person("u-2"),
        )
    )
    assert struck.world.brokerage.grant_usage("d-1").amounts.overpaid.value == Money("400.00")
    assert not list(objections(observed(struck)))


# 3


@pytest.mark.parametrize(
    ("kind", "wrong", "says"),
    (
        (e.AgreementIssued, {"schedule": ()}, "0 is scheduled"),
        (e.GrantAllocated, {"amount": Money("5.00")}, "£5.00 set aside"),
        (e.GrantAwarded, {"amount": Money("7.00")}, "£7.00 awarded"),
    ),
    ids=("nothing is scheduled", "too little is set aside", "too little was awarded"),
)
def test_a_schedule_that_is_not_the_plan_or_a_plan_beyond_its_money_is_objected_to(
    whole: Runner, kind: type, wrong: dict[str, Any], says: str
) -> None:
    objections = invariants.the_schedule_is_the_approved_plan_within_what_was_set_aside_and_awarded
    told = without(whole, e.SupportEnded).history  # after it what is not needed may go back
    otherwise = {entry.position: entry for entry in with_other(whole, kind, **wrong).history}

    assert not list(objections(observed(whole, told)))
    told_otherwise = observed(whole, (otherwise[entry.position] for entry in told))
    assert any(says in objection for objection in objections(told_otherwise))


# 4


def test_a_certificate_that_does_not_have_the_sums_of_its_events_is_objected_to(whole: Runner) -> None:
    one_visit_less = list(whole.world.history)
    one_visit_less.remove(next(entry for entry in one_visit_less if isinstance(entry.event, e.VisitLogged)))

    found = list(
        invariants.what_is_incurred_and_eligible_is_what_visits_and_costs_come_to(
            observed(whole, one_visit_less)
        )
    )

    assert any(objection.startswith("d-1 eligible: the view shows") for objection in found)
    assert any(objection.startswith("d-1 line 1") for objection in found)


def test_a_certificate_whose_equations_do_not_hold_is_objected_to(whole: Runner) -> None:
    certificate = whole.world.brokerage.grant_usage("d-1")
    wrong = attrs.evolve(certificate, amounts=attrs.evolve(certificate.amounts, owed=Figure(Money(1), (1,))))

    equation = invariants.only_the_legs_that_the_holder_pays_or_keeps_count_in_the_amounts
    assert "eligible is not what is settled with what is owed" in str(list(equation(Shown(whole, wrong))))


def test_an_award_whose_parts_do_not_make_it_is_objected_to(whole: Runner) -> None:
    usage = whole.world.brokerage.award_usage(GRANT)
    wrong = attrs.evolve(usage, amounts=attrs.evolve(usage.amounts, returned=Figure(Money(1), (1,))))

    objections = invariants.what_is_awarded_is_eligible_committed_unspent_or_returned
    assert not list(objections(observed(whole)))
    assert "is not the" in str(list(objections(Shown(whole, wrong))))


# 5


def test_days_booked_past_the_allowance_are_objected_to_unless_worked_despite(whole: Runner) -> None:
    committed, worked = first(whole, e.DaysCommitted), first(whole, e.DaysWorked)
    too_many = attrs.evolve(
        committed, because=Cause("brokered", ("another",)), deployment="d-2", days=Days(14)
    )
    too_much = attrs.evolve(worked, visit="v-x", deployment="d-2", days=Days(14))
    accepted = attrs.evolve(too_much, accepted=Cause("accepted-despite", ("visit", "v-x"), "deployment:d-2"))
    objections = invariants.nobody_is_booked_past_the_allowance

    assert "16 days are booked, 0 of them despite; allowed are 15" in str(
        list(objections(and_then(whole, YEAR, too_many)))
    )
    assert "16 days are booked, 0 of them despite; allowed are 15" in str(
        list(objections(and_then(whole, YEAR, too_much)))
    )
    assert not list(objections(and_then(whole, YEAR, accepted)))


def test_days_that_stay_committed_after_the_end_are_objected_to(whole: Runner) -> None:
    again = attrs.evolve(first(whole, e.DaysCommitted), because=Cause("brokered", ("another",)), days=Days(1))
    objections = invariants.what_is_not_worked_goes_back_when_support_ends

    assert not list(objections(observed(whole)))
    assert "3 days stay committed to d-1" in str(list(objections(and_then(whole, YEAR, again))))


# 6


def test_anything_else_after_closing_is_objected_to(whole: Runner) -> None:
    amended = and_then(whole, "deployment:d-1", first(whole, e.PlanSubmitted))
    shared = and_then(whole, "deployment:d-1", first(whole, e.DocumentShared))
    objections = invariants.what_is_closed_takes_only_corrections_and_payments

    assert "plan-submitted was recorded after deployment:d-1 was closed" in str(list(objections(amended)))
    assert not list(objections(shared))


# 7


def test_a_history_that_is_not_the_one_stored_is_objected_to(whole: Runner) -> None:
    for wrong in (without(whole, e.VisitLogged), with_other(whole, e.Closed, by="somebody-else")):
        found = list(invariants.replay_gives_the_state_that_decisions_saw(wrong))

        assert "the store does not hold the events that the commands returned" in found
        assert (
            "deployment:d-1: a replay of the store gives another state than the events that the commands returned"
            in found
        )


# 8


def test_a_repeated_command_that_records_something_is_objected_to() -> None:
    runner = played("log_visit")
    runner.world.clock.wait_until(SOME_DAY)
    new = HappyPath(runner.world, "d-1").visit(SPRING, on=SOME_DAY, line=None)

    found = list(invariants.asking_again_records_nothing(runner.world.brokerage, [new]))

    assert "it recorded ['VisitLogged', 'DaysWorked']" in found[0]


# 9


def refused_early(runner: Runner) -> Any:
    call = next(
        due_call
        for due_call in HappyPath(runner.world, "d-1").due()
        if due_call.command == "release_instalment"
    )
    return call.with_(on=runner.world.today)


def test_a_refusal_without_rules_with_other_rules_or_with_a_trace_is_objected_to() -> None:
    runner = played("hold_review")
    brokerage, newest = runner.world.brokerage, runner.world.brokerage.store.newest()
    call = refused_early(runner)
    with pytest.raises(Refused) as refusal:
        call.of(brokerage)

    def objections(refused: Refused, newest: int = newest) -> Iterator[str]:
        return invariants.a_refusal_names_its_rules_and_records_nothing(brokerage, call, refused, newest)

    assert not list(objections(refusal.value))
    assert "the refusal names no rule" in str(list(objections(Refused("release", (), despite=False))))
    assert "why_not gives" in str(
        list(objections(Refused("release", refusal.value.broken[1:], despite=False)))
    )
    assert "but it recorded something" in str(list(objections(refusal.value, newest - 1)))


def test_an_event_recorded_in_spite_of_an_error_is_objected_to(whole: Runner) -> None:
    brokerage = whole.world.brokerage
    wrong = ValueError("it is dated after today")

    objections = invariants.what_has_not_the_form_of_a_fact_leaves_no_trace
    assert not list(objections(brokerage, wrong, brokerage.store.newest()))
    assert list(objections(brokerage, wrong, brokerage.store.newest() - 1))


# 10


def test_a_figure_from_an_event_that_is_not_there_or_from_none_is_objected_to(whole: Runner) -> None:
    found = list(invariants.every_figure_leads_back_to_its_events(without(whole, e.VisitLogged)))
    assert any("is in stream (none)" in objection for objection in found)

    from_none = list(strays("d-1", (Figure(Money(5)),), {}, set()))
    assert from_none == ["d-1 [0]: £0.05 has no source event"]


# 11


def test_a_view_of_another_time_than_the_decisions_is_objected_to() -> None:
    runner = played("log_visit")
    brokerage = runner.world.brokerage
    certificate = brokerage.grant_usage("d-1")
    workload = brokerage.leader_workload(LEAD, AcademicYear("2023/24"))
    runner.go_on("d-1", 1)

    usage = list(invariants.the_usage_view_shows_what_releases_are_decided_on(Shown(runner, certificate)))
    days = list(invariants.the_workload_view_shows_what_bookings_are_decided_on(Shown(runner, workload)))

    assert any(objection.startswith("d-1 eligible") for objection in usage)
    assert any(objection.startswith("sl-1 2023/24 worked") for objection in days)


# 12


VIEWS: dict[str, Callable[[Brokerage], Any]] = {
    "certificate": lambda brokerage: brokerage.grant_usage("d-1"),
    "award": lambda brokerage: brokerage.award_usage(GRANT),
    "workload": lambda brokerage: brokerage.leader_workload(LEAD, AcademicYear("2023/24")),
    "log": lambda brokerage: brokerage.deployment_log("d-1"),
}
OF_VIEWS = (
    invariants.the_log_and_the_certificate_show_the_same,
    invariants.the_award_shows_what_its_deployments_show,
    invariants.the_workload_view_is_the_sum_of_its_days,
    *invariants.EQUATIONS,
)


def off_by_one(view: Any, path: list[str]) -> Any:
    """The view with one figure that is a penny or a day too high."""
    if isinstance(view, Figure):
        return Figure(view.value + 1, view.positions)
    name, *rest = path
    if isinstance(view, tuple):
        at = int(name)
        return (*view[:at], off_by_one(view[at], rest), *view[at + 1 :])
    return attrs.evolve(view, **{name: off_by_one(getattr(view, name), rest)})


def of_other_legs() -> Runner:
    """A deployment whose second leg is invoiced and paid, and whose award bears a cost of its own."""
    runner = played("close_deployment")
    told = HappyPath(runner.world, "d-1")
    [leg] = [leg for leg in runner.world.brokerage.grant_usage("d-1").legs if not leg.first]
    owed = Money(leg.due.value)
    supplier = Organisation(id=leg.to)
    invoice: dict[str, Any] = {
        "invoice": "L-1",
        "number": "L-1",
        "supplier": supplier,
        "customer": Organisation(id="x-trust"),
        "leg": leg.leg,
    }
    runner.call(told.call("receive_invoice", **invoice, issued_on=runner.world.today, net=owed))
    of_it = (e.Settled(of=Cause("invoice", ("L-1",)), amount=owed),)
    runner.call(
        told.call(
            "make_payment",
            payment="p-L",
            amount=owed,
            paid_by=Organisation(id="x-trust"),
            paid_to=supplier,
            settles=of_it,
        )
    )
    runner.go_on("d-1", 9)
    fields: dict[str, Any] = {"on": runner.world.today, "amount": Money("900.00")}
    runner.call(of_the_award("allocate_grant", allocation="a-qa", purpose="quality-assurance", **fields))
    cost: dict[str, Any] = {
        "cost": "qa-1",
        "purpose": "quality-assurance",
        "supplier": QA_FIRM,
        "invoice_number": "QA-1",
    }
    runner.call(of_the_award("incur_award_cost", **cost, on=runner.world.today, net=Money("450.00")))
    settles = (e.Settled(of=Cause("award-cost", ("qa-1",)), amount=Money("400.00")),)
    paid: dict[str, Any] = {"payment": "ap-1", "paid_by": BROKER, "paid_to": QA_FIRM, "settles": settles}
    runner.call(of_the_award("make_award_payment", **paid, on=runner.world.today, amount=Money("400.00")))
    assert [outcome for outcome, _ in runner.transcript if not outcome.startswith("recorded")] == []
    return runner


def of_the_award(command: str, **fields: Any) -> CommandCall:
    return CommandCall(command=command, about=GRANT, fields=fields)


def charged() -> Runner:
    """A deployment that a school is charged for, and of which the broker keeps a part."""
    return played(scenario=Scenario(programme=find("llf-2019", "6.0"), funding="self-funded"))


HISTORIES: dict[str, Callable[[], Runner]] = {"of other legs": of_other_legs, "charged": charged}
DOCTORED = [
    (name, view)
    for name in HISTORIES
    for view in VIEWS
    if (name, view) not in {("charged", "award"), ("charged", "workload")}
]


@pytest.fixture(scope="module")
def histories() -> dict[str, Runner]:
    return {name: history() for name, history in HISTORIES.items()}


@pytest.mark.parametrize("name", HISTORIES)
def test_every_invariant_holds_of_more_legs(histories: dict[str, Runner], name: str) -> None:
    histories[name].check_whole()


@pytest.mark.parametrize(("name", "view"), DOCTORED)
def test_every_figure_of_a_view_that_is_off_by_one_is_objected_to(
    histories: dict[str, Runner], name: str, view: str
) -> None:
    whole = histories[name]
    right = VIEWS[view](whole.world.brokerage)
    paths = [path for path, _ in figures_of(right)]

    unnoticed = [
        path
        for path in paths
        if not any(
            next(iter(invariant(Shown(whole, off_by_one(right, re.findall(r"\w+", path))))), None)
            for invariant in OF_VIEWS
        )
    ]

    assert len(paths) > 10
    assert unnoticed == []


OFF: tuple[tuple[Invariant, str, str], ...] = (
    (invariants.what_is_incurred_and_eligible_is_what_visits_and_costs_come_to, "certificate", "lines[0].approved"),
    (invariants.what_was_set_aside_released_and_recovered_is_what_the_entries_say, "award", "received"),
    (invariants.on_every_line_and_in_every_period_incurred_less_disallowed_is_eligible, "certificate", "lines[0].incurred"),
    (invariants.what_is_eligible_is_due_on_the_legs_that_the_holder_pays_or_keeps, "certificate", "legs[0].due"),
    (invariants.on_every_leg_due_is_settled_with_what_is_owed_and_less_what_is_overpaid, "certificate", "legs[0].owed"),
    (invariants.what_is_invoiced_on_the_legs_is_what_the_invoices_come_to, "certificate", "legs[0].invoiced"),
    (invariants.only_the_legs_that_the_holder_pays_or_keeps_count_in_the_amounts, "certificate", "amounts.owed"),
    (invariants.what_is_allocated_is_eligible_committed_or_unspent, "certificate", "amounts.committed"),
    (invariants.what_is_awarded_is_eligible_committed_unspent_or_returned, "award", "amounts.unspent"),
    (invariants.what_is_set_aside_for_a_purpose_is_eligible_committed_unspent_or_returned, "award", "purposes[0].returned"),
    (invariants.every_period_begins_with_what_the_one_before_left_owed, "certificate", "cuts.by_term[0].owed_at_end"),
    (invariants.every_period_begins_with_what_the_one_before_left_owed, "certificate", "certified[0].unspent"),
    (invariants.every_leg_begins_a_period_with_what_the_one_before_left_owed_on_it, "certificate", "legs_by_period.by_term[0].settled"),
    (invariants.every_leg_begins_a_period_with_what_the_one_before_left_owed_on_it, "certificate", "certified[0].legs[0].due"),
    (invariants.second_and_feeding_legs_are_settled_by_payments_and_an_excess_is_found, "certificate", "legs[1].invoiced"),
    (invariants.what_is_paid_is_what_moved_less_the_vat_that_the_payer_recovers, "certificate", "legs[0].paid"),
    (invariants.what_is_due_to_an_organisation_less_what_is_due_from_it_is_what_it_keeps, "certificate", "organisations[0].due_to_it"),
    (invariants.what_is_due_to_an_organisation_less_what_is_due_from_it_is_what_it_keeps, "award", "organisations[0].for_own_work"),
)  # fmt: skip


@pytest.mark.parametrize(("equation", "view", "path"), OFF, ids=lambda part: str(getattr(part, "name", part)))
def test_an_equation_objects_to_a_figure_that_is_a_penny_off(
    histories: dict[str, Runner], equation: Invariant, view: str, path: str
) -> None:
    whole = histories["of other legs"]
    right = VIEWS[view](whole.world.brokerage)

    assert not list(equation(Shown(whole, right)))
    assert list(equation(Shown(whole, off_by_one(right, re.findall(r"\w+", path)))))


def test_more_returned_to_the_funder_than_was_received_and_is_not_eligible_is_objected_to(
    whole: Runner,
) -> None:
    usage = whole.world.brokerage.award_usage(GRANT)
    most = max(0, usage.received.value - usage.amounts.eligible.value)
    *before, newest = whole.world.history
    returned = e.GrantReturned(reference="R-1", on=SOME_DAY, amount=Money(most), cause="unspent")
    equation = invariants.what_goes_back_to_the_funder_was_received_and_is_not_eligible

    def objections(amount: int) -> list[str]:
        amounts = attrs.evolve(usage.amounts, returned=Figure(Money(amount)))
        shown = Shown(whole, attrs.evolve(usage, amounts=amounts))
        vars(shown)["history"] = [*before, attrs.evolve(newest, event=returned)]
        return list(equation(shown))

    assert objections(most) == []
    assert any("received and is not eligible" in objection for objection in objections(most + 1))


def test_every_equation_is_shown_to_object() -> None:
    shown = {equation.name for equation, *_ in OFF}

    assert {equation.name for equation in invariants.EQUATIONS} - shown == {
        "what_goes_back_to_the_funder_was_received_and_is_not_eligible"
    }

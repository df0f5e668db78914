import inspect
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import attrs
import pytest

from benchmarks.story import HEADTEACHER, HOME, HUB, MIDDLE_LEADER, SCHOOL, X_TRUST, YEAR, log_visit, ready
from s2ss_core import (
    AsAt,
    BadInput,
    Brokerage,
    Days,
    Despite,
    Evidence,
    Money,
    NaturalIdReused,
    NotFound,
    Refused,
    Withheld,
    as_data,
)
from s2ss_core.application import Command, Commands
from s2ss_core.events import (
    AcceptedDespite,
    Commitment,
    Confirmation,
    CostDisallowed,
    DaysStruckOut,
    DaysWorked,
    EvidenceFiled,
    Funding,
    Leader,
    VisitLogged,
    registered,
)
from s2ss_core.programmes import find
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Organisation

BEFORE_THE_AGREEMENT = date(2023, 9, 12)


@pytest.fixture
def brokerage(tmp_path: Path) -> Brokerage:
    return ready(tmp_path / "support.db", deployments=1)


def _count(brokerage: Brokerage) -> int:
    return sum(1 for _ in brokerage.history())


def _visit(
    brokerage: Brokerage, visit: str, on: date, unit: str = "day", leader: str = "sl-0"
) -> dict[str, object]:
    return {
        "visit": visit, "on": on, "leader": leader, "school": SCHOOL.id, "unit": unit, "quantity": Days(1),
        "counterpart": MIDDLE_LEADER, "line": "1",
    }  # fmt: skip


def test_every_event_of_a_command_is_recorded_by_exactly_one_command() -> None:
    commands = [command for command in vars(Commands).values() if isinstance(command, Command)]
    recorded = [command.event for command in commands]
    consequences = {"AcceptedDespite", "ProgrammeAdopted", "ClaimRegistered", "DaysCommitted", "DaysWorked",
                    "DaysStruckOut", "CommitmentReleased"}  # fmt: skip

    assert len({(command.event, command.takes.subject) for command in commands}) == len(recorded)
    assert {cls.__name__ for _, cls in registered()} - {cls.__name__ for cls in recorded} == consequences


def test_a_commands_fields_are_its_events_fields_without_the_derived_ones() -> None:
    fields = Brokerage.approve_plan.takes.given

    assert "plan_version" in fields
    assert "plan_digest" not in fields
    assert Brokerage.broker.takes.has_own_id


def test_a_visit_and_the_days_it_takes_are_saved_together(brokerage: Brokerage) -> None:
    recorded = brokerage.log_visit("dep-0", **_visit(brokerage, "v-1", date(2024, 1, 10)))  # type: ignore[arg-type]

    assert [type(entry.event) for entry in recorded] == [VisitLogged, DaysWorked]
    assert recorded[1].position == recorded[0].position + 1


def test_a_duplicate_records_nothing_and_different_content_is_an_error(brokerage: Brokerage) -> None:
    log_visit(brokerage, 0, 1)
    before = _count(brokerage)

    log_visit(brokerage, 0, 1)

    assert _count(brokerage) == before
    with pytest.raises(NaturalIdReused, match=r"visit 'v-1' is already recorded with different content"):
        brokerage.log_visit("dep-0", **_visit(brokerage, "v-1", date(2024, 1, 11)))  # type: ignore[arg-type]


def test_another_private_text_under_the_same_id_is_another_fact(brokerage: Brokerage) -> None:
    fields = _visit(brokerage, "v-1", date(2024, 1, 10))
    brokerage.log_visit("dep-0", **fields, focus="Reading")  # type: ignore[arg-type]

    with pytest.raises(NaturalIdReused):
        brokerage.log_visit("dep-0", **fields, focus="Writing")  # type: ignore[arg-type]


def test_an_erased_text_equals_any_text_in_a_duplicate(brokerage: Brokerage) -> None:
    fields = _visit(brokerage, "v-1", date(2024, 1, 10))
    [visit, _] = brokerage.log_visit("dep-0", **fields, focus="Reading")  # type: ignore[arg-type]

    assert brokerage.erase(visit.position) == 1

    assert brokerage.log_visit("dep-0", **fields, focus="Something else") == ()  # type: ignore[arg-type]
    [read] = [entry for entry in brokerage.history() if entry.position == visit.position]
    assert isinstance(read.event.focus, Withheld)


def test_a_refusal_records_nothing_and_why_not_says_the_same(brokerage: Brokerage) -> None:
    before = _count(brokerage)
    early = _visit(brokerage, "v-1", BEFORE_THE_AGREEMENT)

    with pytest.raises(Refused) as refused:
        brokerage.log_visit("dep-0", **early)  # type: ignore[arg-type]

    assert brokerage.log_visit.why_not("dep-0", **early) == refused.value.broken  # type: ignore[arg-type]
    assert "the_agreement_was_signed_before_support_began" in {
        broken_rule.rule.name for broken_rule in refused.value.broken
    }
    assert _count(brokerage) == before


def test_what_stands_in_the_way_is_plain_data_for_a_host(brokerage: Brokerage) -> None:
    elsewhere = _visit(brokerage, "v-1", date(2024, 1, 10)) | {"school": "s-99"}

    [broken] = as_data(brokerage.log_visit.why_not("dep-0", **elsewhere))  # type: ignore[arg-type]

    assert (broken["code"], broken["clears"]) == ("S2SS-S13", f"Log it for {SCHOOL.id}.")
    assert broken["facts"] == {"visited": "s-99", "school": SCHOOL.id}


def test_a_fact_is_recorded_despite_a_rule_and_its_charge_is_disallowed(
    brokerage: Brokerage,
) -> None:
    early = _visit(brokerage, "v-1", BEFORE_THE_AGREEMENT)
    despite = Despite(reason="The leader was already there", accepted_by=person("director"))

    recorded = brokerage.log_visit.despite(despite, "dep-0", **early)  # type: ignore[arg-type]

    assert [type(entry.event) for entry in recorded] == [
        VisitLogged,
        AcceptedDespite,
        CostDisallowed,
        DaysWorked,
    ]
    usage = brokerage.grant_usage("dep-0").amounts
    assert (usage.incurred.value, usage.disallowed.value, usage.eligible.value) == (40_000, 40_000, 0)


def test_the_one_who_accepts_is_not_the_one_who_records(brokerage: Brokerage) -> None:
    early = _visit(brokerage, "v-1", BEFORE_THE_AGREEMENT)

    with pytest.raises(Refused) as refused:
        brokerage.log_visit.despite(Despite(reason="so", accepted_by=person("bench")), "dep-0", **early)  # type: ignore[arg-type]

    assert refused.value.broken[-1].rule.name == "the_one_who_accepts_is_not_the_one_who_records"


def test_a_visit_past_the_allowance_is_recorded_only_despite_and_keeps_its_reason(
    brokerage: Brokerage,
) -> None:
    for visit in range(15):
        on = date.fromordinal(date(2024, 1, 8).toordinal() + visit)
        brokerage.log_visit("dep-0", **_visit(brokerage, f"v-{visit}", on))  # type: ignore[arg-type]
    sixteenth = _visit(brokerage, "v-16", date(2024, 3, 1))

    assert [rule.rule.code for rule in brokerage.log_visit.why_not("dep-0", **sixteenth)] == ["S2SS-Y03"]  # type: ignore[arg-type]
    despite = Despite(reason="An inspection was called", accepted_by=person("director"))
    recorded = brokerage.log_visit.despite(despite, "dep-0", **sixteenth)  # type: ignore[arg-type]

    worked = recorded[-1].event
    assert worked.accepted == Cause("accepted-despite", ("visit", "v-16"), "deployment:dep-0")
    [excess] = brokerage.leader_workload("sl-0", YEAR).excesses
    assert (excess.days.value, excess.reason, excess.accepted_by) == (
        Days(1),
        "An inspection was called",
        person("director"),
    )


def test_booking_past_the_allowance_is_refused_despite_or_not(brokerage: Brokerage) -> None:
    with pytest.raises(Refused) as refused:
        _second(brokerage, days=Days(4))

    assert [broken_rule.rule.code for broken_rule in refused.value.broken] == ["S2SS-Y01"]
    assert _second(brokerage, days=Days(3))


def _second(brokerage: Brokerage, days: Days) -> object:
    return _second_for(brokerage, "dep-x", days)


def _second_for(brokerage: Brokerage, name: str, days: Days) -> object:
    return brokerage.broker(
        deployment=name,
        on=date(2023, 11, 6),
        programme="exceed-2023",
        version="V7",
        broker=HUB,
        need="Writing",
        capacity_confirmed=Confirmation(by=HEADTEACHER, on=date(2023, 11, 1)),
        broker_capacity=Confirmation(by=person("u-1"), on=date(2023, 11, 1)),
        existing_support="none",
        school=attrs.evolve(SCHOOL, id="other-school"),
        headteacher="ht-2",
        lead=Leader(leader="sl-0", band="middle-leader", home_school=HOME, home_trust=X_TRUST),
        commitments=(Commitment(leader="sl-0", cap_year=YEAR, days=days),),
        start=date(2024, 1, 8),
        intended_end=date(2024, 7, 19),
        funding=Funding(kind="self-funded"),
    )


def test_striking_a_visit_out_frees_its_days(brokerage: Brokerage) -> None:
    brokerage.log_visit("dep-0", **_visit(brokerage, "v-1", date(2024, 1, 10)))  # type: ignore[arg-type]

    recorded = brokerage.strike_out(
        "dep-0",
        of=Cause("visit", ("v-1",)),
        on=date(2024, 1, 12),
        cause="duplicate",
        reason="twice",
        asked_by=person("a"),
        agreed_by=person("b"),
    )

    assert isinstance(recorded[-1].event, DaysStruckOut)
    assert brokerage.leader_workload("sl-0", YEAR).worked.value == Days(0)


def test_evidence_is_filed_with_the_fact_that_it_proves(brokerage: Brokerage) -> None:
    clerk = brokerage.acting_as("clerk", evidence=[Evidence("form.pdf", "a" * 64)])

    recorded = clerk.log_visit("dep-0", **_visit(brokerage, "v-1", date(2024, 1, 10)))  # type: ignore[arg-type]

    filed = recorded[1].event
    assert isinstance(filed, EvidenceFiled)
    assert (filed.of, filed.file_name, filed.by) == (Cause("visit", ("v-1",)), "form.pdf", "clerk")


def test_evidence_is_filed_with_a_fact_of_a_grant_too(brokerage: Brokerage) -> None:
    clerk = brokerage.acting_as("clerk", evidence=[Evidence("letter.pdf", "b" * 64)])

    received, filed = clerk.receive_grant(
        "grant-dep-0", tranche="t1", on=date(2024, 1, 10), amount=Money("1.00")
    )

    assert (filed.stream, filed.event.of) == (received.stream, Cause("received", ("t1",)))


def test_the_actor_the_clock_and_the_context_are_in_the_envelope(brokerage: Brokerage) -> None:
    desk = brokerage.acting_as("u-7", context={"request": "r-1"})

    [recorded, _] = desk.log_visit("dep-0", **_visit(brokerage, "v-1", date(2024, 1, 10)))  # type: ignore[arg-type]

    assert (recorded.recorded_by, dict(recorded.context)) == ("u-7", {"request": "r-1"})
    assert recorded.recorded_at == datetime(2024, 8, 1, 9, tzinfo=UTC)


def test_a_fact_of_tomorrow_is_bad_input(brokerage: Brokerage) -> None:
    with pytest.raises(BadInput, match="after today, 2024-08-01"):
        brokerage.log_visit("dep-0", **_visit(brokerage, "v-1", date(2024, 8, 2)))  # type: ignore[arg-type]


def test_what_stands_in_the_way_may_be_asked_of_a_day_to_come(brokerage: Brokerage) -> None:
    tomorrow = _visit(brokerage, "v-1", date(2024, 8, 2))

    broken = brokerage.log_visit.why_not("dep-0", **tomorrow)  # type: ignore[arg-type]

    assert [rule.rule.code for rule in broken] == ["S2SS-S05"]  # the support ends in July


@pytest.mark.parametrize(
    ("about", "fields", "says"),
    (
        ("dep-0", {"visit": "v-1"}, "log_visit needs: on, leader, school, unit, quantity, counterpart"),
        ("dep-9", None, "there is no deployment 'dep-9': broker it first"),
        ("  ", None, "log_visit needs the deployment's id"),
    ),
)
def test_an_invalid_call_is_one_clear_error(
    brokerage: Brokerage, about: str, fields: dict[str, object] | None, says: str
) -> None:
    given = fields or _visit(brokerage, "v-1", date(2024, 1, 10))

    with pytest.raises((BadInput, NotFound), match=says):
        brokerage.log_visit(about, **given)  # type: ignore[arg-type]


def test_a_grant_that_was_not_awarded_is_not_found(brokerage: Brokerage) -> None:
    with pytest.raises(NotFound, match="there is no grant 'g-9'"):
        brokerage.receive_grant("g-9", tranche="t1", on=date(2024, 1, 10), amount=Money("1.00"))


def test_a_programme_changed_under_its_version_is_refused_naming_both_digests(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'support.db'}"
    ready(tmp_path / "support.db", deployments=1).close()
    changed = attrs.evolve(find("exceed-2023"), version="V7", title="Another title")

    with (
        Brokerage.open(url, clock=lambda: datetime(2024, 8, 1, 9, tzinfo=UTC), programmes=[changed]) as other,
        pytest.raises(BadInput, match=r"sha256:.*sha256:"),
    ):
        _second(other.acting_as("u"), days=Days(1))


def test_the_invoice_behind_a_cost_is_received_on_its_own_leg_without_a_second_claim(
    brokerage: Brokerage,
) -> None:
    school = Organisation(id="supported-school", kind="school", member_of_broker=False)
    despite = Despite(reason="no line for it", accepted_by=person("director"))
    day = date(2024, 2, 5)
    brokerage.incur_cost.despite(
        despite,
        "dep-0",
        cost="c-1",
        on=day,
        line="1",
        supplier=school,
        net=Money("10.00"),
        invoice_number="SS-1",
    )
    on_the_leg = partial(
        brokerage.receive_invoice,
        "dep-0",
        number="SS-1",
        supplier=school,
        customer=Organisation(id="x-trust", kind="trust", member_of_broker=False),
        leg="reimbursement",
        on=day,
        issued_on=day,
        net=Money("10.00"),
    )

    recorded = on_the_leg(invoice="inv-1", covers=(Cause("cost", ("c-1",)),))

    assert [type(entry.event).__name__ for entry in recorded] == ["InvoiceReceived"]
    with pytest.raises(Refused, match="S2SS-C01"):
        on_the_leg(invoice="inv-2")


def test_a_cost_without_an_invoice_claims_none(brokerage: Brokerage) -> None:
    cost = {
        "on": date(2024, 2, 5),
        "line": "1",
        "supplier": Organisation(id="supplier", kind="supplier", member_of_broker=False),
        "net": Money("10.00"),
    }
    despite = Despite(reason="no line for it", accepted_by=person("director"))

    recorded = brokerage.incur_cost.despite(despite, "dep-0", cost="c-1", **cost)  # type: ignore[arg-type]

    assert "ClaimRegistered" not in [type(entry.event).__name__ for entry in recorded]


def test_an_invoice_is_claimed_once_until_what_claimed_it_is_struck_out(brokerage: Brokerage) -> None:
    supplier = Organisation(id="supplier", kind="supplier", member_of_broker=False)
    cost = {
        "on": date(2024, 2, 5),
        "line": "1",
        "supplier": supplier,
        "net": Money("10.00"),
        "invoice_number": "I-1",
    }
    despite = Despite(reason="no line for it", accepted_by=person("director"))
    brokerage.incur_cost.despite(despite, "dep-0", cost="c-1", **cost)  # type: ignore[arg-type]

    broken = brokerage.incur_cost.why_not("dep-0", cost="c-2", **cost)  # type: ignore[arg-type]
    assert "S2SS-C01" in {broken_rule.rule.code for broken_rule in broken}
    brokerage.strike_out(
        "dep-0",
        of=Cause("cost", ("c-1",)),
        on=date(2024, 2, 6),
        cause="wrong-details",
        reason="slip",
        asked_by=person("a"),
        agreed_by=person("b"),
    )

    again = brokerage.incur_cost.why_not("dep-0", cost="c-2", **cost)  # type: ignore[arg-type]
    assert "S2SS-C01" not in {broken_rule.rule.code for broken_rule in again}


# How a command is called


EVERY_COMMAND = {name: command for name, command in vars(Commands).items() if isinstance(command, Command)}


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_a_command_takes_its_id_first_or_by_keyword_and_says_what_else_it_needs(name: str) -> None:
    command = EVERY_COMMAND[name]
    subject = command.takes.subject

    with pytest.raises(BadInput) as first:
        command.build(("x-1",), {})
    with pytest.raises(BadInput) as by_keyword:
        command.build((), {subject: "x-1"})
    with pytest.raises(BadInput, match=f"^{name} needs the {subject}'s id: give it first, or as {subject}=$"):
        command.build((), {})

    assert str(first.value) == str(by_keyword.value)
    assert str(first.value).startswith(f"{name} needs: ")
    assert " on" in str(first.value)


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_help_shows_the_fields_that_a_caller_gives_and_no_others(name: str) -> None:
    command = EVERY_COMMAND[name]

    shown = inspect.signature(command).parameters

    assert next(iter(shown)) == command.takes.subject
    assert set(shown) == {*command.takes.given, command.takes.subject}
    assert (command.__doc__ or "").startswith(f"{name}({command.takes.subject}, *, ")
    assert all(field in (command.__doc__ or "") for field in shown)


@pytest.mark.parametrize(
    ("args", "fields", "says"),
    (
        (("dep-0", "v-1"), {}, "log_visit takes the deployment's id first and everything else by keyword"),
        (("dep-0",), {"deployment": "dep-0"}, "give the deployment's id once, first or as deployment="),
        ((" ",), {}, "log_visit needs the deployment's id"),
        ((7,), {}, "log_visit needs the deployment's id"),
        (("dep-0",), {"visti": "v-1"}, "log_visit has no field visti: did you mean visit?"),
        (("dep-0",), {"zzz": "v-1"}, "log_visit has no field zzz: it takes visit, on, leader"),
    ),
)
def test_the_error_of_a_wrong_call_says_how_to_call(
    brokerage: Brokerage, args: tuple[object, ...], fields: dict[str, object], says: str
) -> None:
    ask: Any = brokerage.log_visit

    with pytest.raises(BadInput, match=re.escape(says)):
        ask(*args, **fields)
    with pytest.raises(BadInput, match=re.escape(says)):
        ask.why_not(*args, **fields)


def test_a_command_can_be_called_on_the_class(brokerage: Brokerage) -> None:
    recorded = Brokerage.log_visit(brokerage, "dep-0", **_visit(brokerage, "v-1", date(2024, 1, 10)))  # type: ignore[arg-type]

    assert recorded[0].stream == "deployment:dep-0"


WRONG_TYPES: tuple[tuple[Callable[[Any], object], str], ...] = (
    (lambda _: Despite(reason=cast(Any, None), accepted_by=person("a")), "Despite.reason is empty"),
    (lambda _: Despite(reason="so", accepted_by=cast(Any, 7)), "Despite.accepted_by is not a Person"),
    (lambda _: AsAt(recorded=cast(Any, "2024")), "AsAt.recorded is '2024': give a date, not str"),
    (lambda _: AsAt(happened=cast(Any, 3)), "AsAt.happened is 3: give a date, not int"),
    (lambda _: AsAt(position=cast(Any, "7")), "AsAt.position is '7': give a whole number"),
    (lambda b: b.acting_as(None), "acting_as: the actor None is not the id of a person"),
    (lambda b: b.acting_as("u", evidence=["form.pdf"]), "as Evidence(file_name, digest)"),
    (lambda b: b.deployment_log(None), "deployment_log: give the id of what to show as text, not None"),
    (lambda b: b.leader_workload("", YEAR), "leader_workload: give the id of what to show as text"),
)


@pytest.mark.parametrize(("ask", "says"), WRONG_TYPES)
def test_a_value_of_a_wrong_type_is_bad_input_and_says_what_to_give(
    brokerage: Brokerage, ask: Callable[[Any], object], says: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(says)):
        ask(brokerage)

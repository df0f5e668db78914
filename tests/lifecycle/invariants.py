"""What holds of every history that commands can make, whatever was asked and in whatever order.

Each is a function over what a brokerage shows: its history as recorded, and its views. It gives its objections,
none where the invariant holds. The figures it expects come from a plain model, never from the code it checks.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from s2ss_core.aggregates import deployment as deployments
from s2ss_core.aggregates import grant as grants
from s2ss_core.aggregates import leader_year as leader_years
from s2ss_core.brokerage import Brokerage
from s2ss_core.events import (
    AgreementIssued,
    Brokered,
    Closed,
    CostDisallowed,
    CostReversed,
    CostStruckOut,
    FinalReported,
    GrantAwarded,
    InstalmentCancelled,
    InstalmentReleased,
    InvoiceReceived,
    PlanApproved,
    ScheduledInstalment,
    SupportEnded,
    VisitStruckOut,
    deployment_stream,
    stored_name,
)
from s2ss_core.projections import GRANT_USAGE, AwardUsage, Certificate, Figure, LeaderWorkload
from s2ss_core.rules import Refused
from s2ss_core.store import Append, Recorded, open_store
from s2ss_core.values import AcademicYear, Money
from tests.lifecycle.asking import Ask
from tests.lifecycle.story import Award, Story, Year, deployments_in, last_day, streams_in

History: TypeAlias = Sequence[Recorded]
Objections: TypeAlias = Iterator[str]

CORRECTIONS = (VisitStruckOut, CostStruckOut, CostReversed, CostDisallowed)
TAKEN_AFTER_CLOSING = {
    "deployment.visit-struck-out", "deployment.cost-struck-out", "deployment.report-struck-out",
    "deployment.review-struck-out", "deployment.payment-struck-out", "deployment.cost-reversed",
    "deployment.cost-disallowed", "deployment.cost-allowed", "deployment.payment-made",
    "deployment.payment-reversed", "deployment.grant-recovered", "deployment.certificate-prepared",
    "deployment.grant-usage-certified", "deployment.certificate-returned", "deployment.document-shared",
    "deployment.evidence-filed",
}  # fmt: skip


# 1


def no_instalment_was_released_before_its_gates(history: History) -> Objections:
    """Behind every release stood, that day and in the record, all that the handbook asks for before money moves."""
    for at, entry in enumerate(history):
        if isinstance(entry.event, InstalmentReleased):
            story = Story(entry.stream.partition(":")[2], history[:at])
            for gate, passed in gates(story, entry.event):
                if not passed:
                    yield f"position {entry.position}: instalment {entry.event.instalment} was released before {gate}"


def gates(story: Story, release: InstalmentReleased) -> Iterator[tuple[str, bool]]:
    """Every gate of grant-funded support under the handbook, and whether the release passed it."""
    agreement, signed = story.agreement(), story.first_signed()
    schedule = agreement.schedule if agreement else ()
    due = next((one for one in schedule if one.instalment == release.instalment), None)
    settled = {one.instalment for one in story.any_of(InstalmentReleased, InstalmentCancelled)}
    cancelled = {one.instalment for one in story.of(InstalmentCancelled)} - {release.instalment}
    to_it = [one for one in schedule if one.instalment <= release.instalment]
    scheduled = sum(one.amount for one in to_it if one.instalment not in cancelled)
    approved = min((one.on for one in story.of(PlanApproved)), default=None)
    out = story.net_released + release.amount
    yield "it was a sum above nought", release.amount > 0
    yield "it was scheduled", due is not None
    yield "an end was put to releasing it twice", release.instalment not in settled
    yield "the agreement was signed", signed is not None and signed <= release.on
    yield "the plan was approved", approved is not None and approved <= release.on
    yield "the schedule was varied to the amended plan", sum(one.amount for one in schedule) == story.approved
    yield f"{out} was scheduled", out <= scheduled
    yield f"{out} was eligible", out <= story.eligible(release.on)
    yield f"{out} was set aside", out <= story.set_aside - story.given_back
    yield from progress_gates(story, release, due)
    yield from payment_gates(story, release, agreement, due)


def progress_gates(
    story: Story, release: InstalmentReleased, due: ScheduledInstalment | None
) -> Iterator[tuple[str, bool]]:
    report, review = story.report(release.report), story.review(release.review)
    of_its_kind = isinstance(report, FinalReported) == (due is not None and due.after == "final")
    of_its_term = report is not None and (due is None or report.term == due.term)
    yield "its report was written", bool(report and report.on <= release.on and of_its_kind and of_its_term)
    held = review.on if review and review.report == release.report and review.on <= release.on else None
    yield "the review was held on that report", held is not None
    judges = (
        "qa-lead",
        "broker",
        *(("funder",) if any(a.judged_by_funder for a in story.of(GrantAwarded)) else ()),
    )
    for party in judges:
        latest = story.judgement(party, release.report, release.on)
        yield f"the {party} judged progress satisfactory", latest is not None and latest.satisfactory
    notice = story.notice(release.report, held) if held else 3
    accepted = {release.short_notice_accepted_by, review.short_notice_accepted_by if review else None}
    in_time = (notice is not None and notice >= 3) or (
        story.qa_lead is not None and story.qa_lead in accepted
    )
    yield "the report was shared in time, or short notice accepted", in_time
    if due is not None and due.after == "final":
        finalised = story.finalised(release.report)
        yield "the final report was finalised", finalised is not None and finalised <= release.on
        certificate = story.certificate()
        back = story.returned(certificate.certificate, release.report) if certificate else None
        yield "the certificate was returned with it", back is not None and back <= release.on


def payment_gates(
    story: Story,
    release: InstalmentReleased,
    agreement: AgreementIssued | None,
    due: ScheduledInstalment | None,
) -> Iterator[tuple[str, bool]]:
    lead = story.of(Brokered)[0].lead
    payees = {lead.home_school.id} | ({lead.home_trust.id} if lead.home_trust else set())
    yield "it was known whom the programme pays", release.paid_to.id in payees
    if release.paid_to.member_of_broker:
        yield "it was a journal between members", release.settled_by == "journal"
        yield "the term had ended", due is not None and last_day(due.term) <= release.on
        return
    order = agreement.purchase_order if agreement else None
    invoices = [
        one
        for one in story.of(InvoiceReceived)
        if (one.invoice_number, one.supplier.id) == (release.invoice_number, release.paid_to.id)
    ]
    yield (
        "an invoice quoted the purchase order",
        any(
            (one.instalment, one.net, one.purchase_order) == (release.instalment, release.amount, order)
            and one.on <= release.on
            and order is not None
            for one in invoices
        ),
    )


# 2


def nothing_but_a_correction_leaves_more_released_than_is_eligible(history: History) -> Objections:
    """What is released, less what was recovered, stays within eligible cost until a correction takes cost away."""
    overpaid: dict[str, int] = {}
    for at, entry in enumerate(history):
        kind, _, deployment = entry.stream.partition(":")
        if kind == "deployment":
            story = Story(deployment, history[: at + 1])
            now = max(0, story.net_released - story.eligible())
            if now > overpaid.get(deployment, 0) and not isinstance(entry.event, CORRECTIONS):
                name = type(entry.event).__name__
                yield f"position {entry.position}: {name} leaves {now} released beyond eligible cost"
            overpaid[deployment] = now


# 3


def the_schedule_is_the_approved_plan_within_what_was_set_aside_and_awarded(history: History) -> Objections:
    """Σ schedule = approved ≤ allocated ≤ awarded, once an agreement binds and no amendment awaits its variation."""
    for deployment in deployments_in(history):
        story = Story(deployment, history)
        agreement = story.agreement()
        order = story.any_of(PlanApproved, AgreementIssued)
        newest = next((one for one in reversed(order) if isinstance(one, PlanApproved)), None)
        varied = agreement and newest and order.index(newest) < order.index(agreement)
        scheduled = sum(one.amount for one in agreement.schedule) if agreement else 0
        if varied and scheduled != story.approved:
            yield f"{deployment}: {scheduled} is scheduled and {story.approved} approved"
        if story.approved > story.set_aside - story.given_back:
            yield f"{deployment}: {story.approved} is approved and {story.set_aside - story.given_back} set aside"
    for stream, events in streams_in(history, "grant").items():
        award = Award(events)
        if award.allocated + award.returned > award.awarded:
            yield f"{stream}: {award.allocated} is allocated, {award.returned} returned, {award.awarded} awarded"


# 4


def the_money_equations_hold(certificate: Certificate, story: Story) -> Objections:
    """Every sum of the certificate is what its events come to, and the sums hang together, to the penny."""
    amounts = {name: int(figure.value) for name, figure in figures_of(certificate.amounts)}
    yield from differences(f"{story.deployment} {{}}", amounts, expected_amounts(story))
    yield from equations(story.deployment, amounts)
    lines = {
        row.line: tuple(int(one.value) for one in (row.approved, row.incurred, row.disallowed, row.eligible))
        for row in certificate.lines
    }
    yield from differences(f"{story.deployment} line {{}}", lines, expected_lines(story))


def the_award_is_the_sum_of_what_became_of_it(usage: AwardUsage, history: History) -> Objections:
    """awarded = eligible + committed + unspent + returned, over all the award's deployments, to the penny."""
    award = Award(streams_in(history, "grant")[f"grant:{usage.grant}"])
    sums = {name: int(figure.value) for name, figure in figures_of(usage.amounts)}
    parts = sums["eligible"] + sums["committed"] + sums["unspent"] + sums["returned"]
    if sums["awarded"] != parts:
        yield f"{usage.grant}: {sums['awarded']} was awarded, and its parts come to {parts}"
    stories = [Story(one.deployment, history) for one in usage.deployments]
    expected = {
        "awarded": award.awarded,
        "returned": award.returned,
        "eligible": sum(one.eligible() for one in stories),
        "released": sum(one.released for one in stories),
        "approved": sum(one.approved for one in stories),
    }
    yield from differences(f"{usage.grant} {{}}", {name: sums[name] for name in expected}, expected)


def expected_amounts(story: Story) -> dict[str, int]:
    """The sums of a certificate, in pence."""
    eligible, due = story.eligible(), story.eligible() - story.net_released
    committed = 0 if story.ended else max(0, story.approved - eligible)
    return {
        "awarded": story.awarded if story.allocations else 0,  # an award counts once it sets something aside
        "allocated": story.set_aside,
        "approved": story.approved,
        "incurred": story.incurred(),
        "disallowed": story.incurred() - eligible,
        "eligible": eligible,
        "released": story.released,
        "recovered": story.recovered,
        "owed": max(0, due),
        "overpaid": max(0, -due),
        "committed": committed,
        "unspent": story.set_aside - eligible - committed - story.given_back,
        "returned": story.given_back,
        "match": 0,
    }


def expected_lines(story: Story) -> dict[str, tuple[int, ...]]:
    """Approved, incurred, disallowed and eligible of each line, in pence."""
    spent = story.by_line()
    planned = story.plan.lines if story.plan else ()
    approved = {
        name: sum(one.amount for one in planned if one.id == name)
        for name in {*spent, *(x.id for x in planned)}
    }
    return {
        name: (amount, incurred, incurred - eligible, eligible)
        for name, amount in approved.items()
        for incurred, eligible in [spent.get(name, (0, 0))]
    }


def equations(deployment: str, sums: dict[str, int]) -> Objections:
    """incurred − disallowed = eligible = released − recovered + owed − overpaid; allocated = its four parts."""
    if sums["incurred"] - sums["disallowed"] != sums["eligible"]:
        yield f"{deployment}: incurred less disallowed is not what is eligible: {sums}"
    if sums["released"] - sums["recovered"] + sums["owed"] - sums["overpaid"] != sums["eligible"]:
        yield f"{deployment}: what was released and is owed is not what is eligible: {sums}"
    if sums["allocated"] != sums["eligible"] + sums["committed"] + sums["unspent"] + sums["returned"]:
        yield f"{deployment}: what was allocated is not the sum of its parts: {sums}"
    if sums["owed"] and sums["overpaid"]:
        yield f"{deployment}: something is owed and overpaid at once: {sums}"


def differences(where: str, shown: dict[str, Any], expected: dict[str, Any]) -> Objections:
    """Every name under which two tables differ."""
    for name in sorted({*shown, *expected}):
        if shown.get(name) != expected.get(name):
            yield f"{where.format(name)}: shown as {shown.get(name)}, and its events come to {expected.get(name)}"


# 5


def nobody_is_booked_past_the_allowance(history: History) -> Objections:
    """Days booked of a leader stay within the year's allowance, but for days worked past it and accepted despite."""
    for stream, events in streams_in(history, "leader-year").items():
        year = Year(events)
        despite = sum(
            (Decimal(one.days) for one in year.standing() if one.accepted_by is not None), Decimal(0)
        )
        if year.booked > year.allowance + despite:
            yield f"{stream}: {year.booked} days are booked of {year.allowance}, {despite} of them despite"


def what_is_not_worked_goes_back_when_support_ends(history: History) -> Objections:
    """When the support has ended, no day is committed to it any more that nobody worked."""
    ended = {entry.stream.partition(":")[2] for entry in history if isinstance(entry.event, SupportEnded)}
    for stream, events in streams_in(history, "leader-year").items():
        year = Year(events)
        for deployment in sorted(ended):
            if year.committed(deployment) > year.worked(deployment):
                yield f"{stream}: {year.committed(deployment)} days stay committed to {deployment}, which has ended"


# 6


def what_is_closed_takes_only_corrections_and_payments(history: History) -> Objections:
    """After a deployment was closed come only corrections, payments, recoveries, certificates, sharing, evidence."""
    closed: set[str] = set()
    for entry in history:
        name = stored_name(type(entry.event)).name
        if entry.stream in closed and name not in TAKEN_AFTER_CLOSING:
            yield f"position {entry.position}: {name} was recorded after {entry.stream} was closed"
        if isinstance(entry.event, Closed):
            closed.add(entry.stream)


# 7


FOLDS: dict[str, tuple[Callable[[Any], Any], Callable[[Any, Any], Any]]] = {
    "deployment": (deployments.replay, deployments.evolve),
    "grant": (grants.replay, grants.evolve),
    "leader-year": (leader_years.replay, leader_years.evolve),
}


def replay_gives_the_state_that_decisions_saw(brokerage: Brokerage, history: History) -> Objections:
    """What was stored, and a copy of it, replay to the very state that decisions see."""
    stored = tuple(brokerage.history())
    if stored != tuple(history):
        yield "what is stored is not what the commands said they recorded"
    with open_store("memory:") as copy:
        for one in stored:
            append = Append(one.stream, one.version - 1, (one.event,))
            copy.append([append], at=one.recorded_at, by=one.recorded_by, context=one.context)
        for kind, (replay, evolve) in FOLDS.items():
            for stream in streams_in(history, kind):
                kept = replay(entry.event for entry in brokerage.store.read(stream, texts=False))
                if kept != brokerage.load(stream, evolve)[0]:
                    yield f"{stream}: what is stored replays to another state than decisions see"
                told = replay(one.event for one in history if one.stream == stream)
                for name, store in (("the store", brokerage.store), ("its copy", copy)):
                    if replay(entry.event for entry in store.read(stream)) != told:
                        yield f"{stream}: {name} replays to another state than the commands' own events"
        for deployment in deployments_in(history):
            if Brokerage(copy).grant_usage(deployment) != brokerage.grant_usage(deployment):
                yield f"{deployment}: its certificate reads differently from a copy of the store"


# 8


def asking_again_records_nothing(brokerage: Brokerage, accepted: Sequence[Ask]) -> Objections:
    """Every command that was accepted can be asked again, word for word and at any later time, to no effect."""
    for ask in accepted:
        before = brokerage.store.newest()
        recorded = ask.of(brokerage)
        if recorded or brokerage.store.newest() != before:
            yield f"asked again, it recorded {[type(one.event).__name__ for one in recorded]}: {ask}"


# 9


def a_refusal_names_its_rules_and_records_nothing(
    brokerage: Brokerage, ask: Ask, refused: Refused, newest: int
) -> Objections:
    """A refusal carries at least one rule and all that `why_not` gives, with what clears each; nothing is recorded."""
    if not refused.broken:
        yield f"no rule is named: {refused}"
    if brokerage.store.newest() != newest:
        yield f"something was recorded although it was refused: {refused}"
    why_not = ask.why_not(brokerage)
    named = refused.broken[: len(why_not)]
    beyond = [broken.rule.code for broken in refused.broken[len(why_not) :]]
    if named != why_not or (beyond and (beyond != ["S2SS-X06"] or ask.despite is None)):
        yield f"why_not gives {[one.rule.code for one in why_not]}, the refusal {[b.rule.code for b in refused.broken]}"
    for broken in refused.broken:
        if not (broken.clears and broken.rule.code in str(refused)):
            yield f"it does not say what would clear {broken.rule.code}"


def nothing_was_recorded(brokerage: Brokerage, newest: int, wrong: Exception) -> Objections:
    """What has not the form of a fact, or is about nothing that is known, leaves no trace."""
    if brokerage.store.newest() != newest:
        yield f"something was recorded although it said: {wrong}"


# 10


def every_figure_leads_back_to_its_events(brokerage: Brokerage, history: History) -> Objections:
    """Every position behind a figure is an event of the streams the view draws on; those alone give it again."""
    streams = {entry.position: entry.stream for entry in history}
    for deployment in deployments_in(history):
        key = ("deployment", deployment)
        certificate = brokerage.grant_usage(deployment)
        yield from strays(deployment, certificate, streams, set(GRANT_USAGE.draws_on(key, brokerage.store)))
        for name in ("eligible", "owed", "unspent"):
            figure: Figure[Money] = getattr(certificate.amounts, name)
            again: Certificate = GRANT_USAGE.fold(key, figure.explain(brokerage.store))
            if (same := getattr(again.amounts, name).value) != figure.value:
                yield f"{deployment} {name}: {figure.value}, but {same} from its own events {figure.positions}"
    for stream in streams_in(history, "leader-year"):
        _, leader, year = stream.split(":")
        yield from strays(stream, brokerage.leader_workload(leader, AcademicYear(year)), streams, {stream})


def strays(of: str, view: Any, streams: dict[int, str], own: set[str]) -> Objections:
    """Positions behind figures that are not of the streams a view draws on."""
    for name, figure in figures_of(view):
        for position in figure.positions:
            if streams.get(position) not in own:
                yield f"{of} {name}: position {position} is of {streams.get(position, 'nothing')}"
        if figure.value and not figure.positions:
            yield f"{of} {name}: {figure.value} comes from no event"


def figures_of(view: Any, name: str = "") -> Iterator[tuple[str, Figure[Any]]]:
    """Every figure in a view, and where it stands."""
    if isinstance(view, Figure):
        yield name, view
    elif isinstance(view, tuple):
        for index, part in enumerate(view):
            yield from figures_of(part, f"{name}[{index}]")
    elif attrs.has(type(view)):
        for field in attrs.fields(type(view)):
            yield from figures_of(getattr(view, field.name), f"{name}.{field.name}" if name else field.name)


# 11


def the_workload_view_shows_what_bookings_are_decided_on(
    view: LeaderWorkload, brokerage: Brokerage
) -> Objections:
    """A leader's year is shown with the very days that a booking is decided on."""
    year = brokerage.leader_year(view.leader, AcademicYear(view.cap_year))
    shown: dict[str, Any] = {
        "allowance": view.allowance.value,
        "committed": view.committed.value,
        "worked": view.worked.value,
        "booked": view.booked.value,
        "left": max(Decimal(0), view.left.value),
    }
    seen: dict[str, Any] = {
        "allowance": year.allowance,
        "committed": sum(year.committed.values(), Decimal(0)),
        "worked": sum((one.days for one in year.worked.values()), Decimal(0)),
        "booked": year.booked,
        "left": year.left,
    }
    yield from differences(f"{view.leader} {view.cap_year} {{}}", shown, seen)


def the_usage_view_shows_what_releases_are_decided_on(
    certificate: Certificate, brokerage: Brokerage
) -> Objections:
    """A certificate shows the very money that a release is decided on."""
    deployment = certificate.parties.deployment
    state = brokerage.load(deployment_stream(deployment), deployments.evolve)[0]
    assert state is not None
    brokered = state.brokering.brokered
    programme = brokerage.adopted(brokered.programme, brokered.version)
    amounts = certificate.amounts
    yield from differences(
        f"{deployment} {{}}",
        {
            "eligible": amounts.eligible.value,
            "net released": amounts.released.value - amounts.recovered.value,
            "overpaid": amounts.overpaid.value,
            "approved": amounts.approved.value,
        },
        {
            "eligible": state.eligible(programme),
            "net released": state.ledger.net_released,
            "overpaid": state.overpaid(programme),
            "approved": state.planning.total,
        },
    )
    shown = {row.line: row.eligible.value for row in certificate.lines if row.eligible.value}
    seen = {
        line: eligible for line, eligible in state.eligible_by_line(programme).items() if eligible != Money(0)
    }
    yield from differences(f"{deployment} line {{}}", shown, seen)

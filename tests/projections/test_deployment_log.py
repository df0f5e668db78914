from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import s2ss_core.events as e
from s2ss_core.events import programme_stream
from s2ss_core.programmes import canonical, digest
from s2ss_core.projections import DEPLOYMENT_LOG, AsAt, DeploymentLog, Due, as_data
from s2ss_core.projections.deployment_log.descriptions import describe
from s2ss_core.store import Recorded
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Money, Organisation, Person, Withheld
from tests.projections.histories import History
from tests.projections.nonsense import KINDS
from tests.projections.worked_example import (
    DEPLOYMENT,
    ENGLISH,
    ENGLISH_DAYS,
    HOME,
    LEAD,
    OFFICER,
    OWN,
    PROGRAMME,
    QA,
    SPRING,
    SUPPLIER,
    SYSTEM_LEADER,
    TRUST,
    adopted,
    brokered,
    paid,
    pounds,
    reported,
    review,
    visit,
    worked_example,
)

KEY = ("deployment", DEPLOYMENT)
ON = date(2025, 2, 1)
A_LEAP_YEAR = timedelta(days=366)


def log(history: History, happened: date | None = None) -> DeploymentLog:
    return DEPLOYMENT_LOG.live(history, KEY, as_at=AsAt(happened=happened))


def missing(of: DeploymentLog) -> tuple[Due, ...]:
    """What was due by the last day on which anything happened."""
    assert of.newest is not None
    return of.missing_by(of.newest)


def after(*events: object) -> DeploymentLog:
    history = worked_example()
    for event in events:
        history.tell(OWN, event)
    return log(history)


def by(*names: str) -> set[str]:
    return set(names)


def test_every_event_of_the_deployment_is_an_entry_in_the_order_it_happened() -> None:
    history = worked_example()
    entries = log(history).entries

    assert sorted(entry.position for entry in entries) == [entry.position for entry in history.read(OWN)]
    assert [(entry.on, entry.position) for entry in entries] == sorted(
        (entry.on, entry.position) for entry in entries
    )
    assert all(entry.says for entry in entries)


def test_an_entry_describes_what_happened_in_the_words_of_the_trade() -> None:
    says = {entry.name: entry.says for entry in log(worked_example()).entries}

    assert says["deployment.instalment-released"] == (
        "Instalment 3 released: £3,000.00 to x-trust, on report f-1 and review r-3"
    )
    assert says["entry.accepted-despite"] == (
        "Recorded despite S2SS-S02 the agreement was signed before support began: visit v-sl-0,"
        " accepted by u-2"
    )


@pytest.mark.parametrize("name", sorted(name for name in KINDS if name.startswith("deployment.")))
@given(data=st.data())
@settings(max_examples=3, deadline=None)
def test_every_event_of_a_deployment_has_a_description_of_one_line(name: str, data: st.DataObject) -> None:
    says = describe(data.draw(KINDS[name]))

    assert says
    assert "\n" not in says


def test_an_event_outside_deployments_has_no_description() -> None:
    assert describe(object()) == ""


def test_a_struck_entry_stays_struck_through_with_its_reason_and_by_whom() -> None:
    strike = e.EntryStruckOut(
        of=Cause("visit", ("v-en-1",)),
        on=ON,
        cause="duplicate",
        reason="Twice.",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )
    struck = after(strike)
    (entry,) = [entry for entry in struck.entries if entry.struck_out]

    assert entry.struck_out is not None
    assert entry.says.startswith("Record of Visit v-en-1")
    assert (entry.struck_out.reason, entry.struck_out.asked_by, entry.struck_out.agreed_by) == (
        "Twice.",
        person("u-1"),
        person("u-2"),
    )
    assert [record.visit for record in struck.records_of_visit if record.struck_out] == ["v-en-1"]


def test_private_text_is_shown_if_it_was_read_and_withheld_if_not() -> None:
    history = worked_example()
    (first,) = [e for e in history.entries if getattr(e.event, "visit", None) == "v-en-1" and e.stream == OWN]
    shown = {entry.position: entry.texts for entry in log(history).entries}[first.position]
    history.entries[first.position - 1] = _erased(first)
    kept = {entry.position: entry.texts for entry in log(history).entries}[first.position]

    assert [(text.field, text.text) for text in shown] == [("/focus", "Reading in year 3")]
    assert as_data(kept) == [{"field": "/focus", "text": "withheld"}]


def _erased(entry: Recorded) -> Recorded:
    return attrs.evolve(entry, event=but(entry.event, focus=Withheld("sha256:" + "0" * 64)))


def but(event: Any, **changes: object) -> Any:
    return attrs.evolve(event, **changes)


def test_the_accepted_finding_is_about_the_fact_and_says_who_and_why() -> None:
    (finding,) = log(worked_example()).findings

    assert (finding.severity, finding.code, finding.position) == ("accepted", "S2SS-S02", 22)
    assert (finding.reason, finding.accepted_by) == ("The payee's signature was in the post.", person("u-2"))


def test_an_acceptance_of_an_unknown_fact_is_about_itself() -> None:
    rule = e.BrokenRule(code="S2SS-S02", name="the_agreement_was_signed_before_support_began", facts=())
    history = worked_example()
    position = history.tell(
        OWN,
        e.AcceptedDespite(
            of=Cause("visit", ("v-99",)), on=ON, rules=(rule,), reason="Snow.", accepted_by=person("u-2")
        ),
    )

    assert position in {finding.position for finding in log(history).findings}


def test_a_report_shared_too_late_or_not_at_all_is_a_note() -> None:
    late = after(*reported("i-9", SPRING, date(2024, 3, 20)), review("r-9", "i-9", SPRING, date(2024, 3, 21)))
    unshared = after(
        reported("i-9", SPRING, date(2024, 3, 20))[0], review("r-9", "i-9", SPRING, date(2024, 3, 21))
    )

    assert by(*(finding.code for finding in late.findings)) == {"S2SS-S02", "S2SS-R09"}
    assert by(*(finding.code for finding in unshared.findings)) == {"S2SS-S02", "S2SS-R08", "S2SS-R09"}
    assert by(*(finding.severity for finding in unshared.findings)) == {"accepted", "note"}


def test_short_notice_that_the_qa_lead_accepted_is_no_finding() -> None:
    held = but(review("r-9", "i-9", SPRING, date(2024, 3, 21)), short_notice_accepted_by=QA)
    accepted = after(*reported("i-9", SPRING, date(2024, 3, 20)), held)

    assert [finding.code for finding in accepted.findings] == ["S2SS-S02"]


def test_a_review_shorter_than_usual_is_a_note() -> None:
    short = after(review("r-9", "i-1", SPRING, date(2024, 3, 28), minutes=45))

    assert [(finding.code, finding.severity) for finding in short.findings] == [
        ("S2SS-S02", "accepted"),
        ("S2SS-R15", "note"),
    ]


def test_a_visit_told_twice_under_two_ids_is_noted_until_one_is_struck_out() -> None:
    once, again = (visit(name, date(2024, 11, 21), LEAD, None) for name in ("v-x", "v-y"))

    told_twice = after(once, again)
    strike = e.EntryStruckOut(
        of=Cause("visit", ("v-y",)), on=date(2024, 12, 2), cause="duplicate", reason="Told twice",
        asked_by=person("u-1"), agreed_by=person("u-2"),
    )  # fmt: skip
    struck = after(once, again, strike)

    assert [note.says.partition(":")[0] for note in told_twice.notes] == [
        "visits v-x and v-y are alike in all but their ids"
    ]
    positions = {record.visit: record.position for record in told_twice.records_of_visit}
    assert told_twice.notes[0].positions == (positions["v-x"], positions["v-y"])
    assert struck.notes == ()


def test_a_report_updated_late_and_a_visit_alone_are_noted() -> None:
    alone = but(visit("v-x", date(2024, 11, 21), LEAD, None), counterpart=None)
    noted = after(
        e.ReportFinalised(report="i-1", revision=3, on=date(2024, 3, 28), after_review="r-1"), alone
    )

    assert [note.says.partition(";")[0] for note in noted.notes] == [
        "report i-1 was updated 5 working days after review r-1"
    ]
    assert [(finding.code, finding.severity) for finding in noted.findings] == [
        ("S2SS-S02", "accepted"),
        ("S2SS-S06", "note"),
    ]


@pytest.mark.parametrize(("significance", "noted"), (("hosting", True), ("visit", True), ("training", False)))
def test_only_a_visit_or_a_hosting_alone_is_noted(significance: str, noted: bool) -> None:
    alone = but(visit("v-x", date(2024, 11, 21), LEAD, None), counterpart=None, significance=significance)

    assert ("S2SS-S06" in {finding.code for finding in after(alone).findings}) == noted


def test_support_of_an_unusual_length_is_a_note() -> None:
    history = History()
    history.tell(programme_stream("exceed-2023", "V7"), adopted())
    history.tell(OWN, but(brokered(), intended_end=date(2027, 12, 20)))

    [finding] = log(history).findings

    assert (finding.code, finding.severity) == ("S2SS-B12", "note")


@pytest.mark.parametrize(
    ("end", "terms"),
    (
        (date(2024, 1, 8), []),  # a term, which is usual
        (date(2024, 1, 7), ["0"]),
        (date(2024, 1, 8) + 20 * A_LEAP_YEAR, ["61"]),
        (date(2024, 1, 9) + 20 * A_LEAP_YEAR, ["0"]),
    ),
)
def test_the_terms_of_a_mistyped_period_are_not_counted(end: date, terms: list[str]) -> None:
    history = History()
    history.tell(programme_stream("exceed-2023", "V7"), adopted())
    history.tell(OWN, but(brokered(), intended_end=end))

    assert [dict(finding.facts)["terms"] for finding in log(history).findings] == terms


def test_a_report_counts_as_shared_from_the_first_time_it_was() -> None:
    report, shared = reported("i-9", SPRING, date(2024, 3, 8))
    again = but(shared, on=date(2024, 3, 20))

    held = after(report, shared, again, review("r-9", "i-9", SPRING, date(2024, 3, 21)))

    assert [finding.code for finding in held.findings] == ["S2SS-S02"]


def test_a_report_shared_on_the_day_of_its_review_was_shared_before_it() -> None:
    late = after(*reported("i-9", SPRING, date(2024, 3, 21)), review("r-9", "i-9", SPRING, date(2024, 3, 21)))

    assert by(*(finding.code for finding in late.findings)) == {"S2SS-S02", "S2SS-R09"}


def test_a_review_without_a_qa_lead_has_findings_too() -> None:
    history = worked_example().without(e.QALeadAppointed)
    for event in (
        *reported("i-9", SPRING, date(2024, 3, 20)),
        review("r-9", "i-9", SPRING, date(2024, 3, 21)),
    ):
        history.tell(OWN, event)

    assert by(*(finding.code for finding in log(history).findings)) == {"S2SS-S02", "S2SS-R09"}


@pytest.mark.parametrize(
    ("on", "days"), ((date(2025, 3, 22), 253), (date(2025, 3, 23), 366), (date(2026, 3, 23), 366))
)
def test_the_working_days_of_more_than_a_year_are_not_counted(on: date, days: int) -> None:
    noted = after(e.ReportFinalised(report="i-1", revision=3, on=on, after_review="r-1"))

    assert noted.notes[0].says.startswith(f"report i-1 was updated {days} working days after review r-1")


def test_a_term_without_its_report_does_not_hide_the_next() -> None:
    history = worked_example().without(e.InterimReported)

    assert [item.term for item in missing(log(history)) if item.what == "the interim report"] == [
        "2024-spring",
        "2024-summer",
    ]


@pytest.mark.parametrize("kind", ("external", "self-funded"))
@pytest.mark.parametrize(("release", "errors"), ((9, ["S2SS-M21"]), (None, [])))
def test_a_payment_is_an_error_where_it_names_a_release_that_was_not_made_even_if_there_are_no_releases(
    kind: Any, release: int | None, errors: list[str]
) -> None:
    funding = (but(terms, gates=()) if terms.kind == "self-funded" else terms for terms in PROGRAMME.funding)
    own = but(PROGRAMME, funding=tuple(funding))
    history = History()
    history.tell(
        programme_stream(own.name, own.version), but(adopted(), digest=digest(own), content=canonical(own))
    )
    history.tell(OWN, but(brokered(), digest=digest(own), funding=e.Funding(kind=kind, awards=())))
    history.tell(OWN, paid("p-9", release, 100, ON))

    assert [finding.code for finding in log(history).findings if finding.severity == "error"] == errors


def test_the_description_of_a_visit_has_its_preparation_and_its_counterpart() -> None:
    first = visit("v-1", date(2024, 1, 10), LEAD, "1", half=True)

    assert describe(first) == (
        f"Record of Visit v-1: {LEAD}, visit, 1 day and 1 half-day of preparation, on line 1, with teacher-5"
    )
    assert describe(but(first, preparation=None, line=None, counterpart=None)) == (
        f"Record of Visit v-1: {LEAD}, visit, 1 day"
    )


def test_the_description_of_a_cost_says_when_its_payer_says_that_it_was_paid() -> None:
    books = e.CostIncurred(
        cost="SS-101",
        on=date(2024, 2, 5),
        line="resources",
        supplier=Organisation(id="s-1"),
        net=Money(60000),
        defrayed_on=date(2024, 3, 1),
    )

    assert (
        describe(books) == "Cost SS-101 of £600.00 incurred on line resources: from s-1, paid on 2024-03-01"
    )
    assert describe(but(books, defrayed_on=None)).endswith("from s-1")


def test_the_preparation_of_a_visit_is_in_its_record() -> None:
    records = {record.visit: record for record in log(worked_example()).records_of_visit}
    prepared = {
        entry.event.visit: entry.event.preparation
        for entry in worked_example().entries
        if isinstance(entry.event, e.VisitLogged)
    }

    assert {name: record.preparation for name, record in records.items()} == prepared
    assert any(prepared.values())


def test_the_log_of_a_deployment_that_was_never_brokered_has_its_id_and_no_programme() -> None:
    stray = History()
    stray.tell(OWN, visit("v-1", date(2024, 1, 10), LEAD, "1"))

    assert (log(stray).deployment, log(stray).programme) == (DEPLOYMENT, "")


def test_a_description_lists_the_committed_days_and_the_attendees() -> None:
    events = {type(entry.event): entry.event for entry in worked_example().entries}
    begun, met = events[e.Brokered], events[e.PlanningMeetingHeld]
    two = (
        Person(person="ht-1", role="headteacher", organisation="s-1"),
        Person(person=LEAD, role="system-leader", organisation="s-7"),
    )

    assert describe(begun).endswith("; 4 days in 2023/24, 2 days in 2024/25")
    assert describe(but(begun, commitments=())).endswith("; no days")
    assert describe(but(begun, commitments=(), commitments_open=True)).endswith(
        "; some days still to be agreed"
    )
    assert describe(but(begun, commitments_open=True)).endswith(", some days still to be agreed")
    assert describe(but(events[e.LeaderJoined], commitments=begun.commitments)).endswith(
        " joined; 4 days in 2023/24, 2 days in 2024/25"
    )
    assert describe(but(met, attendees=two)).endswith(f": ht-1, {LEAD}")


def test_a_release_is_described_with_its_leg_and_part_where_they_are_not_the_usual_ones() -> None:
    released = next(
        entry.event for entry in worked_example().entries if isinstance(entry.event, e.InstalmentReleased)
    )

    assert describe(but(released, report=None, review=None)) == "Instalment 1 released: £6,000.00 to x-trust"
    assert describe(but(released, leg="share", part=2, review=None)) == (
        "Instalment 1 of the leg share, part 2, released: £6,000.00 to x-trust, on report i-1"
    )


def test_a_document_is_shared_under_its_name_and_the_last_review_is_called_final() -> None:
    events = {type(entry.event): entry.event for entry in worked_example().entries}
    shared, held = events[e.DocumentShared], events[e.ReviewHeld]

    assert describe(but(shared, of=Cause("visit", ("v-1",)))).startswith("Visit v-1 shared")
    assert describe(but(held, final=True)).startswith(f"Final review {held.review} of ")
    assert describe(but(held, final=False)).startswith(f"Review {held.review} of ")


def test_a_description_mentions_optional_fields_only_if_they_are_set() -> None:
    events = {type(entry.event): entry.event for entry in worked_example().entries}
    agreement = but(events[e.AgreementIssued], schedule=())
    invoice, scheduled = events[e.InvoiceReceived], events[e.ReviewsScheduled]
    certified = events[e.GrantUsageCertified]
    held, judged, cost = events[e.ReviewHeld], events[e.ProgressJudged], events[e.CostIncurred]

    assert describe(but(held, report=None, minutes=None)).endswith(f" held: led by {held.led_by}")
    assert describe(but(judged, report=None, review=None)).endswith(f" by the {judged.party}")
    assert describe(but(cost, invoice_number=None)).endswith(f": from {cost.supplier.id}")
    assert describe(agreement) == "Flow down contract ag-1 version 1 issued, purchase order PO-77"
    assert describe(but(agreement, purchase_order=None)) == "Flow down contract ag-1 version 1 issued"
    assert describe(invoice).endswith("instalment 3: £3,000.00, purchase order PO-77")
    assert describe(but(invoice, purchase_order=None)).endswith("instalment 3: £3,000.00")
    assert describe(scheduled).endswith("meetings scheduled: r-1 on 2024-03-21, r-2 on 2024-07-11")
    assert describe(but(scheduled, reviews=())) == "Termly review meetings scheduled: none"
    assert describe(certified).endswith("for 2024-01-08 to 2024-12-12")
    assert describe(but(certified, supersedes="c-0")).endswith(
        "for 2024-01-08 to 2024-12-12, superseding c-0"
    )


def test_a_report_says_how_each_objective_is_rated() -> None:
    report: Any = reported("i-1", SPRING, date(2024, 3, 14))[0]
    ratings = (e.Rating(objective="o-1", rag="amber"), e.Rating(objective="o-2", rag="red"))

    assert describe(but(report, ratings=ratings)) == "Interim report i-1 on Spring 2024: o-1 amber, o-2 red"
    assert describe(but(report, ratings=())) == "Interim report i-1 on Spring 2024: no objective rated"


def test_a_payment_without_a_release_is_an_error_until_it_is_undone() -> None:
    wrong = paid("p-9", 9, 100, ON)
    twice = paid("p-8", 1, 100, ON)
    back = e.PaymentReversed(payment="p-9", document="bank-1", on=ON, amount=wrong.amount)
    strike = e.EntryStruckOut(
        of=Cause("payment", ("p-9",)),
        on=ON,
        cause="did-not-happen",
        reason="x",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )

    def errors(*events: object) -> list[str]:
        return [finding.code for finding in after(*events).findings if finding.severity == "error"]

    [found] = [finding for finding in after(wrong).findings if finding.severity == "error"]

    assert ("instalment", "9") in found.facts
    assert errors(wrong) == ["S2SS-M21"]
    assert errors(twice) == ["S2SS-M21"]
    assert errors(wrong, back) == []
    assert errors(wrong, strike) == []


def test_a_payment_is_described_by_what_it_settles_and_its_vat() -> None:
    payment = paid("p-9", 1, 100, ON)
    cost = e.Settled(of=Cause("cost", ("c-1",)), amount=pounds(20))
    both = but(payment, settles=(*payment.settles, cost), vat=pounds(20))
    back = e.PaymentReversed(payment="p-9", document="bank-1", on=ON, amount=pounds(100), vat=pounds(20))
    credit = e.CostReversed(cost="c-1", document="CN-1", on=ON, net=pounds(50), vat=pounds(10))

    assert describe(payment) == "Payment p-9 of £100.00 made to x-trust for instalment 1"
    assert describe(but(payment, settles=())).endswith("for no instalment")
    assert describe(both).endswith("for instalment 1 and cost c-1, VAT £20.00")
    assert describe(back) == "Payment p-9 reversed by £100.00, VAT £20.00: bank-1"
    assert describe(credit) == "Cost c-1 reversed by £50.00 and VAT of £10.00: CN-1"


def test_a_concern_is_open_until_it_is_resolved() -> None:
    history = worked_example()
    opened = log(history, date(2024, 5, 20)).concerns[0]
    history.tell(
        OWN, e.ConcernEscalated(concern="k-1", on=date(2024, 5, 15), by=OFFICER, escalated_to="broker")
    )
    resolved = log(history).concerns[0]

    assert (opened.open, opened.with_whom) == (True, "headteacher")
    assert (resolved.open, resolved.with_whom, resolved.resolved_on) == (False, "broker", date(2024, 5, 23))


def test_a_concern_says_as_whom_it_was_raised() -> None:
    history = worked_example()
    raised = e.ConcernRaised(concern="k-2", on=date(2024, 5, 15), by=SYSTEM_LEADER, about="Cover.")
    history.tell(OWN, raised)

    assert [concern.raised_as for concern in log(history).concerns] == ["headteacher", "system-leader"]
    assert describe(raised) == "Concern k-2 raised by sl-014 (system-leader) with the headteacher"


def passed_on(report: str, *readers: Any, on: date = ON, revision: int = 2) -> e.DocumentShared:
    return e.DocumentShared(
        of=Cause("report", (report,)), revision=revision, on=on, shared_with=readers, by=SYSTEM_LEADER
    )


def test_nothing_is_missing_at_the_end_once_every_report_is_shared() -> None:
    sharing = {(item.what, item.of, item.waits_on) for item in log(worked_example()).expected}
    authors = ("headteacher", "system-leader")

    assert sharing == {
        found
        for kind, report in (("interim", "i-1"), ("interim", "i-2"), ("final", "f-1"))
        for found in (
            (f"the {kind} report shared with the governing-board", report, authors),
            (f"the {kind} report shared with the funder", report, ("broker",)),
            (f"the updated {kind} report shared with the qa-lead", report, authors),
            (f"the updated {kind} report shared with the broker", report, authors),
        )
    }
    everybody = ("governing-board", "funder", "qa-lead", "broker")
    assert after(*(passed_on(report, *everybody) for report in ("i-1", "i-2", "f-1"))).expected == ()


def test_a_report_is_passed_on_two_working_days_after_its_review_or_when_it_is_finalised() -> None:
    whole = worked_example()
    first = next(entry.position for entry in whole.entries if isinstance(entry.event, e.ReviewHeld))
    history = whole.upto(first)
    reviewed = {item.what: (item.since, item.due) for item in log(history).expected if item.of == "i-1"}
    spring = (date(2024, 3, 21), date(2024, 3, 25))

    assert reviewed["the interim report shared with the funder"] == spring
    assert reviewed["the interim report shared with the governing-board"] == spring
    assert "the updated interim report shared with the broker" not in reviewed

    history.tell(OWN, passed_on("i-1", "funder", on=date(2024, 3, 21), revision=1))
    found = {item.what for item in log(history).expected if item.of == "i-1"}
    assert "the interim report shared with the funder" not in found

    history.tell(
        OWN,
        e.ReportFinalised(report="i-1", revision=2, on=date(2024, 3, 22), after_review="r-1"),
    )
    updated = {item.what: (item.since, item.due) for item in log(history).expected if item.of == "i-1"}
    since_then = (date(2024, 3, 22), date(2024, 3, 25))
    assert updated["the updated interim report shared with the broker"] == since_then
    assert updated["the interim report shared with the funder"] == since_then


def test_before_it_begins_everything_that_comes_first_is_expected_and_nothing_is_missing_yet() -> None:
    young = log(worked_example(), date(2023, 11, 13))
    first = {item.what for item in young.expected if item.due == date(2024, 1, 8)}

    assert first == {
        "the QA Lead's appointment",
        "the approved plan",
        "the dates of the reviews",
        "the agreement signed for the payee",
        "the headteacher's training",
        "the system-leader's training",
        "the foundations on the supported side",
        "the foundations on the supporting side",
    }
    assert young.missing_by(date(2024, 1, 7)) == ()
    assert {item.what for item in young.missing_by(date(2024, 1, 8))} == first


def left(leader: str, on: date, **more: Any) -> e.LeaderReplaced:
    return e.LeaderReplaced(
        leaving=leader, on=on, cause="cannot-provide-outreach", last_day=on, effective_from=on, **more
    )


def test_a_deployment_whose_lead_left_misses_a_lead_until_somebody_leads() -> None:
    gone = left(LEAD, date(2024, 6, 20))
    again = e.LeaderJoined(
        leader=e.Leader(leader="sl-030", band="middle-leader", home_school=HOME), on=date(2024, 7, 1), lead=True, commitments=(),
    )  # fmt: skip

    found = [item for item in missing(after(gone)) if item.what == "a lead leader"]

    assert [(item.due, item.waits_on) for item in found] == [(date(2024, 6, 21), ("broker",))]
    for followed in (
        (gone, again),
        (left(LEAD, date(2024, 6, 20), new_lead=ENGLISH),),
        (left(ENGLISH, date(2024, 6, 20)),),
    ):
        assert all(item.what != "a lead leader" for item in after(*followed).expected)


def test_a_lead_who_left_after_the_end_is_not_missed() -> None:
    assert all(item.what != "a lead leader" for item in after(left(LEAD, date(2025, 1, 6))).expected)


@pytest.mark.parametrize(
    ("provider", "noted"),
    ((HOME, False), (TRUST, False), (Organisation(id="S-7"), False), (SUPPLIER, True)),
    ids=("home school", "home trust", "another spelling", "somebody else"),
)
def test_a_line_that_others_provide_than_the_home_school_of_who_visits_on_it_is_noted(
    provider: Organisation, noted: bool
) -> None:
    history = worked_example()
    plans = [entry for entry in history.entries if isinstance(entry.event, e.PlanSubmitted)]
    for entry in plans:
        lines = tuple(
            but(planned, provider=provider) if planned.id == "1" else planned for planned in entry.event.lines
        )
        history.entries[history.entries.index(entry)] = attrs.evolve(
            entry, event=but(entry.event, lines=lines)
        )

    notes = [note for note in log(history).notes if note.says.startswith("line 1 is provided by")]

    assert [note.says for note in notes] == [
        "line 1 is provided by x-programme, and sl-022, who visits on it, is of s-7: check who is paid for it"
    ] * noted
    assert [len(note.positions) for note in notes] == [len(ENGLISH_DAYS) + 1] * noted


@pytest.mark.parametrize(("supplier", "noted"), ((SUPPLIER, 0), (TRUST, 1)), ids=("the provider", "another"))
def test_a_cost_of_another_supplier_than_the_provider_of_its_line_is_noted(
    supplier: Organisation, noted: int
) -> None:
    cost = e.CostIncurred(cost="c-x", on=date(2024, 2, 1), line="2", supplier=supplier, net=pounds(1))

    notes = [note.says for note in after(cost).notes if note.says.startswith("cost c-x")]

    assert notes == ["cost c-x is of x-trust, and line 2 is provided by x-programme"] * noted


@pytest.mark.parametrize(
    ("start", "end", "reports"),
    (
        (date(2023, 11, 27), date(2024, 1, 5), ["the final report"]),
        (date(2023, 11, 27), date(2024, 2, 25), ["the final report"]),
        (date(2023, 11, 27), date(2024, 2, 26), ["the final report", "the interim report"]),
    ),
    ids=("five weeks over Christmas", "as long as the shorter term", "a day longer"),
)
def test_only_support_longer_than_a_term_owes_an_interim_report(
    start: date, end: date, reports: list[str]
) -> None:
    history = worked_example()
    first = next(entry for entry in history.entries if isinstance(entry.event, e.Brokered))
    short = attrs.evolve(first, event=but(first.event, start=start, intended_end=end))
    young = History([*(entry for entry in history.entries if entry.position < first.position), short, *(
        entry for entry in history.entries if isinstance(entry.event, e.ProgrammeAdopted)
    )])  # fmt: skip

    expected = {item.what for item in log(young).expected}

    assert sorted(what for what in expected if what in {"the final report", "the interim report"}) == reports


def test_a_term_that_passed_without_its_report_is_missing_report_review_and_judgements() -> None:
    history = History(
        entry
        for entry in worked_example().entries
        if not (
            getattr(entry.event, "report", None) == "i-2" or getattr(entry.event, "document", None) == "i-2"
        )
    )
    found = log(history, date(2024, 10, 7)).missing_by(date(2024, 10, 7))

    assert sorted((item.what, item.term) for item in found if item.of != "i-1") == [
        ("the broker's judgement of progress", "2024-summer"),
        ("the interim report", "2024-summer"),
        ("the qa-lead's judgement of progress", "2024-summer"),
        ("the review of the interim report", "2024-summer"),
    ]


def test_a_review_struck_out_is_missing_again() -> None:
    strike = e.EntryStruckOut(
        of=Cause("review", ("r-3",)),
        on=ON,
        cause="wrong-details",
        reason="x",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )

    assert "the review of the final report" in {item.what for item in missing(after(strike))}


def test_support_that_did_not_run_its_course_owes_no_final_report() -> None:
    history = worked_example().upto(62)
    history.tell(OWN, e.SupportEnded(actual_end=date(2024, 5, 1), on=date(2024, 5, 1), cause="exit"))

    assert {item.of for item in log(history).expected} == {"i-1"}  # which was not passed on


def test_reviews_and_reports_are_there_with_what_became_of_them() -> None:
    whole = log(worked_example())

    assert [(report.report, report.kind, report.revision) for report in whole.reports] == [
        ("i-1", "interim", 2),
        ("i-2", "interim", 2),
        ("f-1", "final", 2),
    ]
    assert [report.shared[0].shared_with for report in whole.reports] == [("qa-lead", "broker")] * 3
    assert [review.final for review in whole.reviews] == [False, False, True]
    assert len(whole.judgements) == 6
    assert len(whole.records_of_visit) == 18
    assert [instalment.status for instalment in whole.instalments] == ["paid"] * 3
    assert e.ReviewHeld in {type(entry.event) for entry in worked_example().entries}

from collections.abc import Iterable
from datetime import date

import attrs
import pytest

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import actions, reporting, reviews
from s2ss_core.events import (
    Action,
    ActionDone,
    DeploymentEvent,
    EntryStruckOut,
    QALeadStoodDown,
    Rating,
    TimeRenegotiated,
)
from s2ss_core.programmes import Programme
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Audience, Cause, Person, Role, Term
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    A_NOMINEE,
    BROKERED_INTERNALLY,
    BROKERED_SELF_FUNDED,
    EXCEED,
    FINAL_REPORTED,
    HOME_TRUST,
    INTERIM_FINALISED,
    INTERIM_REPORTED,
    INTERIM_SHARED,
    JUDGED_BY_BROKER,
    JUDGED_BY_QA_LEAD,
    NOW,
    PLAN_SUBMITTED,
    QA_LEAD,
    QA_LEAD_APPOINTED,
    REVIEW_HELD,
    SPRING,
    SUMMER,
    THE_FUNDER,
    THE_HEADTEACHER,
    THE_LEADER,
    THE_QA_LEAD,
    WHEN_JUDGED,
    WHEN_REPORTED,
    WHEN_REVIEWED,
    WHEN_SHARED,
    WHEN_SIGNED,
    WHEN_WORKED,
    at,
    but,
    changed,
    codes,
    judged,
)

OBJECTIVE = PLAN_SUBMITTED.objectives[0]
TWO_OBJECTIVES = but(
    WHEN_SIGNED,
    PLAN_SUBMITTED,
    changed(PLAN_SUBMITTED, objectives=(OBJECTIVE, attrs.evolve(OBJECTIVE, id="o-2"))),
)
A_GOVERNOR = Person(person="gov-1", role="governor", organisation="s-1")
SUMMER_REPORT = changed(INTERIM_REPORTED, report="i-2", on=date(2024, 7, 4), term=SUMMER)
REPORT_STRUCK_OUT = EntryStruckOut(
    of=Cause("report", ("i-1",)),
    on=date(2024, 3, 15),
    cause="wrong-details",
    reason="Another school's.",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
REVIEW_STRUCK_OUT = EntryStruckOut(
    of=Cause("review", ("r-1",)),
    on=date(2024, 3, 27),
    cause="did-not-happen",
    reason="Snow.",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
SHARED_LATE = but(WHEN_SHARED, INTERIM_SHARED, changed(INTERIM_SHARED, on=date(2024, 3, 22)))
SHARED_WITH_QA_LEAD = but(WHEN_SHARED, INTERIM_SHARED, changed(INTERIM_SHARED, shared_with=("qa-lead",)))


def under(**reports: object) -> DecisionContext:
    """The context under a programme that asks otherwise for its reports."""
    programme: Programme = changed(EXCEED, reports=changed(EXCEED.reports, **reports))
    return attrs.evolve(NOW, programme=programme)


def interim(
    history: Iterable[DeploymentEvent] = WHEN_WORKED, context: DecisionContext = NOW, **otherwise: object
) -> Decision[DeploymentEvent]:
    return reporting.report_interim(at(history), context, changed(INTERIM_REPORTED, **otherwise))


def final(history: Iterable[DeploymentEvent] = WHEN_WORKED, **otherwise: object) -> Decision[DeploymentEvent]:
    return reporting.report_final(at(history), NOW, changed(FINAL_REPORTED, **otherwise))


def reviewed(
    history: Iterable[DeploymentEvent] = WHEN_SHARED, context: DecisionContext = NOW, **otherwise: object
) -> Decision[DeploymentEvent]:
    return reviews.hold_review(at(history), context, changed(REVIEW_HELD, **otherwise))


def finalised(
    history: Iterable[DeploymentEvent] = WHEN_REVIEWED, **otherwise: object
) -> Decision[DeploymentEvent]:
    return reporting.finalise_report(at(history), NOW, changed(INTERIM_FINALISED, **otherwise))


def shared(**otherwise: object) -> Decision[DeploymentEvent]:
    return reporting.share_document(at(WHEN_REPORTED), NOW, changed(INTERIM_SHARED, **otherwise))


def judging(
    history: Iterable[DeploymentEvent] = WHEN_REVIEWED,
    context: DecisionContext = NOW,
    **otherwise: object,
) -> Decision[DeploymentEvent]:
    return reviews.judge_progress(at(history), context, changed(JUDGED_BY_QA_LEAD, **otherwise))


NEXT_QA_LEAD = changed(QA_LEAD_APPOINTED, qa_lead="qa-4", on=date(2024, 4, 15))
WHEN_FOLLOWED = (
    *WHEN_REVIEWED,
    QALeadStoodDown(qa_lead=QA_LEAD, on=date(2024, 4, 12), cause="no-longer-available"),
    NEXT_QA_LEAD,
)
THE_NEXT_QA_LEAD = changed(THE_QA_LEAD, person="qa-4")

ASKED = changed(
    REVIEW_HELD, actions=(Action(id="x-1", what="Buy the books.", who=THE_LEADER, by=date(2024, 4, 15)),)
)
DONE = ActionDone(review="r-1", action="x-1", on=date(2024, 4, 12), by=THE_HEADTEACHER)

CASES = (
    Case(
        code="S2SS-R90",
        when="the review asked for another action",
        broken=lambda: actions.finish_action(at(WHEN_SHARED, ASKED), NOW, changed(DONE, action="x-2")),
        kept=lambda: actions.finish_action(at(WHEN_SHARED, ASKED), NOW, DONE),
    ),
    Case(
        code="S2SS-R90",
        when="the review asked for nothing",
        broken=lambda: actions.finish_action(at(WHEN_SHARED, REVIEW_HELD), NOW, DONE),
        kept=lambda: actions.finish_action(at(WHEN_SHARED, ASKED), NOW, DONE),
    ),
    Case(
        code="S2SS-R13",
        when="the QA Lead of April judges in March",
        broken=lambda: judging(WHEN_FOLLOWED, judge=THE_NEXT_QA_LEAD),
        kept=lambda: judging(WHEN_FOLLOWED, judge=THE_QA_LEAD),
    ),
    Case(
        code="S2SS-R13",
        when="the QA Lead of March judges in April",
        broken=lambda: judging(WHEN_FOLLOWED, on=date(2024, 4, 15)),
        kept=lambda: judging(WHEN_FOLLOWED, on=date(2024, 4, 15), judge=THE_NEXT_QA_LEAD),
    ),
    Case(
        code="S2SS-R13",
        when="nobody is in office",
        broken=lambda: judging(WHEN_FOLLOWED, on=date(2024, 4, 13)),
        kept=lambda: judging(WHEN_FOLLOWED, on=date(2024, 4, 12)),
    ),
    Case(
        code="S2SS-R01",
        when="the Headteacher did not write the interim report too",
        broken=lambda: interim(authors=(THE_LEADER,)),
        kept=interim,
    ),
    Case(
        code="S2SS-R01",
        when="the System Leader did not write the final report too",
        broken=lambda: final(authors=(THE_HEADTEACHER,)),
        kept=lambda: final(authors=(A_NOMINEE, THE_LEADER)),
    ),
    Case(
        code="S2SS-R01",
        when="the QA Lead must write it too and did not",
        broken=lambda: interim(context=under(interim_authors=("system-leader", "qa-lead"))),
        kept=lambda: interim(
            context=under(interim_authors=("system-leader", "qa-lead")),
            authors=(THE_LEADER, THE_QA_LEAD),
        ),
    ),
    Case(
        code="S2SS-R02",
        when="one of two objectives is not rated",
        broken=lambda: interim(TWO_OBJECTIVES),
        kept=lambda: interim(
            TWO_OBJECTIVES, ratings=(Rating(objective="o-2", rag="red"), *INTERIM_REPORTED.ratings)
        ),
    ),
    Case(
        code="S2SS-R02",
        when="an objective is rated twice",
        broken=lambda: interim(ratings=INTERIM_REPORTED.ratings * 2),
        kept=interim,
    ),
    Case(
        code="S2SS-R02",
        when="an objective is rated that the plan does not have",
        broken=lambda: final(ratings=(Rating(objective="o-9", rag="red"),)),
        kept=final,
    ),
    Case(
        code="S2SS-R03",
        when="it is on a term before the support",
        broken=lambda: interim(term=Term("2023-autumn")),
        kept=lambda: interim(term=SUMMER),
    ),
    Case(
        code="S2SS-R04",
        when="the term has an interim report already",
        broken=lambda: interim(WHEN_REPORTED, report="i-1b"),
        kept=lambda: interim(WHEN_REPORTED, report="i-2", term=SUMMER),
    ),
    Case(
        code="S2SS-R04",
        when="there is a final report already",
        broken=lambda: final((*WHEN_WORKED, FINAL_REPORTED), report="f-2", term=SUMMER),
        kept=lambda: final(WHEN_REPORTED, term=SPRING),
    ),
    Case(
        code="S2SS-R05",
        when="the report is on another term",
        broken=lambda: reviewed(term=SUMMER),
        kept=lambda: reviewed(term=SPRING),
    ),
    Case(
        code="S2SS-R05",
        when="the report was struck out",
        broken=lambda: reviewed((*WHEN_SHARED, REPORT_STRUCK_OUT)),
        kept=lambda: reviewed(WHEN_SHARED),
    ),
    Case(
        code="S2SS-R05",
        when="the report was written the day after the review",
        broken=lambda: reviewed(
            but(WHEN_SHARED, INTERIM_REPORTED, changed(INTERIM_REPORTED, on=date(2024, 3, 22)))
        ),
        kept=lambda: reviewed(
            but(WHEN_SHARED, INTERIM_REPORTED, changed(INTERIM_REPORTED, on=date(2024, 3, 21)))
        ),
    ),
    Case(
        code="S2SS-R06",
        when="the QA Lead was not there",
        broken=lambda: reviewed(attendees=(THE_HEADTEACHER, THE_LEADER)),
        kept=reviewed,
    ),
    Case(
        code="S2SS-R06",
        when="neither the Headteacher nor a nominee was there",
        broken=lambda: reviewed(
            context=under(review_led_by=("system-leader",)),
            attendees=(THE_LEADER, THE_QA_LEAD),
            led_by=THE_LEADER,
        ),
        kept=lambda: reviewed(attendees=(A_NOMINEE, THE_LEADER, THE_QA_LEAD), led_by=A_NOMINEE),
    ),
    Case(
        code="S2SS-R07",
        when="the System Leader led it",
        broken=lambda: reviewed(led_by=THE_LEADER),
        kept=lambda: reviewed(led_by=THE_HEADTEACHER),
    ),
    Case(
        code="S2SS-R07",
        when="the Headteacher led it who was not there",
        broken=lambda: reviewed(attendees=(A_NOMINEE, THE_LEADER, THE_QA_LEAD)),
        kept=lambda: reviewed(attendees=(A_NOMINEE, THE_LEADER, THE_QA_LEAD), led_by=A_NOMINEE),
    ),
    Case(
        code="S2SS-R07",
        when="the System Leader led it, where the programme names who leads",
        broken=lambda: reviewed(led_by=THE_LEADER),
        kept=lambda: reviewed(context=under(review_led_by=()), led_by=THE_LEADER),
    ),
    Case(
        code="S2SS-R08",
        when="the report was shared with nobody",
        broken=lambda: reviewed(WHEN_REPORTED),
        kept=lambda: reviewed(WHEN_SHARED),
    ),
    Case(
        code="S2SS-R08",
        when="the broker did not have the report",
        broken=lambda: reviewed(SHARED_WITH_QA_LEAD),
        kept=lambda: reviewed(
            (*SHARED_WITH_QA_LEAD, changed(INTERIM_SHARED, shared_with=("broker",), on=date(2024, 3, 21)))
        ),
    ),
    Case(
        code="S2SS-R08",
        when="the report was shared the day after the review",
        broken=lambda: reviewed(SHARED_LATE),
        kept=lambda: reviewed(SHARED_LATE, on=date(2024, 3, 22)),
    ),
    Case(
        code="S2SS-R10",
        when="no such review was held on it",
        broken=lambda: finalised(WHEN_SHARED),
        kept=lambda: finalised(WHEN_REVIEWED),
    ),
    Case(
        code="S2SS-R10",
        when="it was finalised the day before the review",
        broken=lambda: finalised(on=date(2024, 3, 20)),
        kept=lambda: finalised(on=date(2024, 3, 21)),
    ),
    Case(
        code="S2SS-R11",
        when="the funder judges and the award does not ask it",
        broken=lambda: judging(party="funder", judge=THE_FUNDER),
        kept=lambda: judging(context=attrs.evolve(NOW, funder_judges=True), party="funder", judge=THE_FUNDER),
    ),
    Case(
        code="S2SS-R12",
        when="it names neither report nor review",
        broken=lambda: judging(report=None, review=None),
        kept=judging,
    ),
    Case(
        code="S2SS-R12",
        when="it names a report and no review",
        broken=lambda: judging(review=None),
        kept=judging,
    ),
    Case(
        code="S2SS-R05",
        when="it names no report",
        broken=lambda: reviewed(report=None),
        kept=reviewed,
    ),
    Case(
        code="S2SS-R12",
        when="the review was on another report",
        broken=lambda: judging((*WHEN_REVIEWED, SUMMER_REPORT), report="i-2"),
        kept=lambda: judging(report="i-1"),
    ),
    Case(
        code="S2SS-R12",
        when="it is judged the day before the review",
        broken=lambda: judging(on=date(2024, 3, 20)),
        kept=lambda: judging(on=date(2024, 3, 21)),
    ),
    Case(
        code="S2SS-R13",
        when="another than the QA Lead makes the QA Lead's judgement",
        broken=lambda: judging(judge=changed(THE_QA_LEAD, person="qa-9")),
        kept=judging,
    ),
    Case(
        code="S2SS-B08",
        when="the QA Lead has come to belong to a home school's trust",
        broken=lambda: judging(
            but(WHEN_REVIEWED, QA_LEAD_APPOINTED, changed(QA_LEAD_APPOINTED, interests=(HOME_TRUST,)))
        ),
        kept=judging,
    ),
    Case(
        code="S2SS-R14",
        when="the document was never recorded",
        broken=lambda: shared(of=Cause("report", ("i-9",))),
        kept=lambda: shared(of=Cause("report", ("i-1",))),
    ),
    Case(
        code="S2SS-R14",
        when="only an entry of another kind has that id",
        broken=lambda: shared(of=Cause("visit", ("i-1",))),
        kept=lambda: shared(of=Cause("plan", ("1",))),
    ),
    Case(
        code="S2SS-R14",
        when="the report was shared the day before it was written",
        broken=lambda: shared(on=date(2024, 3, 13)),
        kept=lambda: shared(on=date(2024, 3, 14)),
    ),
    Case(
        code="S2SS-R16",
        when="the first finalising is revision 3",
        broken=lambda: finalised(revision=3),
        kept=lambda: finalised(revision=2),
    ),
    Case(
        code="S2SS-R16",
        when="the second finalising skips a revision",
        broken=lambda: finalised(WHEN_JUDGED, revision=4),
        kept=lambda: finalised(WHEN_JUDGED, revision=3),
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


def test_reports_and_reviews_may_be_recorded_despite_and_judgements_may_not() -> None:
    assert interim().despite
    assert final().despite
    assert reviewed().despite
    assert not judging().despite
    assert not finalised().despite


def test_a_struck_out_report_makes_room_for_another_on_its_term() -> None:
    assert codes(interim((*WHEN_REPORTED, REPORT_STRUCK_OUT), report="i-1b")) == []


def test_a_nominee_may_write_the_headteachers_part_of_a_report() -> None:
    assert codes(interim(authors=(A_NOMINEE, THE_LEADER))) == []


def test_another_role_is_no_nominee() -> None:
    assert codes(interim(authors=(A_GOVERNOR, THE_LEADER))) == ["S2SS-R01"]


def test_where_the_funding_has_no_qa_lead_none_must_write_attend_or_receive() -> None:
    needs: tuple[Role, ...] = ("headteacher", "system-leader", "qa-lead")
    readers: tuple[Audience, ...] = ("broker", "qa-lead")
    context = under(interim_authors=needs, review_attendees=needs, shared_before_review_with=readers)
    history = (
        BROKERED_SELF_FUNDED,
        *(event for event in WHEN_REPORTED if event not in (WHEN_REPORTED[0], QA_LEAD_APPOINTED)),
        changed(INTERIM_SHARED, shared_with=("broker",)),
    )

    written = interim(history, context, report="i-2", term=SUMMER)
    held = reviewed(history, context, attendees=(THE_HEADTEACHER, THE_LEADER))

    assert codes(written) == []
    assert codes(held) == []


def test_where_the_programme_has_no_reports_none_is_reviewed_or_judged() -> None:
    none = attrs.evolve(
        NOW,
        programme=attrs.evolve(
            EXCEED, reports=attrs.evolve(EXCEED.reports, interim_authors=(), final_authors=())
        ),
    )

    assert not reviewed(WHEN_WORKED, none, report=None, minutes=None).broken
    assert not judging(WHEN_WORKED, none, report=None, review=None).broken
    assert codes(judging(WHEN_WORKED, none, report=None)) == ["S2SS-R12"]


def test_the_directors_judgement_of_a_trusts_own_support_is_the_qa_leads_own() -> None:
    internal = but(WHEN_REVIEWED, WHEN_REVIEWED[0], BROKERED_INTERNALLY)
    party = "director-of-school-improvement"

    assert codes(judging(internal, party=party)) == []
    assert codes(judging(internal, party=party, judge=changed(THE_QA_LEAD, person="dsi-9"))) == ["S2SS-R13"]


def test_the_funder_judges_too_where_the_award_says_so() -> None:
    assert NOW.judges("external") == ("qa-lead", "broker")
    assert attrs.evolve(NOW, funder_judges=True).judges("external") == (
        "qa-lead",
        "broker",
        "funder",
    )


def test_a_funder_whom_the_programme_names_judges_once() -> None:
    named = attrs.evolve(NOW.terms("external"), judges=("funder", "broker"))
    programme = attrs.evolve(EXCEED, funding=(named,))

    judging = attrs.evolve(NOW, programme=programme, funder_judges=True).judges("external")

    assert judging == ("funder", "broker")


UNWELL = judged("j-3", "broker", date(2024, 3, 26), well=False)


def test_the_latest_judgement_of_a_party_counts() -> None:
    deployment = at(WHEN_JUDGED, UNWELL)

    assert deployment.reporting.judged("broker", "i-1", date(2024, 3, 25)) == JUDGED_BY_BROKER
    assert deployment.reporting.judged("broker", "i-1", date(2024, 3, 26)) == UNWELL
    assert deployment.reporting.judged("qa-lead", "i-1", date(2024, 3, 26)) == JUDGED_BY_QA_LEAD


def test_a_judgement_recorded_late_does_not_replace_a_judgement_of_a_later_day() -> None:
    late = changed(UNWELL, on=date(2024, 3, 22))

    assert at(WHEN_JUDGED, late).reporting.judged("broker", "i-1", date(2024, 4, 1)) == JUDGED_BY_BROKER


def test_of_two_judgements_on_a_day_the_one_recorded_last_counts() -> None:
    again = changed(UNWELL, on=JUDGED_BY_BROKER.on)

    assert at(WHEN_JUDGED, again).reporting.judged("broker", "i-1", date(2024, 4, 1)) == again


def test_a_judgement_falls_with_its_review() -> None:
    deployment = at(WHEN_JUDGED, REVIEW_STRUCK_OUT)

    assert deployment.reporting.judged("broker", "i-1", date(2024, 4, 1)) is None
    assert deployment.reporting.held("r-1", "i-1") is None


def test_notice_is_counted_in_working_days_from_the_last_who_received_the_report() -> None:
    to_the_broker = changed(INTERIM_SHARED, shared_with=("broker",), on=date(2024, 3, 19))
    history = (*SHARED_WITH_QA_LEAD, to_the_broker, INTERIM_SHARED, REVIEW_HELD)
    readers = ("qa-lead", "broker")

    assert at(WHEN_REVIEWED).reporting.notice("i-1", "r-1", readers) == 5
    assert at(but(history, INTERIM_SHARED)).reporting.notice("i-1", "r-1", readers) == 2
    assert at(WHEN_REVIEWED).reporting.notice("i-1", "r-1", ("funder",)) is None
    assert at(WHEN_REVIEWED).reporting.notice("i-2", "r-1", readers) is None


def test_notice_of_another_document_is_no_notice_of_the_report() -> None:
    earlier = changed(INTERIM_SHARED, of=Cause("report", ("i-0",)), on=date(2024, 3, 4))

    assert at(WHEN_REVIEWED, earlier).reporting.notice("i-1", "r-1", ("broker",)) == 5


def test_a_report_received_on_the_day_of_its_review_was_received_without_notice() -> None:
    on_the_day = but(WHEN_REVIEWED, INTERIM_SHARED, changed(INTERIM_SHARED, on=REVIEW_HELD.on))

    assert at(on_the_day).reporting.notice("i-1", "r-1", ("broker",)) == 0


def test_nobody_is_given_notice_where_nobody_need_receive_the_report() -> None:
    assert at(WHEN_REVIEWED).reporting.notice("i-1", "r-1", ()) is None


def test_sharing_a_report_again_does_not_shorten_its_notice() -> None:
    again = changed(INTERIM_SHARED, on=date(2024, 3, 20))

    assert at(WHEN_REVIEWED, again).reporting.notice("i-1", "r-1", ("broker",)) == 5


def test_finalising_twice_keeps_the_newest_revision() -> None:
    second = changed(INTERIM_FINALISED, revision=3, on=date(2024, 3, 28))

    newest = at(WHEN_JUDGED, second).reporting.finalised["i-1"]

    assert (newest.revision, newest.on) == (3, date(2024, 3, 28))


def test_the_final_report_is_found_among_the_reports_that_stand() -> None:
    assert at(WHEN_REPORTED).reporting.final is None
    assert at(WHEN_REPORTED, FINAL_REPORTED).reporting.final == FINAL_REPORTED


def test_a_report_may_be_on_a_term_to_which_the_support_was_extended() -> None:
    extended = TimeRenegotiated(
        negotiation="n-1", on=date(2024, 12, 2), intended_end=date(2025, 3, 28), commitments=()
    )
    next_spring = Term("2025-spring")

    assert codes(final(term=next_spring)) == ["S2SS-R03"]
    assert codes(final((*WHEN_WORKED, extended), term=next_spring)) == []

"""Checklists: answered by the right people, about what is asked, and met before what they are asked for with."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.decisions import checklists, corrections, ending, planning, reviews
from s2ss_core.events import ChecklistAnswer
from s2ss_core.values import Cause, Withheld
from tests.aggregates.asked import (
    ASKING,
    EVERYWHERE,
    LISTS,
    WITH_CERTIFICATE,
    WITH_JUDGEMENT,
    WITH_PLAN,
    WITH_REVIEW,
    answered,
    asking,
)
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    A_NOMINEE,
    A_TEACHER,
    CERTIFIED,
    JUDGED_BY_BROKER,
    JUDGED_BY_QA_LEAD,
    NOW,
    PLAN_APPROVED,
    REVIEW_HELD,
    THE_BUSINESS_MANAGER,
    THE_LEADER,
    THE_OFFICER,
    THE_QA_LEAD,
    WHEN_CLOSED,
    WHEN_LAST_TERM_INVOICED,
    WHEN_REVIEWED,
    WHEN_SHARED,
    WHEN_SUBMITTED,
    at,
    changed,
    codes,
)

HERE = attrs.evolve(NOW, programme=ASKING)
BEFORE: dict[str, date] = {
    "plan": PLAN_APPROVED.on,
    "review": REVIEW_HELD.on,
    "judgement": JUDGED_BY_QA_LEAD.on,
    "certificate": CERTIFIED.on,
}
FOR_PLAN = answered("a-1", PLAN_APPROVED.on, WITH_PLAN, "1")
FOR_REVIEW = answered("a-2", REVIEW_HELD.on, WITH_REVIEW, "r-1")
FOR_JUDGEMENT = answered("a-3", JUDGED_BY_QA_LEAD.on, WITH_JUDGEMENT, "j-1")
FOR_CERTIFICATE = answered("a-4", CERTIFIED.on, WITH_CERTIFICATE, "cert-1")
RESPONSES = (FOR_PLAN, FOR_REVIEW, FOR_JUDGEMENT, FOR_CERTIFICATE)
NO = ChecklistAnswer(item="proper-use", answer="no", comment="The plan buys furniture.")
NOT_APPLICABLE = ChecklistAnswer(item="proper-use", answer="not-applicable")


def asked(fact: e.ChecklistAnswered) -> Callable[[], Decision[Any]]:
    """The decision on a response, while a plan waits."""
    return lambda: checklists.answer_checklist(at(WHEN_SUBMITTED), HERE, fact)


def approving(*responses: e.ChecklistAnswered) -> Callable[[], Decision[Any]]:
    return lambda: planning.approve_plan(at(WHEN_SUBMITTED, *responses), HERE, PLAN_APPROVED)


def reviewing(*responses: e.ChecklistAnswered) -> Callable[[], Decision[Any]]:
    return lambda: reviews.hold_review(at(WHEN_SHARED, *responses), HERE, REVIEW_HELD)


def judging(*responses: e.ChecklistAnswered) -> Callable[[], Decision[Any]]:
    return lambda: reviews.judge_progress(at(WHEN_REVIEWED, *responses), HERE, JUDGED_BY_QA_LEAD)


def certifying(*responses: e.ChecklistAnswered) -> Callable[[], Decision[Any]]:
    return lambda: ending.certify_grant_usage(at(WHEN_LAST_TERM_INVOICED, *responses), HERE, CERTIFIED)


def gate(when: str, decide: Callable[..., Callable[[], Decision[Any]]], yes: Any, *instead: Any) -> Case:
    return Case(code="S2SS-R76", when=when, broken=decide(*instead), kept=decide(yes))


CASES = (
    Case(
        code="S2SS-R72",
        when="no such list is asked for with a plan",
        broken=asked(changed(FOR_PLAN, checklist="npqel-accountability")),
        kept=asked(FOR_PLAN),
    ),
    Case(
        code="S2SS-R72",
        when="no list at all is asked for",
        broken=lambda: checklists.answer_checklist(at(WHEN_SUBMITTED), NOW, FOR_PLAN),
        kept=asked(FOR_PLAN),
    ),
    Case(
        code="S2SS-R73",
        when="the list has no such item",
        broken=asked(changed(FOR_PLAN, answers=(ChecklistAnswer(item="value-for-money", answer="yes"),))),
        kept=asked(changed(FOR_PLAN, answers=FOR_PLAN.answers[:1])),
    ),
    Case(
        code="S2SS-R73",
        when="an item is answered twice",
        broken=asked(changed(FOR_PLAN, answers=(FOR_PLAN.answers[0], FOR_PLAN.answers[0]))),
        kept=asked(changed(FOR_PLAN, answers=FOR_PLAN.answers[:2])),
    ),
    Case(
        code="S2SS-R74",
        when="somebody answers in another role",
        broken=asked(changed(FOR_PLAN, by=THE_OFFICER)),
        kept=asked(FOR_PLAN),
    ),
    Case(
        code="S2SS-R75",
        when="somebody who is not the QA Lead answers as the QA Lead",
        broken=asked(changed(FOR_PLAN, by=changed(A_TEACHER, role="qa-lead"))),
        kept=asked(
            changed(FOR_PLAN, by=changed(A_TEACHER, role="qa-lead", stands_in_for=THE_QA_LEAD.person))
        ),
    ),
    Case(
        code="S2SS-R75",
        when="nobody was the QA Lead yet",
        broken=asked(changed(FOR_PLAN, on=date(2023, 11, 14))),
        kept=asked(FOR_PLAN),
    ),
    Case(
        code="S2SS-R75",
        when="the Headteacher left and nobody is known to have followed",
        broken=lambda: checklists.answer_checklist(
            at(WHEN_SHARED), attrs.evolve(HERE, headteachers=(), former_headteachers=("ht-1",)), FOR_REVIEW
        ),
        kept=lambda: checklists.answer_checklist(
            at(WHEN_SHARED), attrs.evolve(HERE, headteachers=()), FOR_REVIEW
        ),
    ),
    gate("nobody answered the list of a plan", approving, FOR_PLAN),
    gate(
        "an item of the list of a plan is answered with no",
        approving,
        FOR_PLAN,
        answered("a-1", PLAN_APPROVED.on, WITH_PLAN, "1", NO),
    ),
    gate("nobody answered the list of a review", reviewing, FOR_REVIEW),
    gate("nobody answered the list of a judgement", judging, FOR_JUDGEMENT),
    gate("nobody answered the list of a certificate", certifying, FOR_CERTIFICATE),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]
    assert codes(case.kept()) == []


@pytest.mark.parametrize("response", RESPONSES, ids=lambda response: response.at)
def test_a_list_is_answered_by_whom_the_programme_asks(response: e.ChecklistAnswered) -> None:
    decision = checklists.answer_checklist(at(WHEN_LAST_TERM_INVOICED), HERE, response)

    assert decision.events_or_raise() == (response,)


def test_a_nominee_answers_for_the_headteacher_and_one_of_several_roles_is_enough() -> None:
    for person in (A_NOMINEE, THE_LEADER):
        response = changed(FOR_REVIEW, by=person)

        assert codes(checklists.answer_checklist(at(WHEN_SHARED), HERE, response)) == []


# What holds a decision back


def test_a_refusal_names_every_item_that_is_not_met_after_its_list() -> None:
    (broken,) = approving(answered("a-1", PLAN_APPROVED.on, WITH_PLAN, "1", NO, only=["proper-use"]))().broken

    assert dict(broken.facts) == {
        "decision": "plan 1",
        "shortfalls": "qa-confidence › evidence-informed, qa-confidence › proper-use",
        "on": "2023-12-14",
    }


@pytest.mark.parametrize(
    ("checklist", "item"), [(each.id, item.id) for each in LISTS for item in each.items], ids=" › ".join
)
def test_each_item_of_each_shipped_list_refuses_where_a_programme_lets_it(checklist: str, item: str) -> None:
    with_plan = changed(WITH_PLAN, checklist=checklist, refuses=(item,))
    here = attrs.evolve(HERE, programme=asking(with_plan))
    rest = answered("a-1", PLAN_APPROVED.on, with_plan, "1", ChecklistAnswer(item=item, answer="no"))
    whole = answered("a-1", PLAN_APPROVED.on, with_plan, "1")

    (broken,) = planning.approve_plan(at(WHEN_SUBMITTED, rest), here, PLAN_APPROVED).broken

    assert (broken.rule.code, dict(broken.facts)["shortfalls"]) == ("S2SS-R76", f"{checklist} › {item}")
    assert codes(planning.approve_plan(at(WHEN_SUBMITTED, whole), here, PLAN_APPROVED)) == []


def test_the_shipped_lists_are_these() -> None:
    assert {each.id for each in LISTS} == {
        "certificate-statements",
        "npqel-accountability",
        "npqel-implementation-delivery",
        "npqel-implementation-plan",
        "qa-confidence",
    }


def test_an_item_that_only_notes_holds_nothing_back() -> None:
    doubt = ChecklistAnswer(item="likely-impact", answer="no")

    assert codes(approving(answered("a-1", PLAN_APPROVED.on, WITH_PLAN, "1", doubt))()) == []
    assert codes(approving(answered("a-1", PLAN_APPROVED.on, WITH_PLAN, "1", only=WITH_PLAN.refuses))()) == []


@pytest.mark.parametrize(
    ("answer", "refused"),
    (
        (NOT_APPLICABLE, ["S2SS-R76"]),
        (changed(NOT_APPLICABLE, comment="No public money is used."), []),
        (changed(NOT_APPLICABLE, comment=Withheld("sha256:" + 64 * "0")), []),
    ),
    ids=("without a comment", "with a comment", "with a comment that was erased"),
)
def test_what_does_not_apply_is_met_once_somebody_says_why(
    answer: ChecklistAnswer, refused: list[str]
) -> None:
    assert codes(approving(answered("a-1", PLAN_APPROVED.on, WITH_PLAN, "1", answer))()) == refused


def test_the_newest_answer_counts_by_its_day_and_then_by_when_it_was_recorded() -> None:
    day = PLAN_APPROVED.on
    no, yes = answered("a-1", day, WITH_PLAN, "1", NO), answered("a-2", day, WITH_PLAN, "1")
    earlier = changed(no, response="a-3", on=day - timedelta(days=1))

    assert codes(approving(no, yes)()) == []
    assert codes(approving(yes, no)()) == ["S2SS-R76"]
    assert codes(approving(yes, earlier)()) == []


def test_several_responses_answer_a_list_together() -> None:
    parts = [
        answered(f"a-{item}", PLAN_APPROVED.on, WITH_PLAN, "1", only=[item]) for item in WITH_PLAN.refuses
    ]

    assert codes(approving(*parts)()) == []
    assert codes(approving(*parts[:1])()) == ["S2SS-R76"]


@pytest.mark.parametrize(
    "otherwise",
    ({"on": date(2023, 12, 15)}, {"of": "2"}, {"at": "judgement"}, {"checklist": "another"}),
    ids=str,
)
def test_an_answer_of_a_later_day_or_for_something_else_does_not_count(otherwise: dict[str, Any]) -> None:
    assert codes(approving(changed(FOR_PLAN, **otherwise))()) == ["S2SS-R76"]


def test_a_list_is_asked_of_the_party_that_answers_it_and_of_no_other_judge() -> None:
    judged = reviews.judge_progress(at(WHEN_REVIEWED), HERE, JUDGED_BY_BROKER)

    assert codes(judged) == []


def test_a_list_of_another_kind_of_funding_is_not_asked_here() -> None:
    external, internal, *others = ASKING.funding
    elsewhere = attrs.evolve(
        ASKING,
        funding=(
            attrs.evolve(external, checklists=()),
            attrs.evolve(internal, checklists=EVERYWHERE),
            *others,
        ),
    )

    decision = planning.approve_plan(
        at(WHEN_SUBMITTED), attrs.evolve(NOW, programme=elsewhere), PLAN_APPROVED
    )

    assert codes(decision) == []


@pytest.mark.parametrize(
    ("decide", "accepted"), ((approving, False), (reviewing, True), (judging, False), (certifying, False))
)
def test_only_a_review_that_was_held_is_recorded_despite_its_list(
    decide: Callable[[], Callable[[], Decision[Any]]], accepted: bool
) -> None:
    assert decide()().may_be_accepted is accepted


def test_a_response_is_recorded_despite_its_rules_and_after_closing() -> None:
    closed = at(WHEN_CLOSED)
    wrong = changed(FOR_CERTIFICATE, by=THE_BUSINESS_MANAGER)

    assert codes(checklists.answer_checklist(closed, HERE, FOR_CERTIFICATE)) == []
    assert checklists.answer_checklist(closed, HERE, wrong).may_be_accepted


# Strikes


def struck(response: e.ChecklistAnswered, *history: Any) -> list[tuple[str, str]]:
    """The codes that refuse to strike a response out, each with what rests on it."""
    fact = e.EntryStruckOut(
        of=Cause("response", (response.response,)),
        on=date(2025, 1, 20),
        cause="wrong-details",
        reason="It was filled in for another plan.",
        asked_by=THE_QA_LEAD,
        agreed_by=THE_OFFICER,
    )
    decision = corrections.strike_out(at(history), HERE, fact)
    return [(broken.rule.code, dict(broken.facts)["resting"]) for broken in decision.broken]


AT_PLAN = (*WHEN_SUBMITTED, FOR_PLAN, PLAN_APPROVED)
AT_REVIEW = (*WHEN_SHARED, FOR_REVIEW, REVIEW_HELD)
AT_JUDGEMENT = (*WHEN_REVIEWED, FOR_JUDGEMENT, JUDGED_BY_QA_LEAD)
AT_CERTIFICATE = (*WHEN_LAST_TERM_INVOICED, FOR_CERTIFICATE, CERTIFIED)


@pytest.mark.parametrize(
    ("response", "history", "refused"),
    (
        (FOR_PLAN, AT_PLAN, [("S2SS-X12", "plan-approved 1 2023-12-14")]),
        (FOR_REVIEW, AT_REVIEW, [("S2SS-X11", "review r-1")]),
        (FOR_JUDGEMENT, AT_JUDGEMENT, [("S2SS-X12", "judgement j-1")]),
        (FOR_CERTIFICATE, AT_CERTIFICATE, [("S2SS-X12", "grant-usage-certified cert-1")]),
    ),
    ids=lambda value: getattr(value, "at", ""),
)
def test_a_response_stays_while_a_decision_rests_on_it(
    response: e.ChecklistAnswered, history: tuple[Any, ...], refused: list[tuple[str, str]]
) -> None:
    assert struck(response, *history) == refused
    assert struck(response, *history[:-1]) == []


def test_a_response_is_struck_out_where_another_one_says_the_same_or_nothing_needs_it() -> None:
    again = changed(FOR_PLAN, response="a-9")
    idle = answered("a-9", PLAN_APPROVED.on, WITH_PLAN, "1", only=["likely-impact"])

    assert struck(FOR_PLAN, *WHEN_SUBMITTED, FOR_PLAN, again, PLAN_APPROVED) == []
    assert struck(idle, *WHEN_SUBMITTED, FOR_PLAN, idle, PLAN_APPROVED) == []
    assert struck(changed(FOR_PLAN, of="9"), *WHEN_SUBMITTED, changed(FOR_PLAN, of="9"), PLAN_APPROVED) == []


def test_a_response_stays_for_its_own_decision_and_not_for_what_it_did_not_meet() -> None:
    idle = answered("a-9", REVIEW_HELD.on, WITH_REVIEW, "r-1", only=["tasks-followed-up"])
    judged_again = changed(JUDGED_BY_QA_LEAD, judgement="j-9")

    assert struck(idle, *WHEN_SHARED, idle, REVIEW_HELD) == []
    assert struck(FOR_JUDGEMENT, *AT_JUDGEMENT, judged_again) == [("S2SS-X12", "judgement j-1")]


def test_a_response_stays_for_the_judgement_of_those_alone_who_answer_the_list() -> None:
    by_the_broker = changed(JUDGED_BY_QA_LEAD, party="broker")

    assert struck(FOR_JUDGEMENT, *WHEN_REVIEWED, FOR_JUDGEMENT, by_the_broker) == []

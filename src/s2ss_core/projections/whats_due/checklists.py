"""The checklists that are asked for with what was decided or is about to be, and those that are not answered yet."""

import datetime as dt
from collections.abc import Iterator

import attrs

import s2ss_core.events as e
from s2ss_core.ledger import newest_answers, shortfalls
from s2ss_core.programmes import AskedChecklist, ChecklistItem, checklists_at, items_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.requirements import Requirements
from s2ss_core.values import ChecklistStage, JudgingParty


@attrs.frozen(kw_only=True)
class Decided:
    """A plan, review, judgement or certificate: from a day on, and because of an entry; `made` if it was decided on."""

    at: ChecklistStage
    of: str
    on: dt.date
    made: bool
    position: int
    party: JudgingParty | None = None

    @property
    def name(self) -> str:
        """What it is, with its id."""
        return f"{self.at} {self.of}"


@attrs.frozen(kw_only=True)
class Occasion:
    """A checklist that is asked for with one decision: its items, the newest answer to each, and who gave it where."""

    asked: AskedChecklist
    decided: Decided
    items: tuple[ChecklistItem, ...]
    responses: tuple[Positioned[e.ChecklistAnswered], ...]
    short: tuple[str, ...]

    def answer(self, item: str) -> tuple[Positioned[e.ChecklistAnswered], e.ChecklistAnswer] | None:
        """The newest answer to an item, with the response in which it was given."""
        given = [
            (response, answer)
            for response in self.responses
            for answer in response.event.answers
            if answer.item == item
        ]
        return given[-1] if given else None

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The ids of the items that nobody answered."""
        return tuple(item.id for item in self.items if self.answer(item.id) is None)


def occasions(facts: EventSet, requirements: Requirements) -> Iterator[Occasion]:
    """Every checklist that is asked for with something decided, or about to be."""
    lists = requirements.programme.checklists
    if not requirements.terms.checklists:
        return
    responses = sorted(facts.not_struck_out(e.ChecklistAnswered), key=lambda response: response.event.on)
    for decided in (*_plans(facts), *_reviews(facts), *_judgements(facts), *_certificates(facts)):
        for asked in checklists_at(requirements.terms.checklists, decided.at, decided.party):
            given = tuple(
                response
                for response in responses
                if (response.event.checklist, response.event.at, response.event.of)
                == (asked.checklist, decided.at, decided.of)
            )
            answers = newest_answers(
                (response.event for response in given), asked.checklist, decided.at, decided.of
            )
            yield Occasion(
                asked=asked,
                decided=decided,
                items=items_of(lists, asked.checklist),
                responses=given,
                short=tuple(shortfalls(lists, asked, answers)),
            )


def _plans(facts: EventSet) -> Iterator[Decided]:
    """The plans that were not sent back."""
    approved = {approval.event.plan_version: approval for approval in facts.of(e.PlanApproved)}
    returned = {sent_back.event.plan_version for sent_back in facts.of(e.PlanReturned)}
    for plan in facts.of(e.PlanSubmitted):
        version = plan.event.plan_version
        if version in returned:
            continue
        by = approved.get(version) or plan
        yield Decided(
            at="plan", of=f"{version}", on=by.event.on, made=version in approved, position=by.position
        )


def _reviews(facts: EventSet) -> Iterator[Decided]:
    """The reviews that were held, and those that are scheduled for a term without one."""
    held = facts.not_struck_out(e.ReviewHeld)
    for review in held:
        yield Decided(
            at="review", of=review.event.review, on=review.event.on, made=True, position=review.position
        )
    terms = {review.event.term for review in held}
    for schedule in facts.of(e.ReviewsScheduled)[-1:]:
        for planned in schedule.event.reviews:
            if planned.term not in terms:
                yield Decided(
                    at="review", of=planned.review, on=planned.on, made=False, position=schedule.position
                )


def _judgements(facts: EventSet) -> Iterator[Decided]:
    for judged in facts.of(e.ProgressJudged):
        event = judged.event
        yield Decided(
            at="judgement", of=event.judgement, on=event.on, made=True, position=judged.position,
            party=event.party,
        )  # fmt: skip


def _certificates(facts: EventSet) -> Iterator[Decided]:
    """The certificates that were made, and those that were prepared."""
    certified = {each.event.certificate: each for each in facts.of(e.GrantUsageCertified)}
    prepared = {each.event.certificate: each for each in facts.of(e.CertificatePrepared)}
    for name in dict.fromkeys((*certified, *prepared)):
        made = certified.get(name)
        by = made or prepared[name]
        yield Decided(at="certificate", of=name, on=by.event.on, made=made is not None, position=by.position)


def checklists(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """Each checklist of which nobody has answered an item: due with its decision, and with a plan by the first day of support."""
    for occasion in occasions(facts, requirements):
        decided = occasion.decided
        waits = decided.at == "plan" and not decided.made
        if occasion.unanswered:
            yield requirements.owes(
                f"the checklist {occasion.asked.checklist} for {decided.name}",
                max(decided.on, requirements.start) if waits else decided.on,
                *occasion.asked.answered_by,
                of=decided.of,
                since=decided.on,
                positions=(decided.position,),
            )

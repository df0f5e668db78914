"""Feedback: what the supported school says of the support, and who signed the forms of the support."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import Id, RecordId
from s2ss_core.values import Days, Person, Private, Rag, SignedRecord, Term

__all__ = [
    "Criterion",
    "CriterionRating",
    "FeedbackGiven",
    "RecordSigned",
    "SignedRecord",
    "SupportEvaluated",
]

Criterion = Literal["1", "2", "3a", "3b", "3c", "4a", "4b", "5", "6"]


@attrs.frozen(kw_only=True)
class CriterionRating:
    """One criterion of the evaluation, rated red, amber or green, with comments and evidence.

    The criteria are numbered as on the form: 1 progress made; 2 evidence of impact; 3 satisfaction with a the objectives
    set, b the information and reports provided, c the outcomes and the priorities set; 4 experience a of the headteacher,
    b of the staff supported; 5 quality of the system leadership; 6 overall success.
    """

    criterion: Criterion
    rag: Rag
    comment: Private | None = None


@recorded_as("deployment.feedback-given", version=1, key_space="feedback")
class FeedbackGiven:
    """The supported school gave its feedback on a term of the support by a leader.

    `managed_by` manages the work in the school. `days` is the time in school, preparation included, as the form has it.
    """

    feedback: RecordId
    on: date
    term: Term
    leader: Id
    by: Person
    managed_by: Person | None = None
    days: Days | None = None
    objectives: Private | None = None
    action_school: Private | None = None
    action_leader: Private | None = None
    impact: Private | None = None


@recorded_as("deployment.support-evaluated", version=1, key_space="evaluation")
class SupportEvaluated:
    """The supported school evaluated the support of a leader, when it had ended."""

    evaluation: RecordId
    on: date
    leader: Id
    by: Person
    ratings: tuple[CriterionRating, ...]
    priorities: Private | None = None
    support_requested: Private | None = None


@recorded_as("deployment.record-signed", version=1, key_space="signature")
class RecordSigned:
    """Somebody signed a record of the support.

    `of` is the id of the feedback or the evaluation. A Deployment Record is a sheet for each `leader` and `term`.
    """

    signature: RecordId
    on: date
    record: SignedRecord
    of: RecordId | None = None
    leader: Id | None = None
    term: Term | None = None
    signatory: Person

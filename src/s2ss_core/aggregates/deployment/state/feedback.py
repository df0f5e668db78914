"""Feedback: what the supported school said of the support, and who signed."""

from datetime import date

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import FeedbackGiven, RecordSigned, SignedRecord, SupportEvaluated


@attrs.define(kw_only=True)
class Feedback:
    """The day of each form by its kind and id, and every signature."""

    forms: dict[tuple[SignedRecord, str], date] = attrs.field(factory=dict)
    signed: list[RecordSigned] = attrs.field(factory=list)

    def recorded(self, record: SignedRecord, by: date) -> tuple[str, ...]:
        """The ids of the forms of a kind that were given by a day."""
        return tuple(form for (kind, form), on in self.forms.items() if kind == record and on <= by)


fold = Fold[Feedback]()


@fold.on(FeedbackGiven)
def _feedback_given(feedback: Feedback, event: FeedbackGiven) -> None:
    feedback.forms["feedback", event.feedback] = event.on


@fold.on(SupportEvaluated)
def _support_evaluated(feedback: Feedback, event: SupportEvaluated) -> None:
    feedback.forms["evaluation", event.evaluation] = event.on


@fold.on(RecordSigned)
def _record_signed(feedback: Feedback, event: RecordSigned) -> None:
    feedback.signed.append(event)

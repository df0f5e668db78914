"""Actions of reviews: one that was done was asked for."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.events import ActionDone, ReviewHeld


@asks("S2SS-R90", ActionDone)
def asked_for(event: ActionDone, deployment: Deployment) -> Iterator[Breach]:
    """The review that it names asked for it."""
    held = [each for each in deployment.book.events(ReviewHeld) if each.review == event.review]
    asked = [action.id for review in held for action in review.actions]
    if event.action not in asked:
        yield Breach(review=event.review, action=event.action, asked=asked)

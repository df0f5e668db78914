"""How a check of money asks: with the event, and with the account as it was before it."""

from collections.abc import Callable

from s2ss_core.audit.check import EntryCheck, check
from s2ss_core.audit.money.award_account import AwardAccount, award_of
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.posting import account_of
from s2ss_core.audit.record import Prefix

__all__ = ["asks_account", "asks_award"]

Register = Callable[[EntryCheck], EntryCheck]


def _account(prefix: Prefix) -> tuple[DeploymentAccount, Prefix] | None:
    account = account_of(prefix.book, prefix.record)
    return None if account is None else (account, prefix)


def _award(prefix: Prefix) -> tuple[AwardAccount, Prefix]:
    return award_of(prefix.book), prefix


def asks_account(code: str, *event_classes: type) -> Register:
    """Register a check of events of a deployment: called with the event, and with the deployment's account before it."""
    return check(code, *event_classes, given=_account)


def asks_award(code: str, *event_classes: type) -> Register:
    """Register a check of events of an award: called with the event, and with the award's account before it."""
    return check(code, *event_classes, given=_award)

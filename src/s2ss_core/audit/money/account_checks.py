"""How a check of money asks: with the event, and with the account as it was before it."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from s2ss_core.audit.check import Breach, check
from s2ss_core.audit.deployment import Deployment, deployment_of
from s2ss_core.audit.money.award_account import AwardAccount, award_of
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.posting import account_of
from s2ss_core.audit.record import Prefix

__all__ = ["asks_account", "asks_award", "known_deployment"]

AccountCheck = Callable[[Any, DeploymentAccount, Prefix], Iterator[Breach]]
AwardCheck = Callable[[Any, AwardAccount, Prefix], Iterator[Breach]]


def asks_account(code: str, *event_classes: type) -> Callable[[AccountCheck], AccountCheck]:
    """Register a check of events of a deployment: called with the event, and with the deployment's account before it."""

    def register(made: AccountCheck) -> AccountCheck:
        @wraps(made)
        def asked(event: Any, prefix: Prefix) -> Iterator[Breach]:
            account = account_of(prefix.book, prefix.record)
            if account is not None:
                yield from made(event, account, prefix)

        check(code, *event_classes)(asked)
        return made

    return register


def asks_award(code: str, *event_classes: type) -> Callable[[AwardCheck], AwardCheck]:
    """Register a check of events of an award: called with the event, and with the award's account before it."""

    def register(made: AwardCheck) -> AwardCheck:
        @wraps(made)
        def asked(event: Any, prefix: Prefix) -> Iterator[Breach]:
            yield from made(event, award_of(prefix.book), prefix)

        check(code, *event_classes)(asked)
        return made

    return register


def known_deployment(prefix: Prefix) -> Deployment | None:
    """The deployment of the stream of an entry, for what is asked of people and organisations."""
    return deployment_of(prefix.book, prefix.record, prefix.entry)

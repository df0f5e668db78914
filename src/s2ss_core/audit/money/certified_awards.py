"""Of which awards a deployment is certified: each that bears lines of its plan, where several fund it."""

from s2ss_core.audit.money.award_account import award_of
from s2ss_core.audit.money.award_figures import lines_borne
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.record import Record
from s2ss_core.ids import key_of

__all__ = ["certified_awards", "lines_certified", "of_one_award"]


def lines_certified(account: DeploymentAccount, award: str | None, record: Record) -> frozenset[str] | None:
    """The lines of which a certificate of this award is; None where it is of every line."""
    if award is None or not _several(account):
        return None
    return lines_borne(award_of(record.grant(award)), account.brokered.deployment, several=True)


def certified_awards(account: DeploymentAccount, record: Record) -> tuple[str | None, ...]:
    """The awards that bear lines of the plan; a single None where one award bears all of it."""
    awards = account.brokered.funding.awards if _several(account) else ()
    return tuple(award for award in awards if lines_certified(account, award, record)) or (None,)


def of_one_award(one: str | None, other: str | None) -> bool:
    """Whether two certificates may be of one award: they name the same, or one of them names none."""
    return not one or not other or key_of(one) == key_of(other)


def _several(account: DeploymentAccount) -> bool:
    return len(set(map(key_of, account.brokered.funding.awards))) > 1

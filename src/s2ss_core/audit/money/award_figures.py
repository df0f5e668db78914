"""What became of an award: spent by its deployments and by itself, committed, unspent, uncovered. In pence."""

from collections.abc import Iterator

import attrs

from s2ss_core.audit.money.award_account import OWN_PURPOSES, AwardAccount, award_of
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.plans import approved_of
from s2ss_core.audit.money.posting import account_of
from s2ss_core.audit.money.sums import Sums
from s2ss_core.audit.record import Record
from s2ss_core.ids import key_of

__all__ = ["AwardFigures", "Support", "award_figures", "awards_of", "lines_borne", "set_aside", "support_of"]


@attrs.frozen(kw_only=True)
class Support:
    """What one award bears of one deployment; allocated + uncovered = eligible + committed + unspent."""

    set_aside: int
    returned: int
    approved: int
    eligible: int
    incurred: int
    disallowed: int
    committed: int

    @property
    def allocated(self) -> int:
        """What is set aside and did not go back."""
        return self.set_aside - self.returned

    @property
    def unspent(self) -> int:
        """What is neither eligible nor committed."""
        return max(0, self.allocated - self.eligible - self.committed)

    @property
    def uncovered(self) -> int:
        """What is eligible or committed beyond what is allocated."""
        return max(0, self.eligible + self.committed - self.allocated)


def lines_borne(account: AwardAccount, deployment: str, several: bool) -> frozenset[str] | None:
    """The lines of a deployment's plan that an award bears; None for all, where it is the only award."""
    if not several:
        return None
    named = (allocation.event.lines or () for allocation in account.set_aside_for("support", deployment))
    return frozenset(line for lines in named for line in lines)


def support_of(award: AwardAccount, deployment: str, account: DeploymentAccount | None) -> Support:
    """What an award bears of a deployment."""
    aside = award.set_aside_for("support", deployment)
    sums, approved = Sums(), 0
    if account is not None:
        borne = lines_borne(award, deployment, len(set(map(key_of, account.brokered.funding.awards))) > 1)
        for line, of_line in account.lines.items():
            if borne is None or line in borne:
                sums.move(Sums(), of_line)
        rows = account.approval.plan.lines if account.approval else ()
        approved = approved_of([row for row in rows if borne is None or row.id in borne])
    ended = account is None or account.ended is not None
    return Support(
        set_aside=sum(int(allocation.event.amount) for allocation in aside),
        returned=sum(allocation.returned for allocation in aside),
        approved=approved,
        eligible=sums.eligible,
        incurred=sums.incurred,
        disallowed=sums.disallowed,
        committed=0 if ended else max(0, approved - sums.eligible),
    )


@attrs.frozen(kw_only=True)
class AwardFigures:
    """awarded + uncovered = eligible + committed + unspent + returned to the funder."""

    account: AwardAccount
    support: dict[str, Support]
    own: Sums

    @property
    def eligible(self) -> int:
        """What is eligible, of deployments and of the award's own costs."""
        return sum(row.eligible for row in self.support.values()) + self.own.eligible

    @property
    def committed(self) -> int:
        """What its deployments may still cost."""
        return sum(row.committed for row in self.support.values())

    @property
    def rest(self) -> int:
        """What is left of the award; below nought if more is eligible, committed and returned."""
        return self.account.awarded - self.eligible - self.committed - self.account.returned

    @property
    def in_hand(self) -> int:
        """What was received, is not eligible and was not returned."""
        return self.account.received - self.eligible - self.account.returned


def award_figures(grant: str, record: Record) -> AwardFigures:
    """What became of an award, as far as history was read."""
    award = award_of(record.grant(grant))
    support = {
        deployment: support_of(award, deployment, account_of(record.deployment(deployment), record))
        for deployment in award.deployments
    }
    own = Sums()
    for purpose in OWN_PURPOSES:
        own.move(Sums(), award.own(purpose))
    return AwardFigures(account=award, support=support, own=own)


def awards_of(account: DeploymentAccount, record: Record) -> list[AwardAccount]:
    """The accounts of the awards that a deployment names."""
    return [
        award_of(record.grant(grant)) for grant in dict.fromkeys(map(key_of, account.brokered.funding.awards))
    ]


def set_aside(account: DeploymentAccount, record: Record) -> Iterator[Support]:
    """What each award of a deployment bears of it."""
    for award in awards_of(account, record):
        yield support_of(award, account.brokered.deployment, account)

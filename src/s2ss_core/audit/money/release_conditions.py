"""What holds a release back beside its gates: money that is withheld, who wrote the evaluation, and what is kept."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach
from s2ss_core.audit.money.account_checks import asks_account
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.dues import kept_legs
from s2ss_core.audit.money.gates import gates_of
from s2ss_core.audit.record import Prefix
from s2ss_core.events import FinalReported, InstalmentReleased, InterimReported

Breaches = Iterator[Breach]


@asks_account("S2SS-M71", InstalmentReleased)
def kept_or_paid(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """What is kept is settled as retained, and nothing else is."""
    kept = event.leg in kept_legs(account.terms)
    if kept != (event.settled_by == "retained"):
        yield Breach(leg=event.leg, what="kept" if kept else "paid", settled_by=event.settled_by)


@asks_account("S2SS-M72", InstalmentReleased)
def after_an_evaluation_by_all(
    event: InstalmentReleased, account: DeploymentAccount, prefix: Prefix
) -> Breaches:
    """Everybody who must wrote the report that the last release names, where that payment waits for it."""
    if "report-by-its-authors" not in gates_of(account, event):
        return
    written = prefix.book.events(InterimReported, FinalReported)
    authors = [author for report in written if report.report == event.report for author in report.authors]
    roles = {author.role.removesuffix("-nominee") for author in authors}
    if missing := set(account.programme.reports.final_authors) - roles:
        yield Breach(report=event.report, missing=sorted(missing))

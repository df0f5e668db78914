"""The Certificate of Grant Usage as a form. Document 000 names it and does not print it, so the whole of it is ours."""

from collections.abc import Iterator

from s2ss_core.errors import NotFound
from s2ss_core.events import (
    AssuranceGiven,
    CertificateAccepted,
    CertificateQueried,
    CertificateReturned,
    GrantUsageCertified,
)
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure
from s2ss_core.projections.forms.checklists import checklists_of
from s2ss_core.projections.forms.form import Chosen, FormField, FormSection, all_ours, blank, rows, section
from s2ss_core.projections.grant_usage.certificate import certificate_of
from s2ss_core.projections.grant_usage.certified_periods import CertifiedPeriod
from s2ss_core.projections.sums.lines import LineRow
from s2ss_core.values import Days, Money

SUMS = (
    "approved",
    "incurred",
    "disallowed",
    "eligible",
    "released",
    "owed",
    "overpaid",
    "committed",
    "unspent",
    "returned",
)
OF_THE_PERIOD = (
    "owed_at_start",
    "incurred",
    "disallowed",
    "eligible",
    "released",
    "recovered",
    "settled",
    "owed_at_end",
)


def certificate(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """What the grant was used for, line by line; what was certified, by whom, and what became of it.

    Of several certificates it is the one made last, unless one is chosen. Before the first it is a draft.
    """
    usage, made = certificate_of(facts), _made(facts, chosen.of)
    periods = (period for period in usage.certified if made and period.certificate == made.event.certificate)
    return all_ours(
        *_certified(made),
        *(_line(line) for line in usage.lines),
        FormSection(
            title="Sums of the deployment",
            fields=tuple(_figure(name, getattr(usage.amounts, name)) for name in SUMS),
        ),
        *(_period(period) for period in periods),
        *rows("Statements", GrantUsageCertified, _statements(made), "made"),
        *(checklists_of(facts, "certificate", made.event.certificate) if made else ()),
        *_afterwards(facts, made),
    )


def _made(facts: EventSet, of: str | None) -> Positioned[GrantUsageCertified] | None:
    found = facts.not_struck_out(GrantUsageCertified)
    wanted = [made for made in found if of in {None, made.event.certificate}]
    if of is not None and not wanted:
        known = ", ".join(made.event.certificate for made in found) or "none"
        raise NotFound(f"There is no certificate {of} for this form. Recorded are: {known}.")
    return wanted[-1] if wanted else None


def _certified(made: Positioned[GrantUsageCertified] | None) -> tuple[FormSection, ...]:
    title, labels = (
        "Certified",
        ("date", "covers from", "covers to", "recipient", "preparer", "certifier", "countersigned by"),
    )
    if made is None:
        return (FormSection(title=title, fields=blank(GrantUsageCertified, *labels)),)
    event = made.event
    return (
        section(
            title, made, date=event.on, covers_from=event.covers_from, covers_to=event.covers_to,
            recipient=event.recipient.id if event.recipient else None, preparer=str(event.preparer),
            certifier=str(event.certifier),
            countersigned_by=str(event.countersigned_by) if event.countersigned_by else None,
        ),
        section("The certificate", made, certificate=event.certificate, final="yes" if event.final else "no",
                with_report=event.with_report, supersedes=event.supersedes),
    )  # fmt: skip


def _line(line: LineRow) -> FormSection:
    figures = ("planned", "actual", "approved", "incurred", "disallowed", "eligible", "variance")
    what = FormField(
        label="what", value=line.description, positions=line.approved.positions, filled_by="PlanSubmitted"
    )
    return FormSection(
        title=f"Line {line.line}", fields=(what, *(_figure(name, getattr(line, name)) for name in figures))
    )


def _period(period: CertifiedPeriod) -> FormSection:
    sums = tuple(_figure(name, getattr(period, name)) for name in OF_THE_PERIOD)
    return FormSection(title="Sums of the period that it covers", fields=sums)


def _figure(label: str, figure: Figure[Money] | Figure[Days]) -> FormField:
    return FormField(
        label=label.replace("_", " "),
        value=str(figure.value),
        positions=figure.positions,
        filled_by="computed",
    )


def _statements(made: Positioned[GrantUsageCertified] | None) -> Iterator[FormSection]:
    if made is None:
        return
    for statement in made.event.statements:
        yield section(f"Statement {statement.id}", made, made="yes" if statement.made else "no")


def _afterwards(facts: EventSet, made: Positioned[GrantUsageCertified] | None) -> Iterator[FormSection]:
    """What became of the certificate: returned, asked about, accepted, assured."""
    name = made.event.certificate if made else None
    returned = (entry for entry in facts.of(CertificateReturned) if entry.event.certificate == name)
    yield from rows(
        "Returned",
        CertificateReturned,
        (
            section("Returned", entry, date=entry.event.on, to=entry.event.returned_to, with_report=entry.event.with_report)
            for entry in returned
        ),
        "date", "to", "with report",
    )  # fmt: skip
    for query in facts.of(CertificateQueried):
        if query.event.certificate == name:
            event = query.event
            yield section(
                f"Asked about: {event.query}", query, date=event.on, by=str(event.by), about=event.about
            )
    accepted = (entry for entry in facts.of(CertificateAccepted) if entry.event.certificate == name)
    yield from rows(
        "Accepted",
        CertificateAccepted,
        (
            section("Accepted", entry, date=entry.event.on, by=str(entry.event.by), checks=", ".join(entry.event.checks))
            for entry in accepted
        ),
        "date", "by", "checks",
    )  # fmt: skip
    for given in facts.of(AssuranceGiven):
        if given.event.certificate == name:
            yield section(
                f"Assurance {given.event.assurance}", given, date=given.event.on, by=str(given.event.by),
                opinion=given.event.opinion, exceptions=given.event.exceptions,
            )  # fmt: skip

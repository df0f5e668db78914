"""Certificates, recomputed by the audit: every figure of every document, over recorded, told and random histories."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.audit import Audit
from s2ss_core.audit.money.certificate import certificate_findings, differences
from s2ss_core.audit.money.posting import account_of
from s2ss_core.audit.record import Draw, Record
from s2ss_core.errors import NotFound
from s2ss_core.events import Brokered, GrantUsageCertified
from s2ss_core.projections import GRANT_USAGE, AsAt
from s2ss_core.projections.engine.figure import Figure
from s2ss_core.projections.grant_usage import Certificate
from s2ss_core.store import Recorded
from s2ss_core.testing.lifecycle import Runner, Scenario, Sequence, sequences
from s2ss_core.values import Money
from tests.aggregates.histories import changed
from tests.audit.money.books import record_of
from tests.audit.money.test_case_one import TO_THE_END, books_of
from tests.lifecycle.programmes import PROGRAMMES
from tests.lifecycle.runs import SEQUENCES
from tests.projections.histories import History
from tests.projections.test_stories import STORIES, history_of
from tests.scenarios.test_case_one import played


def deployments_in(entries: list[Recorded]) -> Iterator[str]:
    """The deployments that were brokered under a programme that history has."""
    yield from dict.fromkeys(entry.event.deployment for entry in entries if isinstance(entry.event, Brokered))


def compared(entries: list[Recorded], record: Record | None = None) -> Counter[str]:
    """How many documents agree with the books, and which figures of the others do not."""
    history, books, found = History(entries), record or record_of(entries), Counter[str]()
    for deployment in deployments_in(entries):
        account = account_of(books.deployment(deployment), books)
        try:
            document = GRANT_USAGE.live(history, ("deployment", deployment))
        except NotFound:
            continue
        if account is not None:
            wrong = [str(difference) for difference in differences(document, account, books)]
            found.update(wrong or ["agree"])
    return found


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_the_certificates_of_a_recorded_story_agree_after_every_command(story: Path) -> None:
    entries = history_of(story).entries
    last_of_command = [
        at
        for at in range(1, len(entries) + 1)
        if at == len(entries) or entries[at].recorded_at != entries[at - 1].recorded_at
    ]

    for at in last_of_command:
        assert set(compared(entries[:at])) <= {"agree"}, at


def test_the_certificate_of_the_story_whose_money_goes_several_ways_agrees_after_every_command() -> None:
    entries = books_of(played(TO_THE_END)).entries

    for at in range(1, len(entries), 3):
        assert set(compared(entries[:at])) <= {"agree"}, at
    assert compared(entries) == {"agree": 1}


@SEQUENCES
@given(st.sampled_from(PROGRAMMES).flatmap(lambda pair: sequences(programme=pair[0], funding=pair[1])))
def test_the_certificates_of_random_lifecycles_agree(sequence: Sequence) -> None:
    runner = Runner(attrs.evolve(sequence.scenario), closely=False)

    runner.through(attrs.evolve(sequence, closely=False))

    assert set(compared(runner.world.history)) <= {"agree"}, runner.script


def test_a_doctored_certificate_is_found_and_its_figures_are_named() -> None:
    entries = books_of(played(TO_THE_END)).entries
    document = GRANT_USAGE.live(History(entries), ("deployment", "d-1"))
    more = Figure(Money(7480_00), document.amounts.eligible.positions)
    first, *others = document.lines
    doctored = attrs.evolve(
        document,
        amounts=attrs.evolve(document.amounts, eligible=more),
        lines=(attrs.evolve(first, eligible=more), *others),
    )

    found = certificate_findings(doctored, record_of(entries))

    assert certificate_findings(document, record_of(entries)) == ()
    assert {finding.severity for finding in found} == {"error"}
    assert [dict(finding.facts) for finding in found] == [
        {"figure": "amounts.eligible", "shows": "£7,480.00", "reckoned": "£7,380.00"},
        {
            "figure": f"lines[{first.line}].eligible",
            "shows": "£7,480.00",
            "reckoned": f"{first.eligible.value}",
        },
    ]


def test_a_certificate_of_a_deployment_that_history_does_not_have_is_compared_with_nothing() -> None:
    entries = books_of(played(TO_THE_END)).entries
    document = GRANT_USAGE.live(History(entries), ("deployment", "d-1"))

    assert certificate_findings(document, Record()) == ()


def certified() -> list[Recorded]:
    """The events of a deployment to its closing, with the digest of the one certificate that was certified."""
    runner = Runner(Scenario(), closely=False)
    runner.go_on("d-1", 80)
    entries = runner.world.history
    assert [
        bool(entry.event.digest) for entry in entries if isinstance(entry.event, GrantUsageCertified)
    ] == [True]
    return entries


def found_with(draw: Draw, entries: list[Recorded]) -> list[tuple[str, int, dict[str, str]]]:
    """What the audit finds of the certificates that `draw` gives: the code, the position and the facts."""
    whole = Audit(draw=draw)
    for entry in entries:
        whole.take(entry)
    found = (finding for finding in whole.findings() if finding.rule.startswith("CERT"))
    return [(finding.rule, finding.position, dict(finding.facts)) for finding in found]


def views_of(entries: list[Recorded]) -> Draw:
    history = History(entries)
    return lambda deployment, position: GRANT_USAGE.live(
        history, ("deployment", deployment), as_at=AsAt(position=position)
    )


def with_more(document: Certificate | None) -> Certificate | None:
    """The same certificate with a penny more that is eligible."""
    assert document is not None
    eligible = document.amounts.eligible
    more = attrs.evolve(eligible, value=eligible.value + 1)
    return attrs.evolve(document, amounts=attrs.evolve(document.amounts, eligible=more))


def test_the_audit_holds_each_certificate_against_its_own_account() -> None:
    entries = certified()
    draw = views_of(entries)

    found = found_with(lambda deployment, position: with_more(draw(deployment, position)), entries)

    at = next(entry.position for entry in entries if isinstance(entry.event, GrantUsageCertified))
    assert found_with(draw, entries) == []
    assert [(rule, facts["figure"]) for rule, _, facts in found] == [("CERT-01", "amounts.eligible")] * 2
    assert [position for _, position, _ in found] == [at, entries[-1].position]


def test_a_certificate_that_history_did_not_give_is_found() -> None:
    entries = certified()
    doctored = [
        attrs.evolve(entry, event=changed(entry.event, digest="0" * 64))
        if isinstance(entry.event, GrantUsageCertified)
        else entry
        for entry in entries
    ]

    found = found_with(views_of(doctored), doctored)

    certificate = next(entry for entry in entries if isinstance(entry.event, GrantUsageCertified))
    assert [(rule, position) for rule, position, _ in found] == [("CERT-02", certificate.position)]
    assert found[0][2]["digest"] == "0" * 64
    assert found[0][2]["drawn"] == certificate.event.digest


def test_the_digest_of_another_form_of_the_document_is_not_compared() -> None:
    entries = certified()
    older = [
        attrs.evolve(entry, event=changed(entry.event, digest="0" * 64, form="grant-usage-1"))
        if isinstance(entry.event, GrantUsageCertified)
        else entry
        for entry in entries
    ]

    assert found_with(views_of(older), older) == []


def test_without_views_no_certificate_is_compared() -> None:
    assert found_with(lambda _deployment, _position: None, certified()) == []

"""The programmes that come with the library."""

import datetime as dt
from collections.abc import Iterator
from importlib import resources
from typing import Any

import attrs
import pytest

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.programmes import Programme, digest, find, funding_terms, shipped
from s2ss_core.values import Days, DeploymentKind, FundingKind

# A published programme is never edited: deployments pin these. A change is a new version in a new file.
DIGESTS = {
    ("exceed-2023", "V7"): "sha256:1e1aa1fd0fa88be6865c9152ec1ea98598840bfa06a44e52179e22480d963f81",
    (
        "exceed-institute",
        "undated",
    ): "sha256:55ab07b461bd616f4eb5624417d0864d4d449d54aeb79293bc4453f6b0e284db",
    ("llf-2019", "6.0"): "sha256:ae38db2451f3618424122a355b269ab202a238f4ea873b796e12c52b5fb46867",
    (
        "tdt-cpd-hubs",
        "undated",
    ): "sha256:a128762687ae6ad045d25f09fe5ae7d7f829d7c2847811b6a9431043a40d2bbc",
}
DOCUMENTS = (
    "System Leader Handbook V7 › ",
    "System Leadership Protocols & Guidance 2019-20 v6.0 › ",
    "Exceed Institute: School improvement support › ",
    "CPD Excellence Hubs Solution Delivery Proposal › ",
    "no source: ",
    "choice: ",
)


@pytest.mark.parametrize(("name", "version"), tuple(DIGESTS))
def test_a_published_programme_is_never_edited(name: str, version: str) -> None:
    assert digest(find(name, version)) == DIGESTS[name, version]


def test_every_shipped_file_has_its_digest_here_and_is_named_after_its_programme() -> None:
    files = {file.name for file in resources.files("s2ss_core.programmes").iterdir() if ".toml" in file.name}

    assert {f"{programme.name}.toml" for programme in shipped()} == files
    assert {(programme.name, programme.version) for programme in shipped()} == set(DIGESTS)


def sources(value: object) -> Iterator[str]:
    """Every `source` anywhere inside."""
    if isinstance(value, tuple):
        for item in value:
            yield from sources(item)
    elif attrs.has(type(value)):
        fields: dict[str, Any] = attrs.asdict(value, recurse=False)  # type: ignore[arg-type]
        for name, inside in fields.items():
            yield from [inside] if name == "source" else sources(inside)


@pytest.mark.parametrize("programme", shipped(), ids=lambda programme: programme.name)
def test_every_number_cites_a_document_and_heading_or_says_that_none_gives_it(programme: Programme) -> None:
    found = list(sources(programme))

    assert len(found) > 25
    assert [source for source in found if not source.startswith(DOCUMENTS)] == []


def test_both_systems_release_a_leader_for_15_days_and_one_says_from_where_it_has_that() -> None:
    exceed, llf = find("exceed-2023").cap.days, find("llf-2019").cap.days

    assert exceed.value == llf.value == Days(15)
    assert exceed.source.startswith("no source: ")
    assert "adopted from System Leadership Protocols & Guidance 2019-20 v6.0" in exceed.source
    assert llf.source.startswith("System Leadership Protocols & Guidance 2019-20 v6.0 › ")


def test_external_funding_under_the_handbook_passes_every_gate_but_the_terms_end() -> None:
    terms = funding_terms(find("exceed-2023"), "external")

    assert set(terms.gates) == {
        "agreement-signed", "plan-approved", "report-exists", "review-held", "progress-judged",
        "within-schedule", "within-eligible", "within-allocation", "payee-role",
        "invoice-with-purchase-order", "journal-for-members", "report-shared-in-time",
    }  # fmt: skip
    assert terms.last_gates == ("final-report-finalised", "certificate-returned")
    assert terms.judges == ("qa-lead", "broker")
    assert terms.payees == ("home-school", "home-trust")
    assert (terms.approver, terms.agreement, terms.needs_award) == ("qa-lead", "flow-down-contract", True)
    assert terms.qa_lead_required
    assert terms.qa_lead_independent


@pytest.mark.parametrize(
    ("name", "kind", "approver"),
    (
        ("exceed-2023", "internal", "director-of-school-improvement"),
        ("exceed-2023", "self-funded", "broker"),
        ("exceed-institute", "self-funded", "broker"),
        ("llf-2019", "self-funded", "headteacher"),
    ),
)
def test_without_grant_there_is_no_award_certificate_or_independent_qa_lead(
    name: str, kind: FundingKind, approver: str
) -> None:
    terms = funding_terms(find(name), kind)

    assert terms.approver == approver
    assert not terms.needs_award
    assert not terms.qa_lead_independent
    assert "certificate-returned" not in terms.last_gates
    assert "within-allocation" not in terms.gates


def test_llf_holds_no_payment_back_by_a_gate_and_says_that_none_is_sourced() -> None:
    terms = funding_terms(find("llf-2019"), "self-funded")

    assert (terms.gates, terms.last_gates, terms.judges) == ((), (), ())
    assert "no source: a QA Lead, a judgement of progress, or any gate" in terms.source


def test_the_hubs_ask_for_no_plan_no_approval_no_report_and_no_money_and_say_so() -> None:
    hubs = find("tdt-cpd-hubs")
    terms = funding_terms(hubs, "external")

    assert (terms.plan, terms.approver, terms.agreement, terms.needs_award) == (False, None, None, False)
    assert not hubs.reports.written
    assert (hubs.rates, hubs.signatories, terms.flows, terms.gates, terms.payees) == ((), (), (), (), ())
    assert any(
        note.startswith("no source: a plan, its approval, an agreement, a report") for note in hubs.notes
    )


@pytest.mark.parametrize(("kind", "cap"), (("secondment", None), ("deployment", Days(15))))
def test_the_hubs_have_no_cap_for_a_secondment(kind: DeploymentKind, cap: Days | None) -> None:
    assert find("tdt-cpd-hubs").cap.of(kind) == cap
    assert find("llf-2019").cap.of(kind) == Days(15)


def test_the_hubs_hold_what_the_proposal_says_as_often_as_it_says() -> None:
    rhythms = {rhythm.kind: rhythm for rhythm in find("tdt-cpd-hubs").rhythms}

    assert {kind: rhythm.every for kind, rhythm in rhythms.items()} == {
        "audit": "year", "coaching": "fortnight", "release-time": "week", "forum": "term"
    }  # fmt: skip
    assert rhythms["audit"].priorities == 2
    assert (rhythms["release-time"].quantity, rhythms["release-time"].unit) == (Days(1), "half-day")


# Finding one


def test_without_a_version_the_latest_to_take_effect_is_found() -> None:
    later = attrs.evolve(find("exceed-2023"), version="V8", effective_from=dt.date(2025, 9, 1))

    assert find("exceed-2023", among=[later]) == later
    assert find("exceed-2023", "V7", among=[later]).version == "V7"


def test_ones_own_programmes_are_found_beside_the_shipped_ones() -> None:
    own = attrs.evolve(find("exceed-2023"), name="north-trust", version="1")

    assert find("north-trust", among=[own]) == own
    assert find("llf-2019", among=iter([own])).version == "6.0"


def test_what_is_not_there_is_refused_with_what_is() -> None:
    with pytest.raises(NotFound) as refusal:
        find("exceed-2024")
    assert (
        str(refusal.value)
        == "there is no programme exceed-2024; there are: exceed-2023 V7, exceed-institute undated, llf-2019 6.0, tdt-cpd-hubs undated"
    )
    with pytest.raises(NotFound, match="no programme exceed-2023 V6"):
        find("exceed-2023", "V6")


def test_one_version_with_two_contents_is_refused_and_both_digests_are_named() -> None:
    other = attrs.evolve(find("exceed-2023"), title="Something else")

    with pytest.raises(BadInput) as refusal:
        find("exceed-2023", among=[other])

    first, another = sorted((digest(other), digest(find("exceed-2023"))))
    assert str(refusal.value) == (
        f"exceed-2023 V7 has two contents, {first} and {another}: give one of them another version"
    )


def test_the_same_content_twice_is_no_conflict() -> None:
    assert find("exceed-2023", among=[find("exceed-2023")]) == find("exceed-2023")

"""A certificate in hand, compared with the history that it was drawn from."""

import hashlib
import json
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any, get_args

import attrs
import pytest

from s2ss_core.errors import BadInput
from s2ss_core.projections import GRANT_USAGE, as_data
from s2ss_core.projections.grant_usage.certificate_in_hand import (
    CertificateInHand,
    Disagreement,
    certificate_in_hand,
)
from s2ss_core.projections.grant_usage.certification import Certification, CertificateStatus
from tests.projections.histories import History
from tests.projections.worked_example import BUSINESS_MANAGER, OWN, brokered, certificate, worked_example

KEY = ("deployment", "d-1")
CERTIFIED = Certification(
    certificate="cert-2",
    status="certified",
    covers_from=date(2024, 1, 8),
    covers_to=date(2024, 12, 12),
    preparer=BUSINESS_MANAGER,
)
STANDING = CertificateInHand(
    deployment="d-1", digest="9f", unchanged=True, known_form=True, certification=CERTIFIED, disagreements=()
)
WRONG = Disagreement(path="kind", in_hand="a", from_history="b")


@cache
def certified() -> tuple[History, Any]:
    """The worked example, certified once more, and the certificate as JSON."""
    history = worked_example()
    document = as_data(GRANT_USAGE.live(history, KEY))
    signed: Any = certificate("cert-2", date(2025, 1, 20), supersedes="cert-1")
    basis = document["basis"]
    history.tell(OWN, attrs.evolve(signed, size=basis["position"], digest=basis["digest"]))
    return history, document


def changed(*where: str | int, value: object) -> Any:
    """The certificate but for one value."""
    document = deepcopy(certified()[1])
    part = document
    for name in where[:-1]:
        part = part[name]
    part[where[-1]] = value
    return document


def sealed(document: Any) -> Any:
    """The document with the digest that its content has by the published form."""
    document["basis"]["digest"] = ""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    seal = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    document["basis"]["digest"] = seal
    return document


def compared(document: Any) -> CertificateInHand:
    return certificate_in_hand(certified()[0], document)


def disagreeing(document: Any) -> list[tuple[str, object, object]]:
    return [(each.path, each.in_hand, each.from_history) for each in compared(document).disagreements]


def test_a_certificate_as_it_was_certified_stands() -> None:
    history, document = certified()

    found = certificate_in_hand(history, document)

    assert found == CertificateInHand(
        deployment="d-1",
        digest=document["basis"]["digest"],
        unchanged=True,
        known_form=True,
        certification=GRANT_USAGE.live(history, KEY).certifications[-1],
        disagreements=(),
    )
    assert found.certification is not None
    assert found.certification.certificate == "cert-2"
    assert found.stands


def test_a_value_that_was_changed_breaks_the_digest_and_disagrees_with_history() -> None:
    found = compared(changed("amounts", "eligible", "value", value=1_100_001))

    assert (found.unchanged, found.known_form, found.stands) == (False, True, False)
    assert found.certification is not None
    assert found.disagreements == (
        Disagreement(path="amounts.eligible.value", in_hand=1_100_001, from_history=1_100_000),
    )


@pytest.mark.parametrize("name", ("Zoë", "\ud800"))
def test_a_certificate_that_was_changed_and_sealed_anew_is_unchanged_but_nobody_certified_it(
    name: str,
) -> None:
    found = compared(sealed(changed("parties", "qa_lead", value=name)))

    assert (found.unchanged, found.certification, found.stands) == (True, None, False)
    assert [each.path for each in found.disagreements] == ["parties.qa_lead", "basis.digest"]


def test_a_certificate_of_another_form_is_of_no_known_form() -> None:
    assert not compared(changed("basis", "generator", value="grant-usage-0")).known_form


def test_each_value_that_differs_is_named_by_its_path_in_the_order_of_the_document() -> None:
    document = changed("parties", "leaders", 1, value="sl-99")
    document["kind"] = "certificate"
    document["more"] = 1
    paths = [path for path, _, _ in disagreeing(document)]

    assert set(paths) == {"kind", "parties.leaders.2", "more"}
    in_order = [*certified()[1], "more"]
    assert paths == sorted(paths, key=lambda path: in_order.index(path.partition(".")[0]))


def test_a_value_that_is_not_there_is_none() -> None:
    document = changed("more", value="added")
    del document["parties"]["qa_lead"]

    assert disagreeing(document) == [("parties.qa_lead", None, "qa-3"), ("more", "added", None)]


@pytest.mark.parametrize(
    ("name", "value"),
    (
        ("amounts", []),
        ("amounts", 1),
        ("lines", 5),
        ("lines", []),
        ("lines", {}),
        ("more", [1]),
        ("more", {}),
    ),
)
def test_a_part_of_another_shape_disagrees_as_a_whole(name: str, value: object) -> None:
    there = certified()[1].get(name)

    assert disagreeing(changed(name, value=value)) == [(name, value, there)]


def test_a_number_is_no_yes_or_no() -> None:
    assert disagreeing(changed("keeping", "assurance_required", value=0)) == [
        ("keeping.assurance_required", 0, False)
    ]


def test_a_certificate_drawn_from_one_entry_is_compared() -> None:
    history = History()
    history.tell(OWN, brokered())
    document = as_data(GRANT_USAGE.live(history, KEY))

    found = certificate_in_hand(history, document)

    assert document["basis"]["position"] == 1
    assert (found.unchanged, found.certification, found.disagreements) == (True, None, ())


@pytest.mark.parametrize(
    "document",
    (
        None,
        {},
        [1],
        {"parties": {"deployment": "d-1"}},
        {"parties": {"deployment": "d-1"}, "basis": {"position": 1}},
        {"parties": {"deployment": 1}, "basis": {"position": 1, "digest": "9f"}},
        {"parties": {"deployment": "d-1"}, "basis": {"position": "1", "digest": "9f"}},
        {"parties": {"deployment": "d-1"}, "basis": {"position": True, "digest": "9f"}},
        {"parties": {"deployment": "d-1"}, "basis": {"position": 0, "digest": "9f"}},
        {"parties": {"deployment": "d-1"}, "basis": {"position": 1, "digest": 9}},
    ),
)
def test_what_names_no_deployment_entries_and_digest_is_no_certificate(document: object) -> None:
    with pytest.raises(BadInput) as refused:
        compared(document)

    assert str(refused.value) == (
        "this is no certificate: give the JSON of one, as `s2ss certificate ID --format json` writes it"
    )


@pytest.mark.parametrize("status", get_args(CertificateStatus))
def test_a_certificate_stands_unless_another_or_what_was_eligible_overtook_it(status: Any) -> None:
    in_hand = attrs.evolve(STANDING, certification=attrs.evolve(CERTIFIED, status=status))

    assert in_hand.stands is (status not in {"superseded", "outdated"})


@pytest.mark.parametrize(
    "but", ({"unchanged": False}, {"certification": None}, {"disagreements": (WRONG,)}), ids=str
)
def test_one_fault_is_enough_for_a_certificate_not_to_stand(but: dict[str, Any]) -> None:
    assert not attrs.evolve(STANDING, **but).stands

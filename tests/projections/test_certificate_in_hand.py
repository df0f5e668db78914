"""Whether a certificate in hand is the one that was certified, and what of it history does not give."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from s2ss_core import AsAt, BadInput
from s2ss_core.events import GrantUsageCertified, deployment_stream
from s2ss_core.projections import GRANT_USAGE, CertificateInHand, certificate_in_hand
from s2ss_core.projections.engine.serialization import as_data
from s2ss_core.projections.grant_usage.certificate_in_hand import Disagreement
from tests.projections.histories import History
from tests.projections.worked_example import brokered
from tests.scenarios.test_certificate import closed

STORE = closed().store
CERTIFIED = next(
    entry.event
    for entry in STORE.read(deployment_stream("d-1"))
    if isinstance(entry.event, GrantUsageCertified)
)
CERTIFICATE: Any = as_data(closed().grant_usage("d-1", as_at=AsAt(position=CERTIFIED.size)))


def changed(part: Any, path: str, value: Any) -> Any:
    """A copy of a document with one value changed, or put in."""
    name, _, rest = path.partition(".")
    if isinstance(part, list):
        number = int(name) - 1
        return [
            (changed(each, rest, value) if rest else value) if at == number else each
            for at, each in enumerate(part)
        ]
    return {**part, name: changed(part[name], rest, value) if rest else value}


def found(document: Any = CERTIFICATE) -> CertificateInHand:
    return certificate_in_hand(STORE, document)


def test_the_one_that_was_certified_is_as_it_was_made_and_stands() -> None:
    in_hand = found()

    assert in_hand.deployment == "d-1"
    assert in_hand.digest == CERTIFIED.digest
    assert in_hand.unchanged
    assert in_hand.known_form
    assert in_hand.certification is not None
    assert in_hand.certification.certificate == CERTIFIED.certificate
    assert in_hand.disagreements == ()
    assert in_hand.stands


@pytest.mark.parametrize(
    ("path", "value"),
    (
        ("amounts.eligible.value", CERTIFICATE["amounts"]["eligible"]["value"] + 1),
        ("lines.2.eligible.value", 1),
        ("amounts.eligible.value", str(CERTIFICATE["amounts"]["eligible"]["value"])),
        ("lines", []),
        ("lines", 5),
        ("lines", {}),
        ("amounts", []),
    ),
)
def test_what_was_changed_is_named_with_both_values_and_it_does_not_stand(path: str, value: Any) -> None:
    was = CERTIFICATE
    for name in path.split("."):
        was = was[int(name) - 1] if isinstance(was, list) else was[name]

    in_hand = found(changed(CERTIFICATE, path, value))

    assert not in_hand.unchanged
    assert not in_hand.stands
    assert in_hand.disagreements == (Disagreement(path=path, in_hand=value, from_history=was),)


def test_what_is_left_out_or_put_in_is_named_in_the_order_of_the_document() -> None:
    without: Mapping[str, Any] = {name: value for name, value in CERTIFICATE.items() if name != "lines"}

    disagreements = found({"ours": "yes", **without}).disagreements

    assert [(each.path, each.in_hand) for each in disagreements] == [("lines", None), ("ours", "yes")]
    assert disagreements[1].from_history is None


def test_one_with_another_digest_was_never_certified() -> None:
    in_hand = found(changed(CERTIFICATE, "basis.digest", "0" * 64))

    assert in_hand.certification is None
    assert not in_hand.unchanged
    assert not in_hand.stands


def test_one_that_was_drawn_later_is_as_it_was_made_and_nobody_certified_it() -> None:
    in_hand = found(as_data(closed().grant_usage("d-1")))

    assert in_hand.unchanged
    assert in_hand.certification is None
    assert in_hand.disagreements == ()
    assert not in_hand.stands


@pytest.mark.parametrize("name", ("Zoë", "\ud800"))
def test_one_with_a_name_in_any_letters_is_unchanged_if_its_digest_is_of_its_canonical_bytes(
    name: str,
) -> None:
    document = changed(changed(CERTIFICATE, "parties.qa_lead", name), "basis.digest", "")
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    seal = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()

    in_hand = found(changed(document, "basis.digest", seal))

    assert in_hand.unchanged
    assert [each.path for each in in_hand.disagreements] == ["parties.qa_lead", "basis.digest"]


def test_one_that_was_drawn_from_one_entry_is_compared() -> None:
    history = History()
    history.tell(deployment_stream("d-1"), brokered())
    document = as_data(GRANT_USAGE.live(history, ("deployment", "d-1")))

    assert document["basis"]["position"] == 1
    assert certificate_in_hand(history, document).disagreements == ()


def test_one_of_another_form_is_said_to_be_of_a_form_that_is_not_known() -> None:
    assert not found(changed(CERTIFICATE, "basis.generator", "grant-usage-0")).known_form


@pytest.mark.parametrize(
    "document",
    (
        None,
        [],
        {},
        {"parties": CERTIFICATE["parties"]},
        changed(CERTIFICATE, "parties.deployment", 1),
        changed(CERTIFICATE, "basis.position", 0),
        changed(CERTIFICATE, "basis.position", "12"),
        changed(CERTIFICATE, "basis.position", True),
        changed(CERTIFICATE, "basis.digest", None),
    ),
    ids=str,
)
def test_what_is_no_certificate_is_refused_and_says_what_to_give(document: Any) -> None:
    with pytest.raises(BadInput) as refused:
        found(document)

    assert str(refused.value) == (
        "this is no certificate: give the JSON of one, as `s2ss certificate ID --format json` writes it"
    )


@pytest.mark.parametrize(
    ("status", "stands"),
    (("certified", True), ("returned", True), ("superseded", False), ("outdated", False)),
)
def test_one_that_another_replaced_or_that_is_outdated_does_not_stand(status: Any, stands: bool) -> None:
    in_hand = found()
    assert in_hand.certification

    assert (
        attrs.evolve(in_hand, certification=attrs.evolve(in_hand.certification, status=status)).stands
        is stands
    )


def test_one_that_was_changed_does_not_stand_though_history_gives_every_value() -> None:
    assert not attrs.evolve(found(), unchanged=False).stands

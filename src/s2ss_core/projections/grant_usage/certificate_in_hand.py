"""Whether a certificate in hand, a document as JSON, is the one that was certified, and whether history still gives it."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.projections.engine.as_at import AsAt
from s2ss_core.projections.engine.reader import HistoryReader
from s2ss_core.projections.engine.serialization import as_data, digest_of_data
from s2ss_core.projections.grant_usage.certification import Certification
from s2ss_core.projections.grant_usage.projections import GRANT_USAGE
from s2ss_core.projections.grant_usage.provenance import GENERATOR


@attrs.frozen(kw_only=True)
class Disagreement:
    """A value of the certificate in hand that history does not give. One that is not there at all is None."""

    path: str
    in_hand: Any
    from_history: Any


@attrs.frozen(kw_only=True)
class CertificateInHand:
    """What is true of a certificate in hand.

    `unchanged` says whether its digest is that of its own content, `known_form` whether this library makes documents of
    its form. `certification` is the certificate that was certified with this digest, and None if none was.
    `disagreements` are what the same number of entries give otherwise, in the order of the document.
    """

    deployment: str
    digest: str
    unchanged: bool
    known_form: bool
    certification: Certification | None
    disagreements: tuple[Disagreement, ...]

    @property
    def stands(self) -> bool:
        """Whether it was certified, is as it was then, is given by history, and was neither superseded nor outdated."""
        made = self.certification
        if made is None or self.disagreements or not self.unchanged:
            return False
        return made.status not in {"superseded", "outdated"}


def certificate_in_hand(source: HistoryReader, document: Any) -> CertificateInHand:
    """Compare a certificate's JSON with `source`, such as a `Store`.

    Raises `BadInput` for what is no certificate, `NotFound` for one of a deployment that is not here.
    """
    deployment, position, said = _named(document)
    key = ("deployment", deployment)
    made = GRANT_USAGE.live(source, key).certifications
    again = as_data(GRANT_USAGE.live(source, key, as_at=AsAt(position=position)))
    return CertificateInHand(
        deployment=deployment,
        digest=said,
        unchanged=_digest(document) == said,
        known_form=document["basis"].get("generator") == GENERATOR,
        certification=next((each for each in made if each.digest == said), None),
        disagreements=tuple(_disagreements(document, again)),
    )


def _named(document: Any) -> tuple[str, int, str]:
    """The deployment, the number of entries and the digest that a document names."""
    try:
        deployment, basis = document["parties"]["deployment"], document["basis"]
        position, said = basis["position"], basis["digest"]
    except (KeyError, TypeError):
        deployment, position, said = None, None, None
    if type(deployment) is not str or type(position) is not int or type(said) is not str or position < 1:
        raise BadInput(
            "this is no certificate: give the JSON of one, as `s2ss certificate ID --format json` writes it"
        )
    return deployment, position, said


def _digest(document: Mapping[str, Any]) -> str:
    return digest_of_data({**document, "basis": {**document["basis"], "digest": ""}})


def _disagreements(in_hand: Any, from_history: Any, path: str = "") -> Iterator[Disagreement]:
    if isinstance(in_hand, Mapping) and isinstance(from_history, Mapping):
        for name in dict.fromkeys((*from_history, *in_hand)):
            inside = f"{path}.{name}" if path else str(name)
            yield from _disagreements(in_hand.get(name), from_history.get(name), inside)
    elif isinstance(in_hand, list) and isinstance(from_history, list) and len(in_hand) == len(from_history):
        for number, (one, other) in enumerate(zip(in_hand, from_history, strict=True), 1):
            yield from _disagreements(one, other, f"{path}.{number}")
    elif in_hand != from_history or type(in_hand) is not type(from_history):
        yield Disagreement(path=path, in_hand=in_hand, from_history=from_history)

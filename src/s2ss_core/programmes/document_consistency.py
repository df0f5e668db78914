"""Checks that the documents of a programme agree with who signs them."""

from collections.abc import Iterator

from s2ss_core.programmes.flow_consistency import repeated
from s2ss_core.programmes.programme import Programme, Signatories, Terms


def documents(at: str, terms: Terms, programme: Programme) -> Iterator[str]:
    """One text for each document of one kind of funding that is listed twice, or that nobody is said to sign."""
    signed = {signatories.document for signatories in programme.signatories}
    yield from repeated(f"{at}.further_agreements", terms.documents)
    if terms.agreement and terms.agreement not in signed:
        yield f"{at}.agreement: signatories must say who signs {terms.agreement!r}"
    for document in terms.further_agreements:
        if document not in signed:
            yield f"{at}.further_agreements: signatories must say who signs {document!r}"


def signatories(programme: Programme) -> Iterator[str]:
    """One text for each document that is listed twice, and for each party of one that contradicts the others."""
    yield from repeated("signatories", [each.document for each in programme.signatories])
    for number, each in enumerate(programme.signatories):
        yield from _signatories(f"signatories[{number}]", each)


def _signatories(at: str, signatories: Signatories) -> Iterator[str]:
    if strangers := set(signatories.where_applicable) - set(signatories.parties):
        yield f"{at}.where_applicable: {', '.join(sorted(strangers))} are not among the parties"
    if set(signatories.parties) <= set(signatories.where_applicable):
        yield f"{at}.where_applicable: expected a party that always signs"

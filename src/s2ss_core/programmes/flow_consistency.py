"""Checks that the flows of a programme agree with one another, with its gates and payees, and with its rates."""

from collections.abc import Iterator, Sequence

from s2ss_core.programmes.programme import Programme, Terms
from s2ss_core.values import INSTALMENT


def flows(at: str, terms: Terms) -> Iterator[str]:
    """One text for each contradiction in the flows of one kind of funding."""
    yield from repeated(f"{at}.flows", [flow.id for flow in terms.flows])
    shares = {flow.id: flow for flow in terms.flows if flow.kind == "share"}
    if terms.flows and not shares:
        yield f"{at}.flows: expected a share: somebody is paid, or keeps, what is charged"
    if shares and terms.gates and INSTALMENT not in shares:
        yield f"{at}.flows: expected a share with the id {INSTALMENT!r}: it is released through the gates"
    for number, flow in enumerate(terms.flows):
        path = f"{at}.flows[{number}]"
        if not (flow.paid_by and flow.paid_to and flow.how):
            yield f"{path}: expected paid_by, paid_to and how with one entry or more each"
        if flow.kept and flow.kind != "share":
            yield f"{path}.how: only a share is 'retained'"
        if ("grant-payment" in flow.how) and flow.kind != "award":
            yield f"{path}.how: only a leg of the award is settled by 'grant-payment'"
    if INSTALMENT in shares and (
        unpaid := set(terms.payees) - {to for flow in shares.values() for to in flow.paid_to}
    ):
        yield f"{at}.payees: {', '.join(sorted(unpaid))} are not among those whom a share pays"
    for flow in shares.values():
        if terms.payees and terms.gates and not set(terms.payees) & set(flow.paid_to):
            yield f"{at}.payees: nobody whom the leg {flow.id!r} pays is among them, so nothing on it can be released"


def splits(programme: Programme) -> Iterator[str]:
    """One text for each part of a rate that goes along a leg that there is not."""
    shares = {flow.id for terms in programme.funding for flow in terms.flows if flow.kind == "share"}
    for at, rate in enumerate(programme.rates):
        yield from repeated(f"rates[{at}].splits", [split.leg for split in rate.splits])
        for split in rate.splits:
            if split.leg not in shares:
                yield f"rates[{at}].splits: {split.leg!r} is the id of no share among the flows"


def repeated(at: str, words: Sequence[str]) -> Iterator[str]:
    """One text for each word that occurs more than once."""
    for word in sorted({word for word in words if words.count(word) > 1}):
        yield f"{at}: {word!r} occurs more than once"

"""The numbered rules of money that the entries of one deployment can be held against, each at its own place in history."""

from collections.abc import Iterator
from typing import Any

from s2ss_verify.certificate import pounds
from s2ss_verify.deployment import Data, Deployment, Sources, fact_of
from s2ss_verify.report import Report

Broken = Iterator[tuple[str, str]]


def check_money(sources: Sources, report: Report) -> None:
    """Report every rule that an entry of a deployment breaks, unless it was recorded despite that rule."""
    accepted = _accepted(sources)
    for position, entry in sources.own:
        check = CHECKS.get(entry["name"])
        if check is None:
            continue
        report.count("entries held against rules of money")
        for code, says in check(entry["data"], Deployment(sources, upto=position), position):
            if (code, _number(entry)) not in accepted:
                report.wrong(code, says, position)


def _accepted(sources: Sources) -> set[tuple[str, str]]:
    return {
        (rule["code"], entry["data"]["of"]["id"][0])
        for _, entry in sources.own
        if entry["name"] == "entry.accepted-despite"
        for rule in entry["data"]["rules"]
    }


def _number(entry: dict[str, Any]) -> str:
    data = entry["data"]
    return str(
        next((data[name] for name in ("payment", "invoice", "recovery", "instalment") if name in data), "")
    )


def _release(data: Data, deployment: Deployment, _: int) -> Broken:
    own, on, amount = deployment.own, data["on"], data["amount"]
    if amount <= 0:
        yield "S2SS-M17", "nothing is released"
    approved = [found["on"] for found in own.of("deployment.plan-approved")]
    if not approved or min(approved) > on:
        yield "S2SS-M02", f"no plan was approved by {on}"
    if data.get("report") and data.get("review"):
        held = [
            found["on"]
            for found in own.of("deployment.review-held")
            if (found["review"], found.get("report")) == (data["review"], data["report"])
        ]
        if not held or min(held) > on:
            yield "S2SS-M04", f"review {data['review']} on report {data['report']} was not held by {on}"
    yield from _judgements(data, deployment)
    yield from _sums(data, deployment)
    yield from _once(data, deployment)


def _judgements(data: Data, deployment: Deployment) -> Broken:
    for party in sorted(_judges(deployment)) if data.get("report") else ():
        latest = [
            found["satisfactory"]
            for found in deployment.own.of("deployment.progress-judged")
            if (found["party"], found.get("report")) == (party, data["report"]) and found["on"] <= data["on"]
        ]
        if not latest or not latest[-1]:
            yield "S2SS-M05", f"the {party} did not judge progress satisfactory on report {data['report']}"


def _judges(deployment: Deployment) -> set[str]:
    kind = deployment.brokered["funding"]["kind"] if deployment.brokered else None
    terms: Data = next(
        (found for found in deployment.programme.get("funding", []) if found["kind"] == kind), {}
    )
    return set(terms.get("judges", [])) if "judgements" in terms.get("gates", []) else set()


def _sums(data: Data, deployment: Deployment) -> Broken:
    released = deployment.sum_of("deployment.instalment-released") - deployment.sum_of(
        "deployment.grant-recovered"
    )
    eligible = sum(cost.incurred - cost.disallowed for cost in deployment.costs(on=data["on"]))
    if released > eligible:
        yield (
            "S2SS-M07",
            f"{pounds(released)} is released, and {pounds(eligible)} was eligible by {data['on']}",
        )
    allocated = deployment.set_aside() - deployment.returned()
    if deployment.awards and released > allocated:
        yield "S2SS-M08", f"{pounds(released)} is released, and {pounds(allocated)} is allocated"


def _once(data: Data, deployment: Deployment) -> Broken:
    def key(release: Data) -> tuple[Any, ...]:
        return release["instalment"], release.get("leg"), release["paid_to"]["id"], release.get("part", 1)

    if sum(key(found) == key(data) for found in deployment.own.of("deployment.instalment-released")) > 1:
        yield "S2SS-M16", f"instalment {data['instalment']} was released to {data['paid_to']['id']} before"


def _recovery(data: Data, deployment: Deployment, _: int) -> Broken:
    if data["amount"] <= 0:
        yield "S2SS-M19", "nothing is recovered"
    released = deployment.sum_of("deployment.instalment-released")
    if deployment.sum_of("deployment.grant-recovered") > released:
        yield "S2SS-M19", f"more is recovered than the {pounds(released)} that was released"
    if data["asked_by"]["person"] == data["agreed_by"]["person"]:
        yield "S2SS-M22", f"{data['asked_by']['person']} asked for it and agreed to it"


def _payment(data: Data, deployment: Deployment, _: int) -> Broken:
    vat, recovered = data.get("vat", 0), data.get("vat_recovered", 0)
    if not recovered <= vat <= data["amount"]:
        yield "S2SS-M28", "the VAT is no part of the sum"
    settles = sum(part["amount"] for part in data.get("settles", []))
    if settles > data["amount"] - recovered:
        yield "S2SS-M27", f"it settles {pounds(settles)} and comes to {pounds(data['amount'] - recovered)}"
    for part in data.get("settles", []):
        if part["of"]["name"] == "release":
            yield from _behind(fact_of(part["of"]), deployment)


def _behind(fact: tuple[str, ...], deployment: Deployment) -> Broken:
    released = sum(
        found["amount"]
        for found in deployment.own.of("deployment.instalment-released")
        if (
            "release",
            str(found["instalment"]),
            found.get("leg"),
            found["paid_to"]["id"],
            str(found.get("part", 1)),
        )
        == fact
    )
    reversed_ = {found["payment"] for found in deployment.own.of("deployment.payment-reversed")}
    paid = sum(
        part["amount"]
        for payment in deployment.own.of("deployment.payment-made")
        if payment["payment"] not in reversed_
        for part in payment.get("settles", [])
        if fact_of(part["of"]) == fact
    )
    if paid > released:
        yield (
            "S2SS-M21",
            f"{pounds(paid)} was paid for instalment {fact[1]}, and {pounds(released)} was released",
        )


def _reversal(data: Data, deployment: Deployment, _: int) -> Broken:
    paid = sum(
        p["amount"] for p in deployment.own.of("deployment.payment-made") if p["payment"] == data["payment"]
    )
    back = sum(
        p["amount"]
        for p in deployment.own.of("deployment.payment-reversed")
        if p["payment"] == data["payment"]
    )
    if back > paid or data["amount"] <= 0:
        yield (
            "S2SS-M20",
            f"{pounds(back)} of payment {data['payment']} came back, and {pounds(paid)} was paid",
        )


def _invoice(data: Data, deployment: Deployment, _: int) -> Broken:
    if data["issued_on"] > data["on"]:
        yield "S2SS-M26", f"it came on {data['on']} and was issued on {data['issued_on']}"


def _plan(data: Data, deployment: Deployment, _: int) -> Broken:
    total = sum(line["amount"] + line.get("irrecoverable_vat", 0) for line in data["lines"])
    if total != data["total"]:
        yield "S2SS-P02", f"the lines come to {pounds(total)}, and the plan says {pounds(data['total'])}"


def _certified(data: Data, deployment: Deployment, position: int) -> Broken:
    if data["size"] >= position:
        yield "certificate", f"it says that it was drawn from {data['size']:,} entries, itself among them"


CHECKS = {
    "deployment.instalment-released": _release,
    "deployment.grant-recovered": _recovery,
    "deployment.payment-made": _payment,
    "deployment.payment-reversed": _reversal,
    "deployment.invoice-received": _invoice,
    "deployment.plan-submitted": _plan,
    "deployment.grant-usage-certified": _certified,
}

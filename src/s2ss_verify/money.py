"""The numbered rules of money that the entries of one deployment can be held against, each at its own place in history."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from s2ss_verify.certificate import pounds
from s2ss_verify.deployment import Data, Deployment, Fact, Sources, fact_of, folded
from s2ss_verify.report import Report

Broken = Iterator[tuple[str, str]]
INSTALMENT = "instalment"


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
    _check_payments(sources, accepted, report)


def _check_payments(sources: Sources, accepted: set[tuple[str, str]], report: Report) -> None:
    """A release may be recorded after the payment that it stands behind, so these are held against all of history."""
    deployment = Deployment(sources)
    reversed_ = {found["payment"] for found in deployment.own.of("deployment.payment-reversed")}
    released: dict[Fact, int] = {}
    for found in deployment.own.of("deployment.instalment-released"):
        part = str(found.get("part", 1))
        fact: Fact = ("release", str(found["instalment"]), found.get("leg", ""), found["paid_to"]["id"], part)
        released[fact] = released.get(fact, 0) + found["amount"]
    for position, entry in deployment.own.entries:
        if entry["name"] != "deployment.payment-made" or entry["data"]["payment"] in reversed_:
            continue
        for settled in entry["data"].get("settles", []):
            fact = fact_of(settled["of"])
            released[fact] = released.get(fact, 0) - settled["amount"]
            if fact[0] == "release" and released[fact] < 0 and ("S2SS-M21", _number(entry)) not in accepted:
                report.wrong("S2SS-M21", f"{pounds(-released[fact])} more was paid than released", position)


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
    if data["amount"] <= 0:
        yield "S2SS-M17", "nothing is released"
    terms = _terms(deployment)
    yield from _along_its_leg(data, terms)
    for gate in terms.get("gates", []):
        yield from GATES.get(gate, _nothing)(data, deployment, terms)
    yield from _once(data, deployment)


def _along_its_leg(data: Data, terms: Data) -> Broken:
    leg = data.get("leg", INSTALMENT)
    shares = {flow["id"]: flow for flow in terms.get("flows", []) if flow["kind"] == "share"}
    if not terms.get("gates") or leg not in shares:
        yield "S2SS-M24", f"the programme pays nothing by instalments on {leg}"
        return
    kept = "retained" in shares[leg]["how"]
    if kept != (data.get("settled_by") == "retained"):
        yield "S2SS-M71", f"{leg} is {'kept' if kept else 'paid'}, and settled by {data.get('settled_by')}"


def _terms(deployment: Deployment) -> Data:
    """What the programme says for this deployment's kind of funding."""
    kind = deployment.brokered["funding"]["kind"] if deployment.brokered else None
    terms: Data = next(
        (found for found in deployment.programme.get("funding", []) if found["kind"] == kind), {}
    )
    return terms


def _nothing(data: Data, deployment: Deployment, terms: Data) -> Broken:
    yield from ()


def _approved(data: Data, deployment: Deployment, terms: Data) -> Broken:
    approved = [found["on"] for found in deployment.own.of("deployment.plan-approved")]
    if not approved or min(approved) > data["on"]:
        yield "S2SS-M02", f"no plan was approved by {data['on']}"


def _reported(data: Data, deployment: Deployment, terms: Data) -> Broken:
    written = [
        found["on"]
        for name in ("deployment.interim-reported", "deployment.final-reported")
        for found in deployment.own.of(name)
        if found["report"] == data.get("report")
    ]
    if not written or min(written) > data["on"]:
        yield "S2SS-M03", f"report {data.get('report')} was not written by {data['on']}"


def _reviewed(data: Data, deployment: Deployment, terms: Data) -> Broken:
    pair = data.get("review"), data.get("report")
    held = [
        found["on"]
        for found in deployment.own.of("deployment.review-held")
        if (found["review"], found.get("report")) == pair
    ]
    if not held or min(held) > data["on"]:
        yield "S2SS-M04", f"review {pair[0]} on report {pair[1]} was not held by {data['on']}"


def _judged(data: Data, deployment: Deployment, terms: Data) -> Broken:
    for party in terms.get("judges", []):
        latest = [
            found["satisfactory"]
            for found in deployment.own.of("deployment.progress-judged")
            if (found["party"], found.get("report")) == (party, data.get("report"))
            and found["on"] <= data["on"]
        ]
        if not latest or not latest[-1]:
            yield (
                "S2SS-M05",
                f"the {party} did not judge progress satisfactory on report {data.get('report')}",
            )


def _net_released(deployment: Deployment) -> int:
    recovered = deployment.sum_of("deployment.grant-recovered")
    return deployment.sum_of("deployment.instalment-released") - recovered


def _in_arrears(data: Data, deployment: Deployment, terms: Data) -> Broken:
    released = _net_released(deployment)
    eligible = sum(cost.incurred - cost.disallowed for cost in deployment.costs(on=data["on"]))
    if released > eligible:
        yield (
            "S2SS-M07",
            f"{pounds(released)} is released, and {pounds(eligible)} was eligible by {data['on']}",
        )


def _allocated(data: Data, deployment: Deployment, terms: Data) -> Broken:
    released, allocated = _net_released(deployment), deployment.set_aside() - deployment.returned()
    if released > allocated:
        yield "S2SS-M08", f"{pounds(released)} is released, and {pounds(allocated)} is allocated"


GATES: Mapping[str, Callable[[Data, Deployment, Data], Broken]] = {
    "plan-approved": _approved,
    "report-exists": _reported,
    "review-held": _reviewed,
    "progress-judged": _judged,
    "within-eligible": _in_arrears,
    "within-allocation": _allocated,
}


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
    if folded(data["paid_to"]["id"]) in deployment.leaders():
        yield "S2SS-M80", f"{data['paid_to']['id']} is a leader here, and is paid"


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
    known = deployment.facts()
    if unknown := [fact for fact in map(fact_of, data.get("covers", [])) if fact not in known]:
        yield "S2SS-M25", f"it covers {' '.join(unknown[0])}, which is not there"
    if folded(data["supplier"]["id"]) in deployment.leaders():
        yield "S2SS-M81", f"{data['supplier']['id']} is a leader here, and invoices"


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

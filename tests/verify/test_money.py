"""Breaches of rules of money, written past the library and sealed: the verifier names each by its rule."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.application import Brokerage
from s2ss_core.bundle import write_bundle
from s2ss_core.store import Append, Recorded, Store
from s2ss_core.transparency import sealed
from s2ss_core.values import Cause, Money, Organisation
from s2ss_verify import verify
from tests.bundle.given import DEPLOYMENT, Kept

STREAM = f"deployment:{DEPLOYMENT}"
LATER = datetime(2025, 2, 1, 12, tzinfo=UTC)
ON = date(2025, 2, 1)
THE_LEADER = Organisation(id="SL-014", kind="other", member_of_broker=False)
Breach = Callable[[Store], Any]


def first(store: Store, cls: type) -> Any:
    entry: Recorded = next(entry for entry in store.read(STREAM) if isinstance(entry.event, cls))
    return entry.event


def like(cls: type, **changes: Any) -> Breach:
    """The first event of a class with other fields."""
    return lambda store: attrs.evolve(first(store, cls), **changes)


def recovery(**changes: Any) -> Breach:
    def made(store: Store) -> e.GrantRecovered:
        release = first(store, e.InstalmentReleased)
        two = (release.authorised_by, attrs.evolve(release.authorised_by, person="u-7"))
        fields: dict[str, Any] = {
            "recovery": "rec-1", "on": ON, "amount": Money("1.00"), "recovered_from": release.paid_to, "how": "repaid",
            "asked_by": two[0], "agreed_by": two[1],
        }  # fmt: skip
        return e.GrantRecovered(**{**fields, **changes})

    return made


def alone(store: Store) -> e.GrantRecovered:
    person = first(store, e.InstalmentReleased).authorised_by
    event: e.GrantRecovered = recovery(agreed_by=person)(store)
    return event


def supplement(**changes: Any) -> Breach:
    return like(e.InstalmentReleased, part=2, **{"on": ON, "amount": Money("1.00"), **changes})


def payment(**changes: Any) -> Breach:
    return like(e.PaymentMade, payment="pay-9", on=ON, **changes)


BREACHES: dict[str, tuple[str, Breach]] = {
    "more is released than is eligible": ("S2SS-M07", supplement()),
    "more is released than is allocated": ("S2SS-M08", supplement()),
    "a release of nothing": ("S2SS-M17", supplement(amount=Money(0))),
    "the same release twice": ("S2SS-M16", like(e.InstalmentReleased, on=ON)),
    "a release before the plan was approved": ("S2SS-M02", supplement(on=date(2023, 11, 30))),
    "a release without its review": ("S2SS-M04", supplement(review="rv-9")),
    "a release without its report": ("S2SS-M03", supplement(report="rep-9")),
    "a release that nobody judged": ("S2SS-M05", supplement(report="rep-9")),
    "more is paid than was released": ("S2SS-M21", payment()),
    "a payment that settles more than it is": ("S2SS-M27", payment(amount=Money("5.00"))),
    "a payment with more VAT than it is": ("S2SS-M28", payment(vat=Money("99,999.00"))),
    "a payment reversed that was not made": (
        "S2SS-M20",
        lambda store: e.PaymentReversed(payment="pay-8", document="b-1", on=ON, amount=Money("5.00")),
    ),
    "more is recovered than was released": ("S2SS-M19", recovery(amount=Money("99,000.00"))),
    "nothing is recovered": ("S2SS-M19", recovery(amount=Money(0))),
    "a recovery by one person": ("S2SS-M22", alone),
    "an invoice that came before it was issued": (
        "S2SS-M26", like(e.InvoiceReceived, invoice="inv-9", number="X-9", on=date(2024, 1, 1))
    ),
    "an invoice for a visit that is not there": (
        "S2SS-M25", like(e.InvoiceReceived, invoice="inv-9", number="X-9", covers=(Cause("visit", ("v-none",)),))
    ),
    "a release on a leg that has none": ("S2SS-M24", supplement(leg="subcontract")),
    "a release that is kept": ("S2SS-M71", supplement(settled_by="retained", invoice=None)),
    "a payment to a leader": ("S2SS-M80", payment(paid_to=THE_LEADER)),
    "an invoice of a leader": (
        "S2SS-M81", like(e.InvoiceReceived, invoice="inv-9", number="X-9", supplier=THE_LEADER)
    ),
    "a plan that does not sum": ("S2SS-P02", like(e.PlanSubmitted, plan_version=9, total=Money("1.00"))),
    "a certificate from the future": (
        "certificate", like(e.GrantUsageCertified, certificate="cert-9", on=ON, size=999)
    ),
    "a certificate with another digest": (
        "certificate", like(e.GrantUsageCertified, certificate="cert-9", on=ON, digest="0" * 64)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BREACHES)
def test_a_planted_breach_is_named(name: str, own: Kept) -> None:
    code, breach = BREACHES[name]
    with Brokerage.open(own.url) as brokerage:
        store = brokerage.store
        after = len(store.read(STREAM))
        (planted,) = store.append((Append(STREAM, after, (breach(store),)),), at=LATER, by="u-9")
        checkpoint = sealed(store, own.folder / "exceed.example-support.key")
        write_bundle(store, own.folder / "bad.bundle", checkpoint, deployment=DEPLOYMENT)

    findings = verify(own.folder / "bad.bundle").findings

    assert [
        finding for finding in findings if (finding.code, finding.position) == (code, planted.position)
    ], [str(finding) for finding in findings]


def test_what_was_recorded_despite_a_rule_is_no_breach(own: Kept) -> None:
    with Brokerage.open(own.url) as brokerage:
        store = brokerage.store
        accepted = attrs.evolve(
            first(store, e.AcceptedDespite),
            of=Cause("payment", ("pay-9",)),
            rules=(e.BrokenRule(code="S2SS-M21", name="a_release_stands_behind_every_payment", facts=()),),
        )
        events = (payment()(store), accepted)
        store.append((Append(STREAM, len(store.read(STREAM)), events),), at=LATER, by="u-9")
        checkpoint = sealed(store, own.folder / "exceed.example-support.key")
        write_bundle(store, own.folder / "ok.bundle", checkpoint, deployment=DEPLOYMENT)

    assert [f for f in verify(own.folder / "ok.bundle").findings if f.code == "S2SS-M21"] == []

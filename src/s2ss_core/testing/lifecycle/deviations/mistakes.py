"""Deviations that are mistakes: out of turn, wrong date, id or amount, wrong subject, despite rules, or repeated."""

from itertools import islice
from typing import Any

import attrs

from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import ASSURER, LEAD, SECOND, STRANGER
from s2ss_core.testing.lifecycle.deviations.deviation import A_DAY, SUMS, despite, deviation, pick
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.values import Money, Person

GOVERNOR = Person(person=ASSURER.person, role="governor", organisation="s-1")
SHIFTS = (-400, -60, -30, -14, -7, -2, -1, 1, 40)
WRONG_NAMES = (
    ("leader", STRANGER),
    ("leader", SECOND),
    ("school", "s-99"),
    ("line", "99"),
    ("line", "2"),
    ("line", "1"),
    ("report", "r-none"),
    ("review", "w-none"),
    ("plan_version", 9),
    ("agreement", "ag-none"),
    ("with_report", "r-none"),
    ("certificate", "cert-none"),
    ("by", "somebody-else"),
    ("by", GOVERNOR),
    ("judge", "somebody-else"),
    ("signatory", "somebody-else"),
    ("authorised_by", LEAD),
    ("purchase_order", "PO-0"),
    ("invoice_number", "XT-none"),
    ("invoice", "XT-none"),
    ("instalment", 3),
    ("supersedes", "cert-none"),
    ("role", "governor"),
    ("led_by", "nobody"),
    ("certifier", "bm-1"),
    ("no_conflict_declared", False),
    ("has_read", False),
    ("attendees", ()),
    ("authors", ()),
    ("ratings", ()),
    ("shared_with", ("broker",)),
    ("short_notice_accepted_by", ASSURER),
    ("capacity_confirmed", None),
)


@deviation
def out_of_turn(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A command that is due only later, called today."""
    later = list(islice(happy_path.due(), 1, 25))
    call: CommandCall | None = pick(later, n)
    return call.with_(on=min(call.on, happy_path.world.today)) if call else None


@deviation
def ahead(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A command that is due only later, called on its day, with the commands before it left out."""
    call: CommandCall | None = pick(list(islice(happy_path.due(), 1, 6)), n)
    happy_path.world.clock.wait_until(call.on if call else happy_path.world.today)
    return call


@deviation
def misdated(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The command that is due next, with another date."""
    call = next(happy_path.due(), None)
    return call.with_(on=call.on + pick(SHIFTS, n) * A_DAY) if call else None


@deviation
def late(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The command that is due next, with its date, but recorded some weeks later."""
    happy_path.world.clock.wait_until(happy_path.world.today + (n % 40) * A_DAY)
    return next(happy_path.due(), None)


@deviation
def misnamed(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The command that is due next, with one wrong id."""
    call = next(happy_path.due(), None)
    wrong = [(field, value) for field, value in WRONG_NAMES if call and field in call.fields]
    if not (call and wrong):
        return call
    field, value = pick(wrong, n)
    return call.with_(**{field: _in_place_of(call.fields[field], value)})


def _in_place_of(now: Any, value: Any) -> Any:
    if isinstance(now, Person):
        return value if isinstance(value, Person) else attrs.evolve(now, person=value)
    return value.person if isinstance(value, Person) else value


@deviation
def misnamed_despite(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The command that is due next, with one wrong id, despite rules."""
    call = misnamed(happy_path, n)
    return despite(call, n) if call else None


@deviation
def misfigured(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The next command with an amount, with another amount."""
    call = next((call for call in happy_path.due() if {"amount", "net", "total"} & set(call.fields)), None)
    if call is None:
        return None
    field = next(name for name in ("amount", "net", "total") if name in call.fields)
    return call.with_(**{field: pick((*SUMS, Money(call.fields[field] + 1)), n)})


@deviation
def elsewhere(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A command about an unknown deployment or award."""
    call = next(happy_path.due(), None)
    return (
        CommandCall(command=call.command, about="d-none", fields=call.fields) if call and call.about else call
    )


@deviation
def out_of_turn_despite(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A command that is due only later, called today, despite rules."""
    call = out_of_turn(happy_path, n)
    return despite(call, n // 3) if call else None


@deviation
def sent_again(happy_path: HappyPath, n: int) -> CommandCall | None:
    """An earlier command, unchanged."""
    accepted = happy_path.world.accepted
    return accepted[n % len(accepted)] if accepted else None


@deviation
def sent_with_changes(happy_path: HappyPath, n: int) -> CommandCall | None:
    """An earlier command with the same id and other content."""
    call = sent_again(happy_path, n)
    if call is None:
        return None
    others = [
        (
            name,
            value + 1
            if name == "minutes"
            else Money(value + 1)
            if isinstance(value, Money)
            else _in_place_of(value, f"{getattr(value, 'person', value)} too"),
        )
        for name, value in call.fields.items()
        if name
        in ("minutes", "amount", "net", "place", "reason", "by", "need", "problem", "impact", "agreed_by")
    ]
    return call.with_(**dict([pick(others, n)])) if others else call.with_(on=call.on - A_DAY)

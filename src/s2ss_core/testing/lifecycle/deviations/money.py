"""Deviations about money: payments, recoveries, releases and certificates."""

from typing import Any

from s2ss_core.events import (
    FinalReported,
    GrantUsageCertified,
)
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import (
    ACCOUNTANT,
    ACCOUNTING_OFFICER,
    ASSURER,
    BUSINESS_MANAGER,
    OFFICER,
    WITNESS,
    person,
)
from s2ss_core.testing.lifecycle.deviations.deviation import SUMS, despite, deviation, pick
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.values import INSTALMENT, Money


def a_leg(happy_path: HappyPath, n: int) -> str:
    """A leg with releases; the one of instalments if the programme releases nothing."""
    leg: str = pick([*happy_path.scenario.released_to] or [INSTALMENT], n)
    return leg


@deviation
def payment(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A payment, with or without a release."""
    return happy_path.pay(pick((1, 2, None), n), pick(SUMS, n // 3), a_leg(happy_path, n // 6))


@deviation
def grant_recovered(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A recovery of the overpaid amount or of another amount."""
    due = next(happy_path.recovering(), None)
    call = due if due and n % 8 == 0 else happy_path.recover(pick(SUMS, n), a_leg(happy_path, n))
    return call.with_(agreed_by=OFFICER) if n % 7 == 6 else call


@deviation
def released(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A release, perhaps not due, perhaps on a missing report or review, perhaps despite rules."""
    due = next((call for call in happy_path.due() if call.command == "release_instalment"), None)
    call = due or happy_path.release(pick((1, 2, 3), n), 40_000, "r-none", "w-none", "XT-none")
    call = call.with_(amount=pick((call.fields["amount"], *SUMS), n), on=happy_path.world.today)
    return despite(call, n) if n % 3 == 2 else call


@deviation
def supplement(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A supplement of an instalment: one that is due after the last, or one before anything is owed."""
    final = happy_path.story.last(FinalReported)
    report = final.report if final else "r-none"
    due = [call for call in happy_path.supplementing(report) if call.command == "release_instalment"]
    if due and n % 4:
        call: CommandCall = pick(due, n)
        return call.with_(on=happy_path.world.today)
    return happy_path.release(pick((1, 2), n), pick(SUMS, n // 2), report, "w-none", "XT-none", part=2)


@deviation
def instalment_held_back(happy_path: HappyPath, n: int) -> CommandCall | None:
    """An instalment withheld or cancelled."""
    of: dict[str, Any] = {"instalment": pick((1, 2, 3), n // 4), "leg": a_leg(happy_path, n // 12)}
    if n % 4 == 3:
        return happy_path.call("cancel_instalment", **of, amount=Money(0), by=OFFICER, reasons="No more.")
    return happy_path.call("withhold_instalment", **of, by=OFFICER, reasons="Not yet.")


@deviation
def withholding_lifted(happy_path: HappyPath, n: int) -> CommandCall:
    """A withholding lifted that may never have been made."""
    of: dict[str, Any] = {"instalment": pick((1, 2, 3), n), "leg": a_leg(happy_path, n // 3)}
    return happy_path.call("lift_withholding", **of, by=OFFICER, reason="Progress again.")


@deviation
def certified(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A certificate that is early, repeated, or covers too little."""
    final = happy_path.story.last(FinalReported)
    call = happy_path.certify(happy_path.fresh("cert"), final.report if final else "r-none")
    fields: dict[str, Any] = pick(
        (
            {},
            {"supersedes": None},
            {"covers_to": happy_path.scenario.start},
            {"final": False},
            {"certifier": ASSURER},
            {"award": "g-none"},
        ),
        n,
    )
    return call.with_(**fields)


@deviation
def certificate_handled(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A certificate prepared or returned."""
    certified = happy_path.story.last(GrantUsageCertified)
    name, report = (certified.certificate, certified.with_report) if certified else ("cert-none", "r-none")
    if n % 2:
        return happy_path.call(
            "submit_certificate", certificate=name, with_report=report, returned_to=WITNESS
        )
    days = {"covers_from": happy_path.scenario.start, "covers_to": happy_path.scenario.end}
    return happy_path.call(
        "prepare_certificate", certificate=happy_path.fresh("cp"), **days, preparer=BUSINESS_MANAGER
    )


@deviation
def certificate_answered(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The first or the last certificate queried, accepted or assured, by somebody who may or who may not."""
    names = [certified.certificate for certified in happy_path.story.of(GrantUsageCertified)] or ["cert-none"]
    of_it: dict[str, Any] = {"certificate": names[0 if n >= 12 else -1]}
    by = pick((person("u-5"), ACCOUNTING_OFFICER, ACCOUNTANT, BUSINESS_MANAGER), n // 3)
    match n % 3:
        case 0:
            return happy_path.call(
                "query_certificate", query=happy_path.fresh("q"), **of_it, by=by, about="Why?"
            )
        case 1:
            return happy_path.call("accept_certificate", **of_it, by=by, checks=("complete", "accurate"))
        case _:
            return happy_path.call(
                "give_assurance", assurance=happy_path.fresh("as"), **of_it, by=by, opinion="unqualified"
            )

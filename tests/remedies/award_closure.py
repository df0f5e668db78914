"""The other ways to close an award that the advice names, in the story of `tests.scenarios.test_award`: £7,380 of support and £900 of QA fees."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import s2ss_core.events as e
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Money
from tests.aggregates.histories import THE_OFFICER, changed, pounds
from tests.remedies.award import ALL_IS_ELIGIBLE, closed
from tests.remedies.ending import disallowed
from tests.remedies.grant import award, made, receive, vary
from tests.remedies.remedy import Remedy
from tests.remedies.story import Told, tell
from tests.scenarios.case_one import (
    AWARD_CLOSED,
    CERTIFICATE_RETURNED,
    CERTIFIED_WHOLE,
    CLOSED_COMPLETED,
    FIRST_TRANCHE,
    LAST_INVOICED,
    LAST_PAID,
    LAST_RELEASED,
    RETURNED_TO_FUNDER,
    SECOND_TRANCHE,
    SET_ASIDE,
    SET_ASIDE_FOR_QA,
    in_order,
    invoiced,
    paid,
    released,
    until,
)
from tests.scenarios.test_award import TO_THE_END
from tests.scenarios.test_case_one import capital

LATER = date(2024, 8, 1)
DOWN = e.AwardVaried(variation="var-1", on=LATER, direction="less", amount=pounds(3720))
AGAIN = changed(AWARD_CLOSED, on=LATER)


def but(*without: Any) -> tuple[Any, ...]:
    """The story to the end of July, without some facts."""
    return tuple(fact for fact in TO_THE_END if fact not in without)


def with_(facts: Iterable[Any], *more: Any) -> tuple[Any, ...]:
    """A story and more facts, in the order in which they happened."""
    return in_order((*facts, *more))


def tranche(number: int, on: date, amount: Money) -> e.GrantReceived:
    """A part of the award that came."""
    return e.GrantReceived(tranche=f"t-{number}", on=on, amount=amount)


def closing(*facts: Any) -> Told:
    """The closing of the award after all this."""
    return Told(facts, AGAIN)


def returned(amount: int) -> e.GrantReturned:
    """More that goes back to the funder, in pounds."""
    return changed(RETURNED_TO_FUNDER, reference="gr-2", on=LATER, amount=pounds(amount))


def back(number: int, amount: Money) -> e.AllocationReturned:
    """A part of an allocation that is free again."""
    return e.AllocationReturned(returning=f"ar-{number}", allocation="a-1", on=LATER, amount=amount)


NEVER_BEGUN = (
    *(fact for fact in until(TO_THE_END, SET_ASIDE.on) if fact != SET_ASIDE_FOR_QA),
    FIRST_TRANCHE,
    SECOND_TRANCHE,
    changed(RETURNED_TO_FUNDER, amount=pounds(2800)),
)
LITTLE_CAME = with_(but(SECOND_TRANCHE, RETURNED_TO_FUNDER), tranche(2, SECOND_TRANCHE.on, pounds(280)))
ALLOWED = e.CostAllowed(disallowance="x-1", on=LATER, by=THE_OFFICER)
# £300 of the books are capital, so 7,080 is released, until they are found not to be capital after all.
CAPITAL = capital(date(2024, 6, 20))
TO_THE_END_WITH_CAPITAL = tuple(
    changed(fact, net=pounds(1230), vat=pounds(246))
    if fact == LAST_INVOICED
    else changed(fact, amount=pounds(1230))
    if fact == LAST_RELEASED
    else paid(2, LAST_PAID.on, pounds(1230))
    if fact == LAST_PAID
    else fact
    for fact in with_(TO_THE_END, CAPITAL)
)
REOPENED = e.Reopened(
    reopening="ro-1", on=LATER, asked_by=person("u-1"), agreed_by=person("u-2"), reason="It is no capital."
)
CERTIFIED_AGAIN = (
    changed(CERTIFIED_WHOLE, certificate="cert-2", on=LATER, supersedes="cert-1"),
    changed(CERTIFICATE_RETURNED, certificate="cert-2", on=LATER),
)
SUPPLEMENT = (
    REOPENED,
    *CERTIFIED_AGAIN,
    invoiced(2, LATER, pounds(300), part=2),
    released(2, LATER, pounds(300), part=2),
    changed(CLOSED_COMPLETED, on=LATER),
)
CLOSE_THEM = "Close these first: …. To fund one of them otherwise, release all that is allocated to it."
RETURN_IT = "Return … to the funder, or have the award varied down by what of it was not received."
ALLOCATE_IT = "Allocate … to what is eligible and not covered, after a variation if the award is too small, or disallow as much."
PAY_IT = "Pay, or release if the deployment is open or opened again: …."
CLOSINGS_OTHERWISE = (
    Remedy(
        code="S2SS-G19",
        words=ALL_IS_ELIGIBLE,
        situation=closed(vary("less", "1000.00"), receive("1200.00")),
        first=(
            disallowed("visit", 0, Money("100.00")),
            "recover_grant",
            award("release_allocation", returning="ret-1", amount=Money("100.00"), allocation=made),
            award("vary_award", variation="var-2", direction="less", amount=Money("100.00")),
        ),
    ),
    Remedy(
        code="S2SS-G16",
        words=CLOSE_THEM,
        situation=closing(*NEVER_BEGUN),
        with_it=frozenset({"S2SS-G17"}),
        first=tell(back(9, pounds(8000)), returned(9200)),
    ),
    Remedy(
        code="S2SS-G17",
        words=RETURN_IT,
        situation=closing(*LITTLE_CAME),
        with_it=frozenset({"S2SS-G19"}),
        first=tell(DOWN),
    ),
    Remedy(
        code="S2SS-G18",
        words=ALLOCATE_IT,
        situation=closing(
            *TO_THE_END_WITH_CAPITAL,
            back(9, pounds(300)),
            returned(300),
            ALLOWED,
        ),
        with_it=frozenset({"S2SS-G20"}),
        first=tell(
            e.AwardVaried(variation="var-2", on=LATER, direction="more", amount=pounds(300)),
            tranche(3, LATER, pounds(300)),
            changed(SET_ASIDE, allocation="a-9", on=LATER, amount=pounds(300)),
            *SUPPLEMENT,
        ),
    ),
    Remedy(
        code="S2SS-G18",
        words=ALLOCATE_IT,
        situation=closing(*TO_THE_END_WITH_CAPITAL, back(9, pounds(300)), ALLOWED),
        with_it=frozenset({"S2SS-G20"}),
        first=tell(changed(CAPITAL, disallowance="x-2", on=LATER), returned(300)),
    ),
    Remedy(
        code="S2SS-G19",
        words="Receive the … that is missing. Of that the award may be varied down by …: as much is unspent.",
        situation=closing(*LITTLE_CAME),
        with_it=frozenset({"S2SS-G17"}),
        first=tell(DOWN),
    ),
    Remedy(
        code="S2SS-G20",
        words=PAY_IT,
        situation=closing(*TO_THE_END_WITH_CAPITAL, ALLOWED),
        first=tell(*SUPPLEMENT),
    ),
)

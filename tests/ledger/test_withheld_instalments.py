"""Since when an instalment is withheld on a day."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.events import InstalmentWithheld, WithholdingLifted
from s2ss_core.ledger import withheld_since
from tests.aggregates.histories import THE_OFFICER


def withheld(day: int, **more: Any) -> InstalmentWithheld:
    said: dict[str, Any] = {
        "instalment": 2,
        "on": date(2024, 3, day),
        "by": THE_OFFICER,
        "reasons": "No report.",
        **more,
    }
    return InstalmentWithheld(**said)


def lifted(day: int) -> WithholdingLifted:
    return WithholdingLifted(instalment=2, on=date(2024, 3, day), by=THE_OFFICER, reason="Reported.")


@pytest.mark.parametrize(
    ("entries", "since"),
    (
        ([], None),
        ([withheld(4)], 4),
        ([withheld(5)], 5),
        ([withheld(6)], None),
        ([withheld(4, instalment=1)], None),
        ([withheld(4, leg="retained")], None),
        ([withheld(2), lifted(4)], None),
        ([withheld(2), lifted(6)], 2),
        ([withheld(2), lifted(3), withheld(4)], 4),
        ([withheld(4), lifted(2)], 4),
        ([lifted(4), withheld(2)], None),
        ([withheld(4), lifted(4)], None),
        ([lifted(4), withheld(4)], 4),
    ),
    ids=str,
)
def test_the_newest_entry_by_the_fifth_says_whether_an_instalment_is_withheld(
    entries: Any, since: int | None
) -> None:
    found = withheld_since(entries, 2, "instalment", date(2024, 3, 5))

    assert found == (since and date(2024, 3, since))

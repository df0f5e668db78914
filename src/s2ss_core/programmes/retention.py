"""For how many years records are kept."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.programmes.setting import Setting

MOST_YEARS = 100
YEARS_KEPT = Setting(
    value=6,
    source="no source: none of the documents says how long records are kept; choice: six years after the end of the financial year, as public guidance on grants to schools has it",
    since=date(2019, 9, 1),
)
"""For how many years records are kept where a programme sets no number of its own."""


def retention(years_kept: Setting[int]) -> Iterator[str]:
    """What is wrong with the number of years, as a key path and what is expected there."""
    if not 0 <= years_kept.value <= MOST_YEARS:
        yield f"years_kept.value: expected years, 0 to {MOST_YEARS}"

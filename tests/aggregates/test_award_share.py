"""Which lines of a plan an award bears, alone or beside others."""

from s2ss_core.aggregates.award_share import AwardShare, certified_awards, lines_of
from s2ss_core.values import Money

SHARES = (
    AwardShare(award="g-1", lines=frozenset({"1", "3"}), allocated=Money(500)),
    AwardShare(award="g-2", lines=frozenset({"2"}), allocated=Money(700)),
)


def test_each_of_several_awards_bears_the_lines_that_it_named() -> None:
    assert lines_of(iter(SHARES), "g-1") == frozenset({"1", "3"})
    assert lines_of(SHARES, "G-2") == frozenset({"2"})


def test_an_award_that_shares_in_nothing_bears_no_line() -> None:
    assert lines_of(SHARES, "g-9") == frozenset()


def test_all_lines_count_if_no_award_is_named_or_a_single_award_bears_them() -> None:
    assert lines_of(SHARES, None) is None
    assert lines_of((), "g-1") is None
    assert lines_of((), None) is None


def test_a_certificate_is_asked_for_of_each_award_that_bears_lines() -> None:
    unnamed = AwardShare(award="g-3", lines=frozenset(), allocated=Money(1))

    assert certified_awards((*SHARES, unnamed)) == ("g-1", "g-2")
    assert certified_awards(()) == (None,)

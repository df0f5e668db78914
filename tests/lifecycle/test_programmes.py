"""Under any programme, shipped or somebody's own, a lifecycle runs its course, and invariants hold where it strays."""

import pytest
from hypothesis import given

from s2ss_core.events import Closed, GrantUsageCertified, InstalmentReleased
from s2ss_core.programmes import Programme, funding_terms
from s2ss_core.testing.lifecycle import Sequence, Setting, periods_of, played, sequences
from s2ss_core.values import FundingKind
from tests.lifecycle.playing import SEQUENCES, play_through
from tests.lifecycle.programmes import PROGRAMMES

every_programme = pytest.mark.parametrize(
    ("programme", "funding"), PROGRAMMES, ids=[f"{one.name} {kind}" for one, kind in PROGRAMMES]
)


@every_programme
@pytest.mark.parametrize(
    ("period", "by_journal"), ((0, False), (2, True)), ids=("a term by invoice", "two terms by journal")
)
def test_a_deployment_runs_its_course(
    programme: Programme, funding: FundingKind, period: int, by_journal: bool
) -> None:
    terms = periods_of(programme)[period]
    setting = Setting(programme=programme, funding=funding, terms=terms, paid_by_journal=by_journal)

    play = played(setting=setting)

    laid_down = funding_terms(programme, funding)
    assert len(play.scene.told(Closed)) == 1
    assert len(play.scene.told(InstalmentReleased)) == (len(terms) if laid_down.gates else 0)
    assert bool(play.scene.told(GrantUsageCertified)) == ("certificate-returned" in laid_down.last_gates)
    assert all(outcome.startswith("recorded") for outcome, _ in play.transcript)
    play.check_whole()


@every_programme
def test_whatever_is_asked_the_invariants_hold(programme: Programme, funding: FundingKind) -> None:
    @SEQUENCES
    @given(sequences(programme=programme, funding=funding))
    def hold(sequence: Sequence) -> None:
        play_through(sequence)

    hold()

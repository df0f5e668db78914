"""Under any programme, shipped or somebody's own, a lifecycle runs its course, and invariants hold where it strays."""

from datetime import date

import pytest
from hypothesis import given

from s2ss_core.events import (
    CertificateReturned,
    ChecklistAnswered,
    Closed,
    GrantUsageCertified,
    InstalmentReleased,
    PlanApproved,
    ProgressJudged,
    ReviewHeld,
)
from s2ss_core.programmes import Programme, funding_terms
from s2ss_core.testing.lifecycle import Scenario, Sequence, periods_of, played, sequences
from s2ss_core.testing.lifecycle.scenario import EXCEED
from s2ss_core.values import FundingKind
from tests.lifecycle.programmes import COAST, PROGRAMMES
from tests.lifecycle.runs import SEQUENCES, play_through

every_programme = pytest.mark.parametrize(
    ("programme", "funding"), PROGRAMMES, ids=[f"{programme.name} {kind}" for programme, kind in PROGRAMMES]
)


@every_programme
@pytest.mark.parametrize(
    ("period", "by_journal"), ((0, False), (2, True)), ids=("a term by invoice", "two terms by journal")
)
def test_a_deployment_runs_its_course(
    programme: Programme, funding: FundingKind, period: int, by_journal: bool
) -> None:
    terms = periods_of(programme)[period]
    scenario = Scenario(programme=programme, funding=funding, terms=terms, paid_by_journal=by_journal)

    runner = played(scenario=scenario)

    laid_down = funding_terms(programme, funding)
    assert len(runner.world.recorded(Closed)) == 1
    assert len(runner.world.recorded(InstalmentReleased)) == (len(terms) if laid_down.gates else 0)
    assert bool(runner.world.recorded(GrantUsageCertified)) == (
        "certificate-returned" in laid_down.last_gates
    )
    assert all(outcome.startswith("recorded") for outcome, _ in runner.transcript)
    runner.check_whole()


@every_programme
def test_whatever_is_asked_the_invariants_hold(programme: Programme, funding: FundingKind) -> None:
    @SEQUENCES
    @given(sequences(programme=programme, funding=funding))
    def hold(sequence: Sequence) -> None:
        play_through(sequence)

    hold()


def test_every_checklist_is_answered_before_what_it_is_asked_for_with() -> None:
    runner = played(scenario=Scenario(programme=COAST, terms=periods_of(COAST)[1]))

    decided = {
        "plan": [f"{each.plan_version}" for each in runner.world.recorded(PlanApproved)],
        "review": [each.review for each in runner.world.recorded(ReviewHeld)],
        "judgement": [
            each.judgement for each in runner.world.recorded(ProgressJudged) if each.party != "funder"
        ],
        "certificate": [each.certificate for each in runner.world.recorded(GrantUsageCertified)],
    }
    answered = {(each.at, each.of) for each in runner.world.recorded(ChecklistAnswered)}
    assert answered == {(at, of) for at, names in decided.items() for of in names}
    assert [len(names) for names in decided.values()] == [1, 2, 2, 1]


def test_where_the_funder_asks_for_one_each_financial_year_has_its_certificate() -> None:
    scenario = Scenario(terms=periods_of(EXCEED)[1], yearly_certificates=True)

    runner = played(scenario=scenario)

    made = runner.world.recorded(GrantUsageCertified)
    assert [(certificate.covers_to, certificate.final) for certificate in made] == [
        (date(2024, 3, 31), False),
        (scenario.end, True),
    ]
    assert made[1].covers_from == date(2024, 4, 1)
    assert len(runner.world.recorded(CertificateReturned)) == 2
    assert len(runner.world.recorded(Closed)) == 1
    runner.check_whole()

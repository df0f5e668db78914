"""What another programme would have said of a history, and which settings make the difference."""

import random
from collections import Counter
from collections.abc import Iterable

import attrs
import pytest

from s2ss_core import Brokerage, Days, Despite, Money, Person
from s2ss_core.audit import Audit, Finding
from s2ss_core.audit.money.document_figures import shown
from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import (
    AllowanceAgreed,
    Brokered,
    ProgrammeAdopted,
    deployment_stream,
    leader_year_stream,
)
from s2ss_core.programmes import Programme
from s2ss_core.store import Recorded
from s2ss_core.testing.lifecycle import HappyPath, Runner, Scenario, periods_of, played
from s2ss_core.what_if import Verdict, WhatIf
from s2ss_core.what_if.neighbourhood import neighbourhood
from tests.audit.recorded import at_random, played_at_random
from tests.what_if.compared import (
    EXCEED,
    INSTITUTE,
    LLF,
    Replay,
    another,
    brokerings,
    kept,
    pinned,
    set_to,
    with_one_setting_changed,
    with_terms,
)


@pytest.fixture(scope="module")
def ended() -> Brokerage:
    """A deployment under exceed-2023, from its beginning to its end."""
    return played().world.brokerage


def of_rule(found: WhatIf, code: str) -> list[Verdict]:
    return [verdict for verdict in found.verdicts if verdict.rule == code]


def without_difference(found: WhatIf) -> bool:
    return (found.settings, found.verdicts, found.figures) == ((), (), ())


@pytest.mark.parametrize("seed", range(16))
def test_under_the_same_programme_nothing_differs(seed: int) -> None:
    history = at_random(seed)
    brokerage = kept(history)

    found = [brokerage.what_if(each.deployment, pinned(history, each)) for each in brokerings(history)]

    assert all(map(without_difference, found))


def test_words_of_a_programme_decide_nothing(ended: Brokerage) -> None:
    rates = tuple(attrs.evolve(rate, source="choice: other words") for rate in EXCEED.rates)

    found = ended.what_if("d-1", another(EXCEED, title="Other words", notes=(), rates=rates))

    assert without_difference(found)
    assert (found.pinned, found.programme) == ("exceed-2023 V7", "exceed-2023 another")


@pytest.mark.parametrize("seed", range(30))
def test_the_first_verdict_is_what_a_command_would_have_refused(seed: int) -> None:
    runner = played_at_random(seed)
    history, scenario = runner.world.history, runner.world.scenario
    other, place = with_one_setting_changed(random.Random(seed), scenario.programme, scenario.funding)
    for brokered in brokerings(history)[:1]:
        found = kept(history).what_if(brokered.deployment, other)

        replay, refused = Replay(runner, found.deployment, other), frozenset[str]()
        for positions, refused in replay.calls():
            assert refused == newly_refused(found, positions)
        if not refused and not found.verdicts:
            figures = shown(replay.brokerage.grant_usage(found.deployment))
            assert all(int(each.other) == figures.get(each.path, 0) for each in found.figures)
        assert decisive(found) <= {place.name(scenario.funding)}


def decisive(found: WhatIf) -> set[str]:
    """The settings that make a difference."""
    of_verdicts = {name for verdict in found.verdicts for name in verdict.settings}
    return of_verdicts | {name for figure in found.figures for name in figure.settings}


def newly_refused(found: WhatIf, positions: Iterable[int]) -> frozenset[str]:
    """The codes of the rules that refuse one of these entries under the other programme, and none under the pinned one."""
    return frozenset(
        verdict.rule
        for verdict in found.verdicts
        if verdict.position in positions
        and verdict.rule.startswith("S2SS-")
        and (verdict.pinned, verdict.other) == (None, "error")
    )


def test_the_years_of_all_ids_of_a_leader_bear_on_the_deployment() -> None:
    world = played("log_visit").world
    brokerage, on = world.brokerage.acting_as("u-1"), world.today
    agreed = next(event for event in world.recorded(AllowanceAgreed))
    again = {"cap_year": agreed.cap_year, "on": on, "days": Days(3), "home_school": agreed.home_school}
    brokerage.agree_allowance(leader="sl-9", agreed_by=agreed.agreed_by, **again)
    brokerage.agree_allowance(leader="sl-8", agreed_by=agreed.agreed_by, **again)
    brokerage.find_leader_same(leader=agreed.leader, on=on, same_as="sl-9")

    streams = {entry.stream for entry in neighbourhood(brokerage.store, "d-1", None)}

    assert leader_year_stream("sl-9", agreed.cap_year) in streams
    assert leader_year_stream("sl-8", agreed.cap_year) not in streams


@pytest.mark.parametrize("seed", range(8))
def test_what_bears_on_a_deployment_is_all_that_its_verdicts_need(seed: int) -> None:
    scenario = Scenario(deployments=("d-1", "d-2", "d-3"))
    runner, chance = Runner(scenario, closely=False), random.Random(seed)
    for _ in range(12):
        runner.go_on(chance.choice(scenario.deployments), chance.randint(1, 12))
    history = runner.world.history
    for brokered in brokerings(history):
        other, _ = with_one_setting_changed(chance, EXCEED, "external")
        found = kept(history).what_if(brokered.deployment, other)

        whole = audited(history, brokered, EXCEED), audited(history, brokered, other)
        differing = {key for key in whole[0].keys() | whole[1].keys() if whole[0][key] != whole[1][key]}
        assert {(each.rule, each.stream, each.position) for each in found.verdicts} == {
            key[:3] for key in differing
        }


def audited(
    history: Iterable[Recorded], brokered: Brokered, programme: Programme
) -> Counter[tuple[object, ...]]:
    """What is found in the whole history under a programme."""
    whole = Audit(under={deployment_stream(brokered.deployment): programme})
    for entry in history:
        whole.take(entry)
    return Counter(map(_plain, whole.findings()))


def _plain(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.stream, finding.position, finding.severity, finding.facts


def test_what_another_programme_refuses_has_its_rule_its_entry_and_its_setting(ended: Brokerage) -> None:
    found = ended.what_if("d-1", with_terms(EXCEED, qa_funding=("none",)))

    (verdict,) = found.verdicts
    assert (verdict.rule, verdict.event, verdict.pinned, verdict.other) == (
        "S2SS-B14", "deployment.brokered", None, "error",
    )  # fmt: skip
    assert verdict.settings == ("funding[external].qa_funding",)
    assert "QA funding: separate" in verdict.says[0]
    assert (found.settings[0].key, found.settings[0].pinned, found.settings[0].other) == (
        "funding[external].qa_funding", "separate, from-award", "none",
    )  # fmt: skip
    assert found.figures == ()


def test_what_was_accepted_despite_a_rule_may_need_nobody_under_another_programme() -> None:
    runner = played("log_visit")
    visit = next(call for call in HappyPath(runner.world, "d-1").due() if call.command == "log_visit")
    runner.world.clock.wait_until(visit.on)
    accepted = Despite(
        reason="They stayed on.",
        accepted_by=Person(person="qa-1", role="qa-lead", organisation="qa-partners"),
    )
    attrs.evolve(visit.with_(quantity=Days("1.5")), despite=accepted).of(runner.world.brokerage)
    cap = attrs.evolve(EXCEED.cap, most_in_a_visit=set_to(Days(2)))

    found = runner.world.brokerage.what_if("d-1", another(EXCEED, cap=cap))

    (verdict,) = [each for each in found.verdicts if each.rule.startswith("S2SS-")]
    assert (verdict.pinned, verdict.other, verdict.says) == ("accepted", None, ())
    assert verdict.settings == ("cap.most_in_a_visit",)
    assert "accepted it" in verdict.said[0]


def test_a_lower_cap_refuses_the_days_that_are_booked_past_it(ended: Brokerage) -> None:
    cap = attrs.evolve(EXCEED.cap, days=set_to(Days("1.5")))

    found = ended.what_if("d-1", another(EXCEED, cap=cap))

    assert {(each.rule, each.event, each.settings) for each in found.verdicts} == {
        ("S2SS-Y01", "leader-year.days-committed", ("cap.days",)),
    }


def test_a_kind_of_deployment_without_a_cap_is_booked_past_none(ended: Brokerage) -> None:
    cap = attrs.evolve(EXCEED.cap, days=set_to(Days("1.5")), without=set_to(("deployment",)))

    assert ended.what_if("d-1", another(EXCEED, cap=cap)).verdicts == ()


def test_a_figure_that_would_differ_has_both_amounts() -> None:
    runner = played("log_visit")
    visit = next(call for call in HappyPath(runner.world, "d-1").due() if call.command == "log_visit")
    runner.world.clock.wait_until(visit.on)
    visit.with_(unit="half-day", quantity=Days(1)).of(runner.world.brokerage)
    dearer = (attrs.evolve(EXCEED.charges[0], of_day_rate=Days("0.6")), *EXCEED.charges[1:])

    found = runner.world.brokerage.what_if("d-1", another(EXCEED, charges=dearer))

    amounts = {figure.path: (figure.pinned, figure.other) for figure in found.figures}
    assert amounts["amounts.eligible"] == (Money("200.00"), Money("240.00"))
    assert {figure.settings for figure in found.figures} == {("charges",)}
    assert found.verdicts == ()


def test_two_settings_that_are_both_needed_are_both_named(ended: Brokerage) -> None:
    found = ended.what_if("d-1", INSTITUTE)

    (verdict,) = of_rule(found, "S2SS-M72")
    assert set(verdict.settings) == {"reports.final_authors", "funding[external].last_gates"}


def test_settings_of_which_each_alone_is_enough_are_all_named(ended: Brokerage) -> None:
    twice = attrs.evolve(
        with_terms(EXCEED, judges=("broker",)),
        signatories=tuple(row for row in EXCEED.signatories if row.document != "flow-down-contract"),
    )

    found = ended.what_if("d-1", twice)

    assert {verdict.settings for verdict in of_rule(found, "S2SS-R11")} == {("funding[external].judges",)}
    assert {verdict.settings for verdict in of_rule(found, "S2SS-A08")} == {("signatories",)}


def test_only_what_was_recorded_by_a_position_counts(ended: Brokerage) -> None:
    other = with_terms(EXCEED, judges=("broker",))
    judged = of_rule(ended.what_if("d-1", other), "S2SS-R11")[0].position

    before, after = (ended.what_if("d-1", other, upto=upto) for upto in (judged - 1, judged))

    assert (before.verdicts, before.upto) == ((), judged - 1)
    assert [verdict.position for verdict in after.verdicts] == [judged]


def test_nothing_is_stored(ended: Brokerage) -> None:
    before = list(ended.store.entries())

    ended.what_if("d-1", INSTITUTE)

    assert list(ended.store.entries()) == before


def test_a_programme_without_such_funding_is_refused_in_words(ended: Brokerage) -> None:
    with pytest.raises(
        BadInput, match=r"llf-2019 6\.0 does not offer external funding; it offers: self-funded"
    ):
        ended.what_if("d-1", LLF)


def test_a_deployment_that_is_not_there_is_said_so(ended: Brokerage) -> None:
    with pytest.raises(NotFound, match="there is no deployment 'd-9'"):
        ended.what_if("d-9", EXCEED)


def test_a_history_without_its_programme_cannot_be_compared(ended: Brokerage) -> None:
    history = ended.history()
    lacking = kept(entry for entry in history if not isinstance(entry.event, ProgrammeAdopted))

    with pytest.raises(BadInput, match="brokered under exceed-2023 V7, which this history does not hold"):
        lacking.what_if("d-1", INSTITUTE)


def test_a_report_that_need_be_shared_with_nobody_is_never_shared_late() -> None:
    scenario = Scenario(terms=periods_of(EXCEED)[1])
    ended = played(scenario=scenario).world.brokerage
    reports = attrs.evolve(EXCEED.reports, shared_before_review_with=())

    found = ended.what_if("d-1", another(EXCEED, reports=reports))

    assert of_rule(found, "S2SS-R09") == []

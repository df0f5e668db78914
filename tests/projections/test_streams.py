"""Which deployments an event has a part in, and which streams a deployment's views draw on."""

from datetime import date
from typing import Any, cast

import attrs

from s2ss_core.events import GrantReceived, deployment_stream, grant_stream, programme_stream
from s2ss_core.projections import DEPLOYMENT_LOG
from s2ss_core.projections.engine.projection import Key
from s2ss_core.values import Money
from tests.projections.histories import WithoutTexts
from tests.projections.worked_example import LEAD, adopted, allocated, awarded, brokered, visit

HERE, ELSEWHERE = "d:1", "d:2"
EXCEED = programme_stream("exceed-2023", "V7")
ON = date(2024, 1, 10)


def told() -> WithoutTexts:
    """Two deployments under two programmes; the first names two awards, of which one went to it."""
    history, another = WithoutTexts(), cast("Any", brokered(ELSEWHERE, ()))
    history.tell(EXCEED, adopted())
    history.tell(grant_stream("g-1"), awarded("g-1", 500))
    history.tell(deployment_stream(HERE), brokered(HERE, ("g-2", "g-1")))
    history.tell(deployment_stream(ELSEWHERE), attrs.evolve(another, programme="north-trust"))
    history.tell(grant_stream("g-1"), allocated(ON, 500, HERE))
    history.tell(grant_stream("g-2"), allocated(ON, 500, ELSEWHERE))
    return history


def concerned(position: int, history: WithoutTexts) -> tuple[Key, ...]:
    [entry] = history.only([position])
    return DEPLOYMENT_LOG.keys(entry, history)


def test_an_event_of_a_deployment_concerns_that_deployment() -> None:
    history = told()

    assert concerned(history.tell(deployment_stream(HERE), visit("v-1", ON, LEAD, "1")), history) == (
        ("deployment", HERE),
    )


def test_a_programme_concerns_the_deployments_that_pinned_it() -> None:
    assert concerned(1, told()) == (("deployment", HERE),)


def test_an_award_concerns_the_deployments_it_went_to() -> None:
    history = told()
    again = history.tell(grant_stream("g-1"), allocated(ON, 1, HERE))

    assert concerned(2, history) == concerned(again, history) == (("deployment", HERE),)


def test_an_event_outside_the_log_or_in_another_stream_affects_no_deployment() -> None:
    history = told()
    stray = history.tell("claim:x:1", visit("v-1", ON, LEAD, "1"))
    unheard_of = history.tell(deployment_stream(HERE), GrantReceived(tranche="t-1", on=ON, amount=Money(1)))

    assert concerned(stray, history) == concerned(unheard_of, history) == ()


def test_a_deployment_draws_on_its_own_stream_its_programme_and_the_awards_that_went_to_it() -> None:
    history = told()

    assert DEPLOYMENT_LOG.streams_for(("deployment", HERE), history) == (
        deployment_stream(HERE), EXCEED, grant_stream("g-1"),
    )  # fmt: skip
    assert DEPLOYMENT_LOG.streams_for(("deployment", "d:9"), history) == (deployment_stream("d:9"),)


def test_a_view_is_drawn_without_private_texts_unless_they_are_asked_for() -> None:
    drawn = DEPLOYMENT_LOG.drawn(told(), ("deployment", HERE))

    assert (drawn.deployment, len(drawn.entries)) == (HERE, 1)

"""A sequence played on a scene, with every invariant held against what comes of it."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import (
    AgreementIssued,
    AgreementSigned,
    AllocationReturned,
    AwardVaried,
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    CostReversed,
    CostStruckOut,
    GrantAllocated,
    GrantAwarded,
    GrantRecovered,
    GrantReturned,
    InstalmentReleased,
    PlanApproved,
    SupportEnded,
    VisitLogged,
    VisitStruckOut,
    stored_name,
)
from s2ss_core.rules import Refused
from s2ss_core.store import Recorded
from s2ss_core.values import AcademicYear
from tests.lifecycle import invariants
from tests.lifecycle.asking import Ask, Scene
from tests.lifecycle.cast import Setting
from tests.lifecycle.course import Course
from tests.lifecycle.sequences import Sensibly, Sequence, Straying, Until
from tests.lifecycle.story import deployments_in, streams_in
from tests.lifecycle.straying import WAYS

MOVES_PLANS = (
    PlanApproved, AgreementIssued, AgreementSigned, GrantAllocated, AllocationReturned, AwardVaried, GrantReturned,
)  # fmt: skip
MOVES_MONEY = (
    AllocationReturned, CostAllowed, CostDisallowed, CostIncurred, CostReversed, CostStruckOut, GrantAllocated,
    GrantRecovered, InstalmentReleased, PlanApproved, SupportEnded, VisitLogged, VisitStruckOut,
)  # fmt: skip


class Play:
    """One sequence, played on a scene, and every invariant held against it on the way."""

    def __init__(self, setting: Setting, reached: Counter[str], *, closely: bool = True) -> None:
        self.scene = Scene(setting)
        self.closely = closely
        self.reached = reached
        self.transcript: list[tuple[str, Ask]] = []

    def through(self, sequence: Sequence) -> None:
        names = self.scene.setting.deployments
        if sequence.agreed:
            self.scene.resume(agreed(sequence.setting))
        for step in sequence.steps:
            name = names[step.deployment]
            if isinstance(step, Sensibly):
                self.go_on(name, step.steps)
            elif isinstance(step, Until):
                self.go_on(name, 40, until=step.command)
            else:
                self.stray(name, step)
        for name in names[: sequence.to_the_end]:
            self.go_on(name, 80)

    def stray(self, deployment: str, step: Straying) -> None:
        ask = WAYS[step.way](Course(self.scene, deployment), step.variant)
        if ask:
            self.ask(ask)
        due = Course(self.scene, deployment).due() if step.then_release else ()
        release = next((one for one in due if one.command == "release_instalment"), None)
        if release:
            self.ask(release.with_(on=self.scene.today))

    def go_on(self, deployment: str, steps: int, until: str | None = None) -> None:
        """Do what is due, step by step, as long as it is accepted, and until something would be next."""
        for _ in range(steps):
            due = Course(self.scene, deployment).due()
            ask = next(due, None)
            if ask is None or ask.command == until or (until and all(one.command != until for one in due)):
                return
            self.scene.clock.wait_until(ask.on)
            if not self.ask(ask):
                return

    def ask(self, ask: Ask) -> bool:
        """Ask it, and hold what comes of it against the invariants. Gives whether anything was recorded."""
        brokerage = self.scene.brokerage
        newest = brokerage.store.newest()
        self.reached["asked"] += 1
        try:
            recorded = ask.of(brokerage)
        except Refused as refused:
            self.reached["refused"] += 1
            self.transcript.append(("refused", ask))
            self.hold(
                invariants.a_refusal_names_its_rules_and_records_nothing(brokerage, ask, refused, newest)
            )
            return False
        except (BadInput, NotFound) as wrong:
            self.reached[type(wrong).__name__] += 1
            self.transcript.append((type(wrong).__name__, ask))
            self.hold(invariants.nothing_was_recorded(brokerage, newest, wrong))
            return False
        self.transcript.append((f"recorded {len(recorded)}", ask))
        self.scene.take(ask, recorded)
        if recorded:
            self.check_prefix(recorded)
        return bool(recorded)

    def check_prefix(self, recorded: tuple[Recorded, ...]) -> None:
        """What holds at every prefix, of what this command moved."""
        history = self.scene.history
        streams = {entry.stream for entry in recorded}
        if any(isinstance(entry.event, MOVES_PLANS) for entry in recorded):
            self.hold(
                invariants.the_schedule_is_the_approved_plan_within_what_was_set_aside_and_awarded(history)
            )
        if any(stream.startswith("leader-year:") for stream in streams):
            self.hold(invariants.nobody_is_booked_past_the_allowance(history))
            self.hold(invariants.what_is_not_worked_goes_back_when_support_ends(history))
        for stream in sorted(streams) if self.closely else ():
            if stream.startswith("leader-year:"):
                self.check_workload(stream)
        if self.closely and any(isinstance(entry.event, MOVES_MONEY) for entry in recorded):
            touched = {str(getattr(entry.event, "deployment", "")) for entry in recorded}
            touched |= {stream.partition(":")[2] for stream in streams}
            for deployment in sorted(touched & set(deployments_in(history))):
                self.check_money(deployment)

    def check_workload(self, stream: str) -> None:
        brokerage = self.scene.brokerage
        _, leader, year = stream.split(":")
        view = brokerage.leader_workload(leader, AcademicYear(year))
        self.hold(invariants.the_workload_view_shows_what_bookings_are_decided_on(view, brokerage))

    def check_money(self, deployment: str) -> None:
        brokerage = self.scene.brokerage
        certificate = brokerage.grant_usage(deployment)
        self.hold(invariants.the_money_equations_hold(certificate, self.scene.story(deployment)))
        self.hold(invariants.the_usage_view_shows_what_releases_are_decided_on(certificate, brokerage))

    def check_whole(self) -> None:
        brokerage, history = self.scene.brokerage, self.scene.history
        for stream in streams_in(history, "leader-year"):
            self.check_workload(stream)
        for deployment in deployments_in(history):
            self.check_money(deployment)
        self.hold(invariants.no_instalment_was_released_before_its_gates(history))
        self.hold(invariants.nothing_but_a_correction_leaves_more_released_than_is_eligible(history))
        self.hold(invariants.what_is_closed_takes_only_corrections_and_payments(history))
        for award in self.scene.told(GrantAwarded):
            usage = brokerage.award_usage(award.grant)
            self.hold(invariants.the_award_is_the_sum_of_what_became_of_it(usage, history))
        again = self.scene.accepted if self.closely else self.scene.accepted[len(history) % 4 :: 4]
        self.hold(invariants.asking_again_records_nothing(brokerage, again))
        if self.closely:
            self.hold(invariants.replay_gives_the_state_that_decisions_saw(brokerage, history))
            self.hold(invariants.every_figure_leads_back_to_its_events(brokerage, history))

    def hold(self, objections: Iterator[str]) -> None:
        found = list(objections)
        assert not found, "\n".join(found)

    @property
    def told(self) -> str:
        """All that was asked, and what came of it: enough to play it again by hand."""
        return "\n".join(f"{outcome}: {ask}" for outcome, ask in self.transcript)

    def count(self) -> None:
        told = Counter(stored_name(type(entry.event)).name for entry in self.scene.history)
        self.reached["sequences"] += 1
        self.reached.update({f"with {name}": 1 for name in told})
        self.reached.update(told)
        self.reached["with an amended plan was approved"] += told["deployment.plan-approved"] > len(
            deployments_in(self.scene.history)
        )


@cache
def agreed(setting: Setting) -> Scene:
    """A scene in which every deployment has its agreement signed."""
    play = Play(setting, Counter(), closely=False)
    for name in setting.deployments:
        play.go_on(name, 80, until="log_visit")
    return play.scene


def played(until: str | None = None, setting: Setting | None = None) -> Play:
    """One deployment in which all was done that comes before a command, or all there is to do."""
    play = Play(setting or Setting(), Counter())
    play.go_on("d-1", 80, until=until)
    due = next(Course(play.scene, "d-1").due(), None)
    assert (due.command if due else None) == until
    return play

"""
One case: an operation, the point at which something is killed, what is killed, and what has to be true at the end.

A seed is all of it: the same seed is the same case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from time import monotonic

from tests.engine.kills import recovery
from tests.engine.kills.invariants import Aftermath, violations
from tests.engine.kills.operations import OPERATIONS, UP, Operation, adopting
from tests.engine.kills.points import POINTS, Trap
from tests.engine.kills.processes import VICTIMS, Run, start
from tests.engine.kills.stage import Scene, Stage
from tests.engine.project import Ran
from tests.stand_ins.gateway import pass_on

PATIENCE = 60.0
"""Seconds within which the point has to be reached, and within which a command that was interrupted has to end."""
GRACE = 1.0
"""Seconds after the engine's death in which a request may still begin."""
SURVIVAL = 30.0
"""Seconds after the engine's death in which every process has to end."""
LOOK = "pulumi preview --refresh"
ADOPT = "set adopt_existing"


@dataclass(frozen=True)
class Case:
    """
    One case.

    Args:
        seed: What it was made of.
        operation: Name of the operation.
        point: Name of the point.
        victim: Name of what is killed.
        jitter: Seconds between the point and the kill.
        hold: Seconds for which the request is held after the kill.
        wait: Seconds that the platform asks a client to wait, where it does.
        latency: Seconds that the platform takes before and after it processes a request, at a point without one.
        previews: Whether the command, and those that recover from it, make a preview first.
    """

    seed: int
    operation: str
    point: str
    victim: str
    jitter: float
    hold: float
    wait: int
    latency: tuple[float, float]
    previews: bool

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.operation}, {self.point}, {self.victim}"


@dataclass
class Outcome:
    """
    How a case ended.

    Args:
        case: The case.
        was_killed: Whether the point was reached, and the command still ran.
        violations: What does not hold.
        transcript: What all commands have printed.
    """

    case: Case
    was_killed: bool = False
    violations: list[str] = field(default_factory=list)
    transcript: list[Ran] = field(default_factory=list)

    @property
    def printed(self) -> str:
        return "\n".join(str(ran) for ran in self.transcript)


def case_of(seed: int) -> Case:
    """
    Return the case that *seed* stands for.

    The first seeds are every operation at every point, with one victim after the other; those after them are the
    same with another victim.
    """
    operations, points, victims = list(OPERATIONS), list(POINTS), list(VICTIMS)
    round, place = divmod(seed, len(operations) * len(points))
    at, of = divmod(place, len(operations))
    random = Random(seed)
    return Case(
        seed=seed,
        operation=operations[of],
        point=points[at],
        victim=victims[(at + of + round) % len(victims)],
        jitter=random.uniform(0, 3.0) if points[at] in ("starting", "anytime") else random.uniform(0, 0.1),
        hold=random.choice((0.4, 1.0, 7.0)),
        wait=random.choice((2, 4)),
        latency=(random.uniform(0, 0.4), random.uniform(0, 0.4)) if points[at] == "anytime" else (0.0, 0.0),
        previews=random.random() < 0.3,
    )


def play(case: Case, stage: Stage) -> Outcome:
    """
    Play *case*, recover as documented, and look at what is left.
    """
    operation = OPERATIONS[case.operation]
    point, outcome = POINTS[case.point], Outcome(case)
    nth = {"first": 1, "second": 2, "last": operation.changes}[point.place]
    trap = Trap(point, nth, case.hold, case.wait)
    with stage.scene(case.operation, f"case-{case.seed}", trap) as scene:
        before = frozenset(key.key_id for key in scene.platform.keys)
        scene.platform.latency, scene.platform.latency_after = case.latency
        outcome.violations += _interrupt(case, operation, trap, scene, outcome)
        preview = _recover(case, operation, scene, outcome)
        after = Aftermath(scene, operation, outcome.printed, preview, before)
        outcome.violations += violations(after)
    return outcome


def _interrupt(case: Case, operation: Operation, trap: Trap, scene: Scene, outcome: Outcome) -> Iterator[str]:
    """Run the command, kill the victim, and wait until nothing is left of the run."""
    command = operation.command if case.previews else f"{operation.command} --skip-preview"
    printed = scene.project.root / "printed.txt"
    run = start(command, folder=scene.project.folder, environment=scene.project.environment, printed=printed)
    try:
        if trap.point.stage is not None:
            _await(run, trap)
        run.ends_within(case.jitter)
        outcome.was_killed = not run.has_ended
        trap.sprung.set()
        VICTIMS[case.victim](run)
        if not run.ends_within(PATIENCE):
            yield f"the command did not end within {PATIENCE:g} s"
            run.kill_all()
        death = monotonic()
        if not run.is_gone_within(SURVIVAL):
            yield f"{len(run.others())} processes live {SURVIVAL:g} s after the engine"
        late = [one for one in scene.gateway.exchanges if one.at > death + GRACE]
        yield from (f"late request: {one.method}, {one.at - death:.1f} s after the engine's death" for one in late)
    finally:
        run.kill_all()
        scene.gateway.script = pass_on
        scene.platform.latency = scene.platform.latency_after = 0.0
        outcome.transcript.append(Ran(command, run.process.returncode, printed.read_text(errors="replace"), ""))


def _await(run: Run, trap: Trap) -> None:
    """Return when the trap holds its request, or when the command has ended without it."""
    until = monotonic() + PATIENCE
    while not (trap.reached.wait(0.02) or run.has_ended or monotonic() > until):
        pass


def _recover(case: Case, operation: Operation, scene: Scene, outcome: Outcome) -> Ran:
    """Type what the documentation says, then what an error message says; return a last preview."""
    for command in recovery.commands(operation.command):
        ran = scene.project.attempt(recovery.unattended(command, previews=case.previews))
        outcome.transcript.append(ran)
        if ran.code and ADOPT in ran.text:
            scene.project.write(adopting(operation.after))
            outcome.transcript.append(scene.project.attempt(UP))
    if outcome.transcript[-1].code:
        outcome.violations.append("the last command of the recovery failed")
    preview = scene.project.attempt(LOOK)
    outcome.transcript.append(preview)
    return preview

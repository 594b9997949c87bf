"""
The processes of one run, and how each kind of victim dies. Nothing but what the run has started is ever signalled.

A run is recognized by its Pulumi home, which every process that it starts inherits, even one whose parents are dead.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

HASTE = 0.3
"""Seconds between two signals of one person or machine that does not wait."""


@dataclass(frozen=True)
class Run:
    """
    A command that is under way, in a session of its own.

    Args:
        process: The command's process.
        mark: The value of PULUMI_HOME that all its processes share.
        printed: The file with everything that it prints.
    """

    process: subprocess.Popen[bytes]
    mark: str
    printed: Path

    @property
    def has_ended(self) -> bool:
        """Whether the command has ended; what it has started may live on."""
        return self.process.poll() is not None

    def others(self) -> list[int]:
        """Every process of the run but the command's own."""
        return [pid for pid in _marked(self.mark) if pid != self.process.pid]

    def providers(self) -> list[int]:
        """The processes in which dynamic providers run."""
        return [pid for pid in self.others() if b"pulumi.dynamic" in _read(pid, "cmdline")]

    def ends_within(self, seconds: float) -> bool:
        """Whether the command ends within *seconds*."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        return self.has_ended

    def is_gone_within(self, seconds: float) -> bool:
        """Whether every process of the run, not only the command's, ends within *seconds*."""
        until = monotonic() + seconds
        while left := self.others():
            if monotonic() > until:
                return False
            _wait_for(left[0], until)
        return True

    def kill_all(self) -> None:
        """Kill every process of the run."""
        for pid in [self.process.pid, *self.others()]:
            _signal(pid, signal.SIGKILL)
        self.process.wait()


def start(command: str, *, folder: Path, environment: Mapping[str, str], printed: Path) -> Run:
    """
    Start *command* as the leader of a process group, as a terminal does.
    """
    with printed.open("wb") as output:
        process = subprocess.Popen(
            shlex.split(command),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Run(process, environment["PULUMI_HOME"], printed)


def _provider(run: Run) -> None:
    for pid in run.providers():
        _signal(pid, signal.SIGKILL)


def _cli(run: Run) -> None:
    _signal(run.process.pid, signal.SIGKILL)


def _everything(run: Run) -> None:
    for pid in [run.process.pid, *run.others()]:
        _signal(pid, signal.SIGKILL)


def _terminate(run: Run) -> None:
    _signal(run.process.pid, signal.SIGTERM)


def _interrupt(run: Run) -> None:
    _signal_group(run, signal.SIGINT)


def _hang_up(run: Run) -> None:
    """Close the terminal."""
    _signal_group(run, signal.SIGHUP)


def _interrupt_twice(run: Run) -> None:
    _interrupt(run)
    if not run.ends_within(HASTE):
        _interrupt(run)


def _cancel_job(run: Run) -> None:
    """Ctrl-C, SIGTERM and SIGKILL, one after the other, as the runner of a cancelled job does."""
    for act in (_interrupt, _terminate, _everything):
        act(run)
        if run.ends_within(HASTE):
            break
    _everything(run)


VICTIMS: dict[str, Callable[[Run], None]] = {
    "provider": _provider,
    "cli": _cli,
    "ctrl-c": _interrupt,
    "ctrl-c-twice": _interrupt_twice,
    "sigterm": _terminate,
    "hang-up": _hang_up,
    "everything": _everything,
    "cancelled-job": _cancel_job,
}


def _marked(mark: str) -> Iterator[int]:
    wanted = f"PULUMI_HOME={mark}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        pid = int(process.name)
        if wanted in _read(pid, "environ").split(b"\0") and not _is_over(pid):
            yield pid


def _is_over(pid: int) -> bool:
    """Whether a process has ended, and only its parent has not noticed."""
    return _read(pid, "stat").rpartition(b")")[2].split()[:1] in ([], [b"Z"], [b"X"])


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # It has ended, or belongs to somebody else.
        return b""


def _signal_group(run: Run, number: int) -> None:
    """Signal every process in the command's group, as a terminal does."""
    with suppress(ProcessLookupError):
        os.killpg(run.process.pid, number)


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _wait_for(pid: int, until: float) -> None:
    """Return when the process has ended, or at *until*; it is no child of ours, so that it cannot be waited for."""
    pause = Event()
    while _read(pid, "stat") and not _is_over(pid) and monotonic() < until:
        pause.wait(0.02)

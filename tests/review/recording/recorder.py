"""
Records what the real engine prints for each case, so that recording again gives the same bytes.

Ids, times, ports and paths become fixed values, and traces of the program's stack are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.engine.project import NAME, STACK, Project
from tests.review.recording.cases import CASES, Case, Platforms
from tests.review.recording.estate import ESTATE, configure, program
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.review.preview import UNKNOWNS
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs

RECORDINGS = Path(__file__).parents[1] / "recordings"
BEGIN = datetime(2026, 11, 2, tzinfo=UTC)
"""When everything was deployed, in recordings."""
_URN = f"urn:pulumi:{STACK}::{NAME}::pulumi-python:dynamic/"
_DROPPED = frozenset({"stackTrace", "sourcePosition", "created", "modified"})
_DROPPED |= {"dependencies", "parent"}
_SAYING = frozenset({"resOutputsEvent", "policyEvent", "summaryEvent"})
_UNORDERED = "propertyDependencies"
_ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_HASH = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{24})\b")
_PORT = re.compile(r"(?<=127\.0\.0\.1:)\d+")
_PEM = re.compile(r"(?<=BEGIN CERTIFICATE-----).*?(?=-----END)")
_TIME = re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")


@dataclass(frozen=True)
class Recorder:
    """
    The project of the estate.

    Args:
        project: Its project.
        platforms: The simulators that it is deployed to.
        begin: When it was configured.
    """

    project: Project
    platforms: Platforms
    begin: datetime

    def deploy(self) -> None:
        """
        Deploy the estate, and activate its subscriptions.
        """
        subscriptions = self.platforms.cybersource.subscriptions
        self.project.write(program(ESTATE))
        self.project.run("pulumi up --yes --skip-preview")
        for one in subscriptions:
            subscriptions.set_status(one.webhook_id, "ACTIVE")
        self.project.run("pulumi refresh --yes --skip-preview")

    def record(self, case: Case) -> str:
        """
        Return what the case's command prints, in fixed form.
        """
        self.project.write(case.program)
        urn = f"{_URN}{case.protects}"
        if case.protects:
            self.project.run(f"pulumi state protect {urn} --yes")
        for name, value in case.settings.items():
            self.project.config(f"payment-webhooks:{name}", value)
        if case.move:
            case.move(self.platforms)
        printed = self._print(case)
        for name in case.settings:
            self.project.run(f"pulumi config rm payment-webhooks:{name}")
        if case.protects:
            self.project.run(f"pulumi state unprotect {urn} --yes")
        return printed

    def _print(self, case: Case) -> str:
        log = self.project.root / "events"
        more, variables = (f" --event-log {log}", {"PULUMI_DEBUG_COMMANDS": "true"}) if case.has_log else ("", {})
        ran = self.project.attempt(case.command + more, **variables)
        document = json.loads(ran.out)
        document["steps"] = list(_ordered(document.get("steps") or []))
        document["diagnostics"] = sorted(document.get("diagnostics") or [], key=lambda one: one.get("urn", ""))
        document["duration"] = 1
        if any(one["severity"] == "error" for one in document["diagnostics"]):
            document["changeSummary"].pop("same", None)  # how far the concurrent work came
        text = json.dumps(_without(document), indent=2, ensure_ascii=False) + "\n"
        events = _events(log.read_text()) if case.has_log else []
        return self._fixed(text + "".join(f"{json.dumps(_without(one), ensure_ascii=False)}\n" for one in events))

    def _fixed(self, text: str) -> str:
        text = text.replace(str(self.project.folder), "/home/shop")
        text = _PORT.sub("8080", text)
        text = _TIME.sub(self._moved, text)
        return _numbered(text)

    def _moved(self, found: re.Match[str]) -> str:
        """The time as if everything had been deployed at `BEGIN`, to the hour."""
        later = datetime.fromisoformat(found[0]) - self.begin
        moved = BEGIN + timedelta(hours=later // timedelta(hours=1))
        return moved.strftime("%Y-%m-%dT%H:%M:%SZ")


def _ordered(steps: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The steps by resource: the engine prints them as its concurrent work ends."""
    for _, group in groupby(steps, lambda step: step["urn"].split("::")[2] == "pulumi:pulumi:Stack"):
        yield from sorted(group, key=lambda step: str(step["urn"]))


def _events(log: str) -> Sequence[dict[str, Any]]:
    """The events that say what the document does not, by resource."""
    found = [one for one in map(json.loads, log.splitlines()) if one.keys() & _SAYING]
    for one in found:
        one.get("summaryEvent", {}).pop("durationSeconds", None)
    ordered = sorted(found, key=lambda one: ("summaryEvent" in one, _urn_of(one)))
    return [{**one, "sequence": number, "timestamp": 1} for number, one in enumerate(ordered)]


def _urn_of(event: dict[str, Any]) -> str:
    (content,) = (event[name] for name in event if name in _SAYING)
    return str(content.get("resourceUrn") or content.get("metadata", {}).get("urn"))


def _without(value: Any) -> Any:
    if isinstance(value, list):
        return [_without(one) for one in value]
    if isinstance(value, dict):
        kept = {name: _without(one) for name, one in value.items() if name not in _DROPPED}
        if _UNORDERED in kept:
            kept[_UNORDERED] = {name: sorted(urns) for name, urns in kept[_UNORDERED].items() if urns}
        return kept
    return value


def _numbered(text: str) -> str:
    """*text* with ids that say only which of them are the same."""
    for pattern, form in ((_ID, "00000000-0000-4000-8000-{:012}"), (_HASH, "{:024}"), (_PEM, "\\n{}\\n")):
        found = [one for one in dict.fromkeys(pattern.findall(text)) if one not in UNKNOWNS]
        numbers = {one: form.format(number) for number, one in enumerate(found, 1)}
        text = pattern.sub(lambda match, numbers=numbers: numbers.get(match[0], match[0]), text)  # type: ignore[misc]
    return text


@contextmanager
def configured(project: Project) -> Iterator[Recorder]:
    """
    Configure *project*, an empty project, for simulators that end with this.
    """
    with (
        CybersourceSimulator(knobs=UNREVIEWED) as cybersource,
        DigitalRiverSimulator(knobs=Knobs(profile="gc")) as river,
    ):
        begin = datetime.now(UTC).replace(microsecond=0)
        configure(project, cybersource, river, now=begin)
        cybersource.declare_children(cybersource.organization_id, "branch_north", "branch_south")
        yield Recorder(project, Platforms(cybersource, river), begin)


@contextmanager
def deployed(project: Project) -> Iterator[Recorder]:
    """
    Deploy the estate from *project*, an empty project, to simulators that end with this.
    """
    with configured(project) as recorder:
        recorder.deploy()
        yield recorder


def record_all(project: Project) -> Iterator[tuple[str, str]]:
    """
    Record every case, and yield each name with what was printed.
    """
    with configured(project) as recorder:
        yield from ((name, recorder.record(case)) for name, case in CASES.items() if case.is_first)
        recorder.deploy()
        yield from ((name, recorder.record(case)) for name, case in CASES.items() if not case.is_first)

"""
Runs the shell steps of our action as a runner of GitHub does: bash, and the variables that GitHub documents.

The steps that use another action are left out: a test has Python and Pulumi on its path already.
"""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from tests.ci.expressions import evaluate, fill
from tests.review.hosts.github import REPOSITORY

ROOT = Path(__file__).parents[2]
FILE = ROOT / "ci/github/review/action.yml"
ACTION: dict[str, Any] = yaml.safe_load(FILE.read_text())
SHELL = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"]
PATIENCE = 120


@dataclass(frozen=True)
class Ran:
    """How the action ended: the exit code of the step that failed, or 0."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str


@dataclass
class GithubRunner:
    """
    One job.

    Args:
        workspace: The folder that was checked out.
        temp: A folder outside of it.
        environ: Variables of the job, such as the path and those of Pulumi.
        event: The event.
        event_name: Its name.
        api: URL of the API.
        token: The token of the job.
    """

    workspace: Path
    temp: Path
    environ: Mapping[str, str]
    event: Mapping[str, Any]
    event_name: str
    api: str
    token: str = "ghs_job"
    _steps: dict[str, dict[str, Any]] = field(default_factory=dict)

    def use(self, **inputs: str) -> Ran:
        """Run the action; an underscore in the name of an input stands for a hyphen."""
        contexts = self._contexts({name.replace("_", "-"): value for name, value in inputs.items()})
        summary = self.temp / "summary.md"
        log, code = "", 0
        for number, step in enumerate(ACTION["runs"]["steps"]):
            if "run" not in step or not evaluate(step.get("if", "inputs.stacks != ''"), contexts):
                continue
            output = self.temp / f"output-{number}"
            output.touch()
            variables = self._variables(step, contexts) | {
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
            }
            ran = self._run(number, step, contexts, variables)
            log += ran.stdout
            code = ran.returncode
            lines = (line.partition("=") for line in output.read_text().splitlines())
            self._steps[step.get("id", "")] = {"outputs": {name: value for name, _, value in lines}}
            if code:
                break
        outputs = {name: fill(one["value"], contexts) for name, one in ACTION["outputs"].items()}
        return Ran(code, log, outputs, summary.read_text() if summary.exists() else "")

    def _contexts(self, given: Mapping[str, str]) -> dict[str, Any]:
        github = {"event": self.event, "repository": REPOSITORY, "token": self.token}
        contexts = {"github": github, "steps": self._steps}
        unknown = given.keys() - ACTION["inputs"].keys()
        assert not unknown, f"the action has no input {unknown}"
        defaults = {name: fill(one.get("default", ""), contexts) for name, one in ACTION["inputs"].items()}
        return contexts | {"inputs": {**defaults, **given}}

    def _variables(self, step: Mapping[str, Any], contexts: Mapping[str, Any]) -> dict[str, str]:
        own = {name: fill(value, contexts) for name, value in step.get("env", {}).items()}
        return {**self.environ, **self._documented(), **own}

    def _documented(self) -> dict[str, str]:
        event = self.temp / "event.json"
        event.write_text(json.dumps(self.event))
        return {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.api,
            "GITHUB_EVENT_NAME": self.event_name,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": "99",
            "GITHUB_SERVER_URL": "https://github.example",
            "RUNNER_TEMP": str(self.temp),
        }

    def _run(
        self, number: int, step: Mapping[str, Any], contexts: Mapping[str, Any], variables: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[str]":
        assert step["shell"] == "bash"
        script = self.temp / f"step-{number}.sh"
        script.write_text(fill(step["run"], contexts))
        folder = self.workspace / fill(step.get("working-directory", "."), contexts)
        return subprocess.run(
            [*SHELL, str(script)],
            cwd=folder,
            env=dict(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

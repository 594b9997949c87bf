"""
Runs the script of our template as a runner of GitLab does: it fills in inputs, sets variables, and lets bash run it.
"""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FILE = ROOT / "ci/gitlab/review.yml"
_INPUT = re.compile(r"\$\[\[ *inputs\.([a-z-]+) *\]\]")
PATIENCE = 120

HEADER, TEMPLATE = FILE.read_text().split("\n---\n")
INPUTS: dict[str, dict[str, Any]] = yaml.safe_load(HEADER)["spec"]["inputs"]


@dataclass(frozen=True)
class Ran:
    """How the job ended, and what it keeps."""

    code: int
    log: str
    artifacts: Mapping[str, str]


def job(**inputs: str) -> dict[str, Any]:
    """The job that the template defines; an underscore in the name of an input stands for a hyphen."""
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert not given.keys() - INPUTS.keys(), "the template has no such input"
    values = {name: given.get(name, one.get("default")) for name, one in INPUTS.items()}
    missing = [name for name, value in values.items() if value is None]
    assert not missing, f"{missing} are required"
    assert [name for name, value in values.items() if value not in INPUTS[name].get("options", [value])] == []
    [(name, found)] = yaml.safe_load(TEMPLATE).items()
    return {**_fill(found, values), "name": _fill(name, values)}


def _fill(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: _fill(item, values) for name, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, values) for item in value]
    return _INPUT.sub(lambda found: values[found[1]], value) if isinstance(value, str) else value


def _variables(defined: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, str]:
    """Variables of the job; names of other variables are replaced in them, by nothing where GitLab knows none."""
    known = {name: value for name, value in environ.items() if name.startswith("CI_")}
    return {
        name: one["value"]
        if isinstance(one, dict) and one["expand"] is False
        else re.sub(r"\$(\w+)|\$\{(\w+)\}", lambda found: known.get(found[1] or found[2], ""), one)
        for name, one in defined.items()
    }


def run_job(folder: Path, environ: Mapping[str, str], **inputs: str) -> Ran:
    """
    Run the job in *folder*, the checked out project.
    """
    made = job(**inputs)
    script = "set -eo pipefail\n" + "\n".join(made["script"])
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={**environ, **_variables(made["variables"], environ), "CI": "true", "CI_PROJECT_DIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    [path] = made["artifacts"]["paths"]
    kept = sorted((folder / path).iterdir()) if (folder / path).exists() else []
    return Ran(ran.returncode, ran.stdout, {file.name: file.read_text() for file in kept})

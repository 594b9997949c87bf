"""
Follows a README as a reader would: types the commands of its `console` blocks, makes the changes of its `diff` blocks.

What a command says must be what the README shows, but for ids, times and durations.
"""

import re
import secrets
import shlex
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.engine.project import PATIENCE, Project
from tests.warm.interpreter import warm_python

BLOCK = re.compile(r"^```(console|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN_ENDPOINT = "http://127.0.0.1:8080"
OUTPUT = re.compile(r"\$\((pulumi stack output \w+)\)")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
DATE = re.compile(r"\b20\d\d-\d\d-\d\d\b")
STACK_ROW = re.compile(r"[ +~-]*pulumi:pulumi:Stack [\w-]+")
SECRETS = {"cybersourceSharedSecret": "sharedSecret", "digitalRiverApiKey": "apiKey"}
DURATION = re.compile(r"\b(\d+m)?\d+(\.\d+)?( m)?s\b")


@dataclass(frozen=True)
class Step:
    """
    A command and what the README shows of its output.
    """

    command: str
    shown: str


@dataclass(frozen=True)
class Change:
    """
    Lines of the program, and what takes their place.
    """

    old: str
    new: str


def steps(readme: str) -> Iterator[Step | Change]:
    for kind, block in BLOCK.findall(readme):
        if kind == "diff":
            yield _change(block)
        else:
            for one in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, shown = one.partition("\n")
                yield Step(command, shown)


@dataclass(frozen=True)
class Reader:
    """
    Somebody who types in a *project*, with a simulator beside it.
    """

    project: Project
    account: Mapping[str, str]

    def follow(self, step: Step | Change) -> str:
        """
        Do what *step* says, and return what is seen on the terminal.
        """
        if isinstance(step, Change):
            program = self.project.folder / "__main__.py"
            text = program.read_text()
            assert text.count(step.old) == 1, f"the program does not have these lines once:\n{step.old}"
            program.write_text(text.replace(step.old, step.new))
            return ""
        command = step.command.replace(SHOWN_ENDPOINT, self.account["endpoint"])
        said = self._edit(command) if command.startswith("curl ") else self._type(command)
        return said.replace(self.account["endpoint"], SHOWN_ENDPOINT)

    def _type(self, command: str) -> str:
        ran = subprocess.run(
            shlex.split(command),
            cwd=self.project.folder,
            env=self.project.environment,
            input=self._asked_for(command),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return ran.stdout

    def _asked_for(self, command: str) -> str:
        """
        What is typed where a command asks: the account's secret, or another secret each time.
        """
        asked = next((name for name in SECRETS if command.endswith(name)), None)
        return self.account[SECRETS[asked]] if asked else secrets.token_urlsafe()

    def _edit(self, command: str) -> str:
        """
        What curl would do, on machines that have none: nothing is shown but, where it is asked for, the status.
        """
        arguments = shlex.split(command)
        method, body = (arguments[arguments.index(flag) + 1] for flag in ("--request", "--data"))
        url = OUTPUT.sub(lambda found: self._type(found[1]).strip(), arguments[-1])
        request = urllib.request.Request(url, method=method, data=body.encode())
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                status = answer.status
        except urllib.error.HTTPError as refused:
            with refused:
                status = refused.code
        if "--write-out" in arguments:
            return f"{status}\n"
        assert status < 300, f"{command}: answered {status}"
        return ""


def normal(text: str) -> list[str]:
    """
    The lines of *text* without what differs from run to run: ids, times, and what a parallel engine says of itself.
    """
    text = DURATION.sub("0s", DATE.sub("<date>", TIME.sub("<time>", ID.sub("<id>", text))))
    lines = {line.rstrip() for line in text.splitlines() if line.strip()}
    return sorted(line for line in lines if not line.startswith("@ ") and not STACK_ROW.match(line))


def copied(example: Path, root: Path, engine: Path) -> Project:
    """
    A project of the files that *example* consists of, without a stack; its programs and providers start warm.
    """
    project = Project(root, engine, warm_python())
    shutil.copytree(example, project.folder, ignore=shutil.ignore_patterns("__pycache__", "venv", "*.md"))
    (root / "state").mkdir()
    return project


def followed(readme: str, reader: Reader) -> tuple[list[list[str]], list[list[str]]]:
    """
    Do what *readme* says from beginning to end.

    Returns:
        What was seen after each command, and what the README shows.
    """
    seen, shown = [], []
    for step in steps(readme):
        said = reader.follow(step)
        if isinstance(step, Step):
            seen.append([f"$ {step.command}", *normal(said)])
            shown.append([f"$ {step.command}", *normal(step.shown)])
    return seen, shown


def _change(block: str) -> Change:
    lines = block.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    return Change(old, new)

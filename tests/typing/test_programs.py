"""What editors and type checkers say of programs: mypy over good and bad ones, run once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parent / "programs"
MARK = re.compile(r"# wrong: (.+)$")
SAID = re.compile(r"^(?P<file>[^:]+):(?P<line>\d+): error: (?P<text>.+)$")


def marked(name):
    """The expected complaint of each marked line."""
    lines = (PROGRAMS / name).read_text().splitlines()
    return {number: mark[1] for number, line in enumerate(lines, 1) if (mark := MARK.search(line))}


@pytest.fixture(scope="module")
def complaints(tmp_path_factory):
    """What mypy says, strictly, of all programs: texts by file and line."""
    files = sorted(one.name for one in PROGRAMS.glob("*.py"))
    cache = tmp_path_factory.mktemp("mypy")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--no-pretty",
        f"--cache-dir={cache}",
        *files,
    ]
    printed = subprocess.run(command, cwd=PROGRAMS, capture_output=True, text=True, check=False).stdout
    found: dict[tuple[str, int], list[str]] = {}
    for line in printed.splitlines():
        if said := SAID.match(line):
            found.setdefault((said["file"], int(said["line"])), []).append(said["text"])
    assert found, printed
    return found


def test_good_program_has_no_complaint(complaints):
    """
    Nothing that a program may write is complained about.
    """
    assert {place: said for place, said in complaints.items() if place[0] != "bad.py"} == {}


@pytest.mark.parametrize(("line", "expected"), marked("bad.py").items(), ids=str)
def test_mistake_is_complained_about(complaints, line, expected):
    """
    This mistake is found where it stands, in these words.
    """
    assert expected in " | ".join(complaints.get(("bad.py", line), []))


def test_nothing_else_is_complained_about(complaints):
    """
    A line without a mistake is not complained about.
    """
    assert {line for file, line in complaints if file == "bad.py"} == set(marked("bad.py"))

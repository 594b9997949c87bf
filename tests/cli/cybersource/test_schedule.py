"""`payment-webhooks schedule`."""

import json
import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.cli.command import COMMAND, run, type_in_terminal

from pulumi_payment_webhooks.cli.cybersource.timelines import listing, picture
from pulumi_payment_webhooks.cybersource.rules.retry_schedule import FAR, RetryRules, last_minute
from pulumi_payment_webhooks.cybersource.rules.retry_timeline import timeline

MINUTES = st.integers(0, 5000) | st.integers(0, 10**11)
DAYS = ["--algorithm", "geometric", "--first-retry", "10", "--interval", "30"]


def marks(line: str) -> list[int]:
    return [at for at, sign in enumerate(line) if sign == "●"]


def test_defaults_are_the_platforms() -> None:
    """
    Without options the platform's default policy is drawn.
    """
    assert run("schedule", "--json").out == "[1, 2, 3]\n"


def test_every_option_counts() -> None:
    """
    Each option about times changes the offsets.
    """
    options = [*DAYS, "--number-of-retries", "2", "--repeat-sequence-count", "1", "--repeat-sequence-wait-time", "7"]

    assert json.loads(run("schedule", *options, "--json").out) == [10, 300, 317, 607]


def test_line_is_to_scale() -> None:
    """
    The marks are as far apart as their minutes, to a column, and the last is in the last column.
    """
    _, line, _ = picture(timeline(RetryRules(first_retry=10, interval=30)), 80)

    assert marks(line) == [round(minute * 79 / 70) for minute in (10, 40, 70)]


def test_waits_are_drawn_otherwise() -> None:
    """
    Between two sequences the line is dotted.
    """
    rules = RetryRules(first_retry=10, interval=10, repeat_sequence_count=1, repeat_sequence_wait_time=20)
    _, line, _ = picture(timeline(rules), 81)

    assert line[0] == "╳"
    assert line[31:50] == "┄" * 19


@given(
    st.builds(
        RetryRules,
        algorithm=st.sampled_from(["ARITHMETIC", "GEOMETRIC"]),
        first_retry=MINUTES,
        interval=st.integers(0, 2000),
        number_of_retries=st.integers(1, 3),
        repeat_sequence_count=st.integers(0, 3),
        repeat_sequence_wait_time=MINUTES,
    ),
    st.integers(40, 120),
)
def test_lines_fit_and_labels_stand_apart(rules: RetryRules, width: int) -> None:
    """
    Whatever the policy, no line is wider than the terminal, and labels have a blank between them.
    """
    assume(last_minute(rules) < FAR)
    numbers, line, ruler = picture(timeline(rules), width)
    shown = [int(number) for label in numbers.split() for number in label.split("–")]

    assert max(map(len, (numbers, line, ruler))) <= width
    assert shown == sorted(shown) or rules.interval == 0
    assert all(ruler[at - 1] == " " for at, sign in enumerate(ruler) if sign == "│" and at)


def test_every_retry_is_listed() -> None:
    """
    A row shows each retry's number, sequence, time, and time since the previous attempt.
    """
    rules = RetryRules(first_retry=10, interval=30, repeat_sequence_count=1, repeat_sequence_wait_time=10)
    rows = [line.split("  ") for line in listing(timeline(rules))]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]

    assert cells[0] == ["retry", "sequence", "after the first failure", "after the previous attempt"]
    assert cells[2] == ["2", "1", "40 min", "30 min"]
    assert cells[4] == ["4", "2", "1 h 30 min", "20 min"]


def test_long_list_is_cut() -> None:
    """
    Of many retries the first and the last are listed.
    """
    lines = list(listing(timeline(RetryRules(number_of_retries=5000))))

    assert len(lines) < 20
    assert lines[-1].split()[:1] == ["5000"]


@pytest.mark.parametrize("options", [[], DAYS, ["--repeat-sequence-count", "4"]], ids=str)
def test_piped_output_is_plain_and_narrow(options: list[str]) -> None:
    """
    Piped, there is no escape sequence, and no line is wider than 80 columns.
    """
    ran = run("schedule", *options)

    assert "\x1b" not in ran.out
    assert max(map(len, ran.lines)) <= 80


def test_terminal_that_knows_no_colour_gets_none() -> None:
    """
    NO_COLOR is obeyed on a terminal.
    """
    shown = type_in_terminal("schedule")

    assert (shown.code, shown.out.count("\x1b[3")) == (0, 0)
    assert "gives up after 3 min" in shown.out


def test_ascii_is_enough() -> None:
    """
    Where the output takes only ASCII, the drawing is ASCII.
    """
    ran = subprocess.run(
        [*COMMAND, "schedule", "--number-of-retries", "40"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=True,
    )

    assert b"X-o" in ran.stdout
    assert ran.stdout.isascii()


def test_no_retry_is_said() -> None:
    """
    A policy without retries is one line.
    """
    assert run("schedule", "--number-of-retries", "0").out == "no retry; gives up at once\n"


def test_flag_decides_the_ending() -> None:
    """
    With --deactivate-flag the subscription is suspended in the end.
    """
    assert (
        "suspends the subscription and queues its notifications after 3 min" in run("schedule", "--deactivate-flag").out
    )


def test_picture_is_printed() -> None:
    """
    `--svg -` prints the picture and nothing else.
    """
    assert ElementTree.fromstring(run("schedule", "--svg", "-").out).tag.endswith("svg")


def test_picture_is_written(tmp_path: Path) -> None:
    """
    `--svg FILE` writes the picture and prints nothing.
    """
    ran = run("schedule", *DAYS, "--svg", str(tmp_path / "policy.svg"))

    assert (ran.code, ran.out) == (0, "")
    assert "6 d 6 h" in (tmp_path / "policy.svg").read_text()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--svg", "/nowhere/policy.svg"], "cannot write /nowhere/policy.svg: No such file or directory"),
        (["--svg", "-", "--json"], "--svg and --json exclude each other"),
        (["--number-of-retries", "20000"], "the policy has 20000 retries, and no more than 10000 are drawn: lower"),
        ([*DAYS, "--number-of-retries", "99"], "after more than a million years: lower --number-of-retries"),
    ],
)
def test_wrong_option_is_one_line(options: list[str], complaint: str) -> None:
    """
    What cannot be drawn is said in one line, with exit code 2.
    """
    ran = run("schedule", *options)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert complaint in ran.err

"""`payment-webhooks review`: what it reads, where the report goes, and how it ends."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from tests.cli.command import Ran, run, type_in_terminal
from tests.review.hosts.github import GithubStandIn, pull_request
from tests.review.recording.cases import CASES
from tests.review.recording.goldens import comment, report_of
from tests.review.recording.recorder import RECORDINGS

from pulumi_payment_webhooks.cli.outcomes import Exit
from pulumi_payment_webhooks.cli.reviewing.previews import LARGEST
from pulumi_payment_webhooks.cli.reviewing.runs import keep_preview
from pulumi_payment_webhooks.review.categories import CATEGORIES, SECTIONS
from pulumi_payment_webhooks.review.rendering.as_json import to_data

LOST = RECORDINGS / "event-removed.json"
SAME = RECORDINGS / "unchanged.json"
FAILED = RECORDINGS / "failed-check.json"
WARNED = RECORDINGS / "key-rotated.json"
DRIFT = RECORDINGS / "drift.json"
TRUNCATED = LOST.read_text()[:-99]
REFUSED = {
    "empty": ("", "is not a preview: it is empty"),
    "text": ("Previewing update (production):\n", "is not a preview: it is not JSON"),
    "state": ('{"deployment": {}}', "is not a preview: it is the state of a stack"),
    "truncated": (TRUNCATED, "is not a preview: its JSON is incomplete"),
}
MISTAKES = {
    "nothing": ([], "name a preview as STACK=FILE"),
    "no stack": ([str(LOST)], "write STACK=FILE"),
    "no file": (["production="], "production=: write STACK=FILE, such as production=preview.json, or --run STACK"),
    "no refresh": (
        ["--drift", "production"],
        "such as production=preview.json, or --refresh STACK",
    ),
    "twice": ([f"a={LOST}", f"a={SAME}"], "the stack a is given twice"),
    "stdin twice": (["a=-", "b=-"], "would both be read from standard input"),
    "missing file": (["a=missing.json"], "cannot read missing.json"),
    "unknown condition": ([f"a={LOST}", "--fail-on", "lost-event"], "--fail-on: unknown condition 'lost-event'"),
    "two formats": ([f"a={LOST}", "--json", "--format", "text"], "--json and --format text contradict each other"),
    "folder without a run": ([f"a={LOST}", "--cwd", "."], "--cwd needs --run, --refresh or --post"),
    "save without a run": ([f"a={LOST}", "--save", "kept"], "--save needs --run or --refresh"),
    "packs without a run": ([f"a={LOST}", "--policy-pack", "."], "--policy-pack needs --run or --refresh"),
    "config without a run": ([f"a={LOST}", "--policy-pack-config", "c.json"], "--policy-pack-config needs --run"),
}


def review(*words: object, stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> Ran:
    return run("review", *map(str, words), stdin=stdin, environment=environment)


def test_report_is_the_comment_where_nobody_types():
    """
    In a pipe, the report is Markdown: the same as the comment on a pull request.
    """
    ran = review(f"production={SAME}")

    assert (ran.code, ran.out, ran.err) == (Exit.DONE, comment("unchanged"), "")


def test_report_is_json_for_programs():
    """
    As JSON, the report has the categories of each stack.
    """
    ran = review(f"production={LOST}", "--format", "json")
    report = json.loads(ran.out)

    assert review(f"production={LOST}", "--json").out == ran.out
    assert [one["stack"] for one in report["stacks"]] == ["production"]
    assert "lost-events" in report["categories"]


def test_suffix_of_the_file_decides_the_format(tmp_path: Path):
    """
    `--output` writes Markdown, or what the suffix of the file says, and prints nothing.
    """
    files = [tmp_path / name for name in ("report.json", "report.txt", "report.md")]

    printed = [review(f"production={LOST}", "--output", file).out for file in files]

    assert printed == ["", "", ""]
    assert [file.read_text()[:10] for file in files] == ['{\n  "versi', "production", "## Payment"]


def test_report_that_cannot_be_written_has_its_exit_code(tmp_path: Path):
    """
    A file that cannot be written ends with one line.
    """
    ran = review(f"production={LOST}", "--output", tmp_path / "missing" / "report.md")

    assert (ran.code, len(ran.err.splitlines())) == (Exit.UNWRITTEN, 1)


def test_preview_is_read_from_standard_input():
    """
    `-` is standard input.
    """
    assert review("production=-", stdin=LOST.read_bytes()).out == comment("event-removed")


def test_drift_of_a_stack_follows_its_preview():
    """
    Both reports of a stack stand together, in the order of the stacks.
    """
    report = json.loads(review(f"a={LOST}", f"b={SAME}", "--drift", f"a={DRIFT}", "--format", "json").out)

    assert [(one["stack"], one["drift"]) for one in report["stacks"]] == [("a", False), ("a", True), ("b", False)]


def test_refresh_is_recognised_without_its_option():
    """
    A preview of a refresh is one without `--drift` as well.
    """
    report = json.loads(review(f"a={DRIFT}", "--format", "json").out)

    assert [one["drift"] for one in report["stacks"]] == [True]


def test_preview_of_a_program_is_no_refresh():
    """
    `--drift` with the preview of a program is an error, not a wrong report.
    """
    ran = review("--drift", f"a={LOST}")

    assert (ran.code, ran.out) == (Exit.UNREADABLE, "")
    assert "is not a preview of a refresh" in ran.err


def test_condition_that_is_met_has_its_exit_code():
    """
    `--fail-on` prints the report, then names what it found, and ends with 10.
    """
    ran = review(f"a={LOST}", "--fail-on", "deletes,lost-events", "--fail-on", "keys")

    assert ran.code == Exit.FOUND
    assert ran.out
    assert ran.err == "payment-webhooks: --fail-on is met: lost-events\n"


def test_condition_that_is_not_met_changes_nothing():
    """
    `--fail-on` ends with 0 if there is nothing of that.
    """
    assert review(f"a={LOST}", "--fail-on", "keys").code == Exit.DONE


@pytest.mark.parametrize("name", sorted(CASES))
def test_conditions_are_met_exactly_by_what_the_report_says(name: str):
    """
    A section of the comment, a category of the JSON and a condition that is met go together.
    """
    ran = review(f"a={RECORDINGS / name}.json", "--fail-on", ",".join(one.id for one in CATEGORIES))
    met = ran.err.partition("is met: ")[2].strip()
    stated = to_data(report_of(name))["categories"]

    assert (met.split(", ") if met else [], ran.code == Exit.FOUND) == (stated, bool(stated))
    assert {one.id for one in SECTIONS if f"### {one.title}\n" in ran.out} <= set(stated)


def test_failed_preview_is_a_report_and_an_exit_code():
    """
    A preview that failed has a report; the exit code is 1, or that of a condition which is met.
    """
    ran = review(f"a={FAILED}", f"b={LOST}")

    assert (ran.code, ran.err) == (Exit.NO, "payment-webhooks: the preview failed: a\n")
    assert "must be an https URL" in ran.out
    assert review(f"a={FAILED}", f"b={LOST}", "--fail-on", "lost-events").code == Exit.FOUND


@pytest.mark.parametrize("case", REFUSED)
def test_other_files_end_with_one_line(case: str, tmp_path: Path):
    """
    A file that is not a preview prints no report, and one line that says what it is.
    """
    text, says = REFUSED[case]
    file = tmp_path / "preview.json"
    file.write_text(text)

    ran = review(f"a={SAME}", f"b={file}")

    assert (ran.code, ran.out, len(ran.err.splitlines())) == (Exit.UNREADABLE, "", 1)
    assert f"{file} {says}" in ran.err


def test_file_that_is_too_large_ends_with_one_line(tmp_path: Path):
    """
    A file that is larger than any preview is not read to its end.
    """
    file = tmp_path / "preview.json"
    with file.open("wb") as opened:
        opened.truncate(LARGEST + 1)

    ran = review(f"a={file}")

    assert (ran.code, ran.out, ran.err) == (Exit.WRONG, "", f"payment-webhooks: {file} is larger than 64 MB\n")


def test_stack_without_our_resources_has_a_short_report():
    """
    A program that has nothing to do with webhooks is no error.
    """
    bucket = {"op": "create", "urn": "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::logs", "newState": {}}

    ran = review("a=-", stdin=json.dumps({"steps": [bucket], "changeSummary": {"create": 1}}).encode())

    assert ran.code == Exit.DONE
    assert "`a` changes no payment webhooks." in ran.out
    assert "Other resources of the program: 1 created." in ran.out


def test_terminal_shows_text():
    """
    Somebody who types the command reads text, not Markdown; each line fits into the terminal, and stacks stand apart.
    """
    ran = type_in_terminal("review", f"production={RECORDINGS / 'mass-deletion.json'}", f"test={WARNED}")
    lines = re.sub(r"\x1b\[[0-9;]*m", "", ran.out).splitlines()

    assert lines[0].startswith("production stops receiving 11 events")
    assert [line for line in lines if len(line) > 80] == []
    assert [line[:5] for before, line in pairwise(lines) if not before] == ["test ", "Not t"]


def test_preview_is_read_from_the_folder_of_an_earlier_job(tmp_path: Path):
    """
    `STACK=DIR` reads the file of each stack; a stack whose preview was not made is a failed preview.
    """
    keep_preview(LOST.read_text(), str(tmp_path), "org/shop/prod", drift=False)
    there, missing = (
        review(f"org/shop/prod={tmp_path}"),
        review(f"test={tmp_path}", "--drift", f"org/shop/prod={tmp_path}"),
    )

    assert there == review(f"org/shop/prod={LOST}")
    assert (missing.code, missing.out.count("the earlier job has not made a preview of this stack")) == (Exit.NO, 2)


def test_link_in_the_folder_of_an_earlier_job_is_not_followed(tmp_path: Path):
    """
    The folder may be an artifact from a fork: a comment must not show another file of the machine.
    """
    (tmp_path / "test.json").symlink_to(LOST)

    assert "the earlier job has not made a preview of this stack" in review(f"test={tmp_path}").out


@pytest.mark.parametrize("case", MISTAKES)
def test_mistakes_end_with_one_line(case: str):
    """
    A wrong option prints one line, and nothing is run.
    """
    words, says = MISTAKES[case]

    ran = review(*words)

    assert (ran.code, ran.out, len(ran.err.splitlines())) == (Exit.WRONG, "", 1)
    assert says in ran.err


def test_help_names_every_condition():
    """
    Nobody has to guess what `--fail-on` accepts.
    """
    text = re.sub(r"-\n +", "-", review("--help").out)

    assert {one.id for one in CATEGORIES} <= set(re.findall(r"[a-z]+(?:-[a-z]+)?", text))


@pytest.mark.parametrize("option", ["--run", "--stack", "-s"])
def test_missing_pulumi_is_named(option: str, tmp_path: Path):
    """
    `--run`, which other commands call `--stack`, ends with one line without the command pulumi.
    """
    ran = review(option, "production", environment={"PATH": str(tmp_path)})

    assert (ran.code, ran.err) == (
        Exit.WRONG,
        "payment-webhooks: the command pulumi, which previews the stack, is not on PATH\n",
    )


@pytest.fixture
def github(tmp_path: Path) -> Iterator[tuple[GithubStandIn, dict[str, str]]]:
    """A stand-in for GitHub, and the variables of a job there."""
    with GithubStandIn() as host:
        yield host, host.environment(pull_request(), tmp_path)


def test_report_is_posted_before_the_exit_code_is_decided(github: tuple[GithubStandIn, dict[str, str]]):
    """
    The comment is Markdown, whatever is printed, and it is there if a condition is met.
    """
    host, job = github

    ran = review(
        f"production={LOST}", "--format", "json", "--post", "github", "--fail-on", "lost-events", environment=job
    )

    assert ran.code == Exit.FOUND
    assert comment("event-removed").strip() in host.bodies()[0]
    assert json.loads(ran.out)["categories"]


@pytest.mark.parametrize(
    ("folder", "key"),
    [("", "production"), (".", "production"), ("infra/../infra/keys/", "infra/keys/ production")],
    ids=["empty", "root", "folder"],
)
def test_folder_of_the_project_is_a_part_of_the_key(
    folder: str, key: str, github: tuple[GithubStandIn, dict[str, str]]
):
    """
    `--cwd` needs no run: it tells projects apart whose stacks have the same names, however the folder is written.
    """
    host, job = github
    ran = review(f"production={LOST}", "--post", "github", "--cwd", folder, environment=job)

    assert ran.code == 0, ran.err
    assert host.bodies()[0].startswith(f"<!-- payment-webhooks review: {key} -->\n")


def test_failed_preview_counts_more_than_a_failed_post(github: tuple[GithubStandIn, dict[str, str]]):
    """
    A comment that cannot be written ends with 7, unless the report itself has a verdict.
    """
    job = github[1] | {"GITHUB_TOKEN": "ghs_fork"}

    ran = [review(f"production={file}", "--post", "github", environment=job) for file in (SAME, FAILED)]

    assert [one.code for one in ran] == [Exit.NOT_POSTED, Exit.NO]
    assert [one.out for one in ran] == [comment("unchanged"), comment("failed-check")]

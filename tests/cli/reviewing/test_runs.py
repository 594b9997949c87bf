"""How previews are made and kept, with a stand-in for the command pulumi."""

import os
from pathlib import Path

import pytest
from tests.ci.conftest import HERE, RECORDED
from tests.cli.command import run

from pulumi_payment_webhooks.cli.reviewing.runs import PulumiRun, keep_preview, kept_preview, print_preview
from pulumi_payment_webhooks.review.preview import Preview, read_previews

RUN = PulumiRun(None, ["policy"], ["strict.json"])


@pytest.fixture(autouse=True)
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    The stand-in is the command on the path; return the folder in which it notes what it was called with.
    """
    (tmp_path / "pulumi").symlink_to(HERE / "pulumi")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CALLS", str(tmp_path))
    monkeypatch.setenv("RECORDED", str(RECORDED))
    return tmp_path


def kept(folder: Path, stack: str, *, drift: bool = False) -> Preview:
    """
    What a later command reads of the preview of *stack*.
    """
    keep_preview(print_preview(stack, RUN, drift=drift), str(folder / "kept"), stack, drift=drift)
    file = kept_preview(str(folder / "kept"), stack, drift=drift)
    assert file
    return read_previews(file.read_text(), name=stack)[-1]


@pytest.mark.parametrize(
    ("stack", "reason"),
    [
        ("raised", "NameError: name 'missing' is not defined"),
        ("unknown", "no stack named 'unknown' found"),
        ("cut", "the preview was interrupted"),
        ("silent", "Pulumi ended with exit code 3"),
        ("killed", "Pulumi ended with exit code 137"),
    ],
)
def test_failed_preview_is_kept_with_its_reason(stack: str, reason: str, calls: Path) -> None:
    """
    What is kept says that the preview failed, and why, even if it is not a preview.
    """
    found = kept(calls, stack)

    assert found.failed
    assert [one.message for one in found.diagnostics if reason in one.message]


def test_failure_after_a_whole_preview_is_kept(calls: Path) -> None:
    """
    The exit code of Pulumi counts, even if the preview says nothing about a failure.
    """
    found = kept(calls, "crashed")

    assert (found.failed, len(found.steps), found.diagnostics) == (True, 1, ())


def test_preview_and_drift_of_a_stack_have_files_of_their_own(calls: Path) -> None:
    """
    A refresh, which has no option for policies, does not overwrite the preview, nor that of a stack of any name.
    """
    found = [kept(calls, "org/shop/prod", drift=drift).drift for drift in (False, True)]
    previewed, refreshed = (calls / "commands").read_text().splitlines()

    assert found == [False, True]
    assert {file.name for file in (calls / "kept").iterdir()} == {
        "org%2Fshop%2Fprod.json",
        "org%2Fshop%2Fprod@drift.json",
    }
    assert ("--policy-pack-config" in previewed, "--policy-pack" in refreshed) == (True, False)


def test_no_stack_has_the_file_of_another(calls: Path) -> None:
    """
    A stack may be named as the file of a drift is, or with bytes that are not UTF-8.
    """
    names = ["prod", "prod.drift", "prod@drift", "prod%40drift", ".", "..", "../prod", "pr\udcffod"]
    for name in names:
        for drift in (False, True):
            keep_preview(f"{name!r} {drift}", str(calls / "kept"), name, drift=drift)
    found = [
        file.read_text()
        for name in names
        for drift in (False, True)
        if (file := kept_preview(str(calls / "kept"), name, drift=drift))
    ]

    assert found == [f"{name!r} {drift}" for name in names for drift in (False, True)]


def test_empty_folder_name_is_one_line() -> None:
    """
    A variable that is not set must not lead to a preview that is not kept.
    """
    ran = run("review", "--run", "dev", "--save", "")

    assert (ran.code, ran.err) == (2, "payment-webhooks: --save: the name of the folder is empty\n")


@pytest.mark.parametrize("given", ["a" * 300 + "=.", "prod=" + "a" * 300], ids=["stack", "file"])
def test_name_that_is_too_long_is_one_line(given: str) -> None:
    """
    A name that no file can have is a line, and not a preview that was not made.
    """
    ran = run("review", given)

    assert (ran.code, ran.err.count("\n"), ran.err.endswith(": File name too long\n")) == (2, 1, True)

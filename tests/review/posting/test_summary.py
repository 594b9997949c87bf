"""The summary of a job: a file to which a step appends."""

import pytest

from pulumi_payment_webhooks.errors import NotPosted
from pulumi_payment_webhooks.review.posting import append_summary
from pulumi_payment_webhooks.review.posting.summary import LARGEST


def at(file):
    return {"GITHUB_STEP_SUMMARY": str(file)}


def test_summary_is_appended(tmp_path):
    """
    What an earlier command of the step wrote stays.
    """
    file = tmp_path / "summary"
    file.write_text("before\n")

    assert append_summary("# Report\n", environ=at(file))
    assert file.read_text() == "before\n# Report\n\n"


def test_job_elsewhere_has_no_summary():
    """
    Without the variable, nothing is written.
    """
    assert not append_summary("# Report", environ={})


def test_summary_stays_within_the_limit_in_bytes(tmp_path):
    """
    A step has at most 1 MiB, counted in bytes and with what is there already.
    """
    file = tmp_path / "summary"
    file.write_bytes(b"x" * 500_000 + b"\n")
    append_summary("Überschrift\n" * 100_000, environ=at(file))

    assert LARGEST - 300 < file.stat().st_size <= LARGEST


def test_full_summary_is_reported(tmp_path):
    """
    A step that has used up its space says so.
    """
    file = tmp_path / "summary"
    file.write_bytes(b"x" * LARGEST)

    with pytest.raises(NotPosted, match="full: it has at most 1 MiB"):
        append_summary("# Report", environ=at(file))


def test_lone_surrogate_is_written_as_a_number(tmp_path):
    """
    Text that UTF-8 cannot express does not fail.
    """
    append_summary("a \ud800", environ=at(tmp_path / "summary"))

    assert (tmp_path / "summary").read_text() == "a \\ud800\n\n"

"""
The comments that reviewers get, from what the real engine printed. Read them in `golden/`.
"""

import pytest
from tests.review.recording.estate import CANARY, TOKEN
from tests.review.recording.goldens import FOLDER, GOLDENS, comment
from tests.review.recording.recorder import RECORDINGS


@pytest.mark.parametrize("name", GOLDENS)
def test_comment_is_the_golden_one(name: str):
    """
    A recording becomes exactly the comment in `golden/`; `tests.review.recording.goldens` writes new ones.
    """
    assert comment(name) == (FOLDER / f"{name}.md").read_text()


def test_every_golden_comment_is_made():
    """
    No comment is left over from a case that is no longer there.
    """
    assert sorted(one.stem for one in FOLDER.glob("*.md")) == sorted(GOLDENS)


def test_no_secret_of_the_program_is_recorded():
    """
    The engine prints no secret of the program, and no comment has one, nor the query of a URL.
    """
    recordings, comments = RECORDINGS.glob("*.json"), FOLDER.glob("*.md")

    assert [one.name for one in recordings if CANARY in one.read_text()] == []
    assert [one.name for one in comments if CANARY in (text := one.read_text()) or TOKEN in text] == []

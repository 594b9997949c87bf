"""
The previews that `tests/review/recordings` holds are what the engine prints.
"""

from pathlib import Path

from tests.engine.project import Project
from tests.review.recording.recorder import RECORDINGS, record_all


def test_engine_prints_what_is_recorded(pristine: Project, tmp_path: Path) -> None:
    """
    Recording every case again gives the same bytes; `make recordings` records what has changed.
    """
    project = pristine.copy_to(tmp_path / "pulumi")

    found = {f"{name}.json": text for name, text in record_all(project)}
    known = {one.name: one.read_text() for one in RECORDINGS.glob("*.json")}

    assert sorted(found) == sorted(known)
    assert [name for name, text in found.items() if text != known[name]] == []

"""
`make recordings`: records what the real engine prints for each case, and writes the comments that come of it.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from ensure import ensure
from tests.engine.project import create
from tests.review.recording.goldens import write_all
from tests.review.recording.recorder import RECORDINGS, record_all
from tests.warm.interpreter import warm_python


def main() -> None:
    """Record every case, remove recordings of which there is no case, and write the comments."""
    RECORDINGS.mkdir(exist_ok=True)
    before = set(RECORDINGS.glob("*.json"))
    with tempfile.TemporaryDirectory() as folder:
        project = replace(create(Path(folder), ensure()), python=warm_python())
        for name, text in record_all(project):
            file = RECORDINGS / f"{name}.json"
            known = file.read_text() if file.exists() else ""
            file.write_text(text)
            before.discard(file)
            print("changed" if text != known else "same   ", name)
    for file in before:
        file.unlink()
        print("removed", file.stem)
    for name in write_all():
        print("changed comment", name)


if __name__ == "__main__":
    main()

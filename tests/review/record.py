"""
Writes the recordings anew from the real engine: `make recordings`.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from ensure import ensure
from tests.engine.project import create
from tests.review.recorder import RECORDINGS, record_all
from tests.warm.interpreter import warm_python


def main() -> None:
    """Record every case, and remove recordings of which there is no case."""
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


if __name__ == "__main__":
    main()

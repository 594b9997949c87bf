"""How large files and folders may become: a reader takes each in at one sitting."""

from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_FILES, MOST_LINES = 12, 400
ROOMS = ["provider", "tools", "bench", "tests"]


def modules(room: str) -> list[Path]:
    """The modules of a room."""
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_folder_holds_what_one_look_can_take_in(room: str) -> None:
    """
    No folder holds more than 12 modules: what belongs together gets a folder whose name says so.
    """
    counts = Counter(one.parent.relative_to(ROOT) for one in modules(room))

    assert {str(folder): count for folder, count in counts.items() if count > MOST_FILES} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_module_is_read_in_one_sitting(room: str) -> None:
    """
    No module has more than 400 lines.
    """
    lines = {str(one.relative_to(ROOT)): one.read_bytes().count(b"\n") for one in modules(room)}

    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}

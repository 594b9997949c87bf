"""The generated files: each has the text that `make schema` writes."""

from pathlib import Path

import pytest

from codegen.files import Generated, generated_files

ROOT = Path(__file__).parents[3]
FILES = list(generated_files(ROOT))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.relative_to(ROOT).as_posix())
def test_generated_file_is_not_stale(file):
    """
    The file on disk has the text that `make schema` would write.
    """
    assert not file.is_stale


def test_missing_file_is_stale(tmp_path):
    """
    A file that does not exist counts as stale.
    """
    assert Generated(tmp_path / "missing", "text").is_stale


def test_file_with_another_text_is_stale(tmp_path):
    """
    A file with another text counts as stale.
    """
    (tmp_path / "edited").write_text("other")

    assert Generated(tmp_path / "edited", "text").is_stale

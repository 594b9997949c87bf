"""A copy of this tree, in which a test adds something and runs the tools."""

import filecmp
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
COPIED = ("provider", "tools", "tests", "docs", "schema.json", "pyproject.toml")


def copy_tree(root: Path) -> Path:
    """Copy to the folder *root* what the tools need, but for compiled code, which other tests write meanwhile."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, root / name)
    return root


@dataclass(frozen=True)
class Checkout:
    """A copy of this tree."""

    root: Path

    def run(self, *arguments: str) -> str:
        """Run a Python module on the copy; the package is the copy's, too."""
        ran = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": str(self.root / "provider"), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout
        return ran.stdout

    def changed(self) -> set[str]:
        """The files that are new here, or have another text than in this tree."""
        files = (file for name in COPIED for file in (self.root / name, *(self.root / name).rglob("*")))
        names = {str(file.relative_to(self.root)) for file in files if file.is_file()}
        return {name for name in names if not _is_same(ROOT / name, self.root / name)}


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and filecmp.cmp(one, other, shallow=False)

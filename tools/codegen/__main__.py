"""
Writes every generated file of the checkout: ``python -m tools.codegen``.

``--check`` writes nothing, names the stale files, and exits with 1 if there is one.
"""

import sys
from pathlib import Path

from .files import generated_files

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """
    Write the stale files, or only name them with ``--check``.
    """
    stale = [file for file in generated_files(ROOT) if file.is_stale]
    for file in stale:
        name = file.path.relative_to(ROOT)
        if "--check" in arguments:
            print(f"stale: {name} (run `make schema`)")
        else:
            file.path.write_text(file.text)
            print(f"written: {name}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

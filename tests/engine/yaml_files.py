"""
What the YAML files of examples say.
"""

from pathlib import Path
from typing import Any

import yaml


def content(file: Path) -> Any:
    return yaml.safe_load(file.read_text())


def config(file: Path) -> dict[str, Any]:
    """
    The config that a `Pulumi.<stack>.yaml` holds.
    """
    found: dict[str, Any] = content(file)["config"]
    return found


def first_document(file: Path) -> Any:
    """
    The first of the documents that a file holds, such as the header of a template.
    """
    return next(yaml.safe_load_all(file.read_text()))

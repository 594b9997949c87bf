"""The package schema, as the real engine judges it."""

import json
from pathlib import Path
from typing import Any

from tests.engine.project import Project

FILE = Path(__file__).parents[2] / "schema.json"


def test_schema_is_accepted(project: Project) -> None:
    """
    `pulumi schema check` has nothing to say about the schema.
    """
    assert project.run(f"pulumi schema check {FILE}").text.strip() == ""


def test_flawed_schema_is_refused(project: Project) -> None:
    """
    The check is one: a property of a type that does not exist ends it.
    """
    schema: dict[str, Any] = json.loads(FILE.read_text())
    next(iter(schema["resources"].values()))["inputProperties"]["colour"] = {"type": "paint"}
    (project.folder / "flawed.json").write_text(json.dumps(schema))

    assert "unknown type kind paint" in project.fail("pulumi schema check flawed.json").text

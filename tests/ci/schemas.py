"""The schemas of the hosts' files, as check-jsonschema ships them: no network."""

from collections.abc import Iterator
from typing import Any

import jsonschema
from check_jsonschema.builtin_schemas import get_builtin_schema

GITHUB_ACTION = "vendor.github-actions"
GITHUB_WORKFLOW = "vendor.github-workflows"
GITLAB = "vendor.gitlab-ci"


def problems(document: Any, schema: str) -> list[str]:
    """What is wrong with *document*, a parsed YAML file."""
    return list(_problems(document, get_builtin_schema(schema)))


def _problems(document: Any, schema: dict[str, Any]) -> Iterator[str]:
    checker = jsonschema.validators.validator_for(schema)
    for error in checker(schema).iter_errors(document):
        yield f"{error.json_path}: {error.message}"

"""
The files of a Pulumi project around an exported program. Pure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from ..settings.mechanism import AnySetting, Settings

PROGRAM, PROJECT, REQUIREMENTS = "__main__.py", "Pulumi.yaml", "requirements.txt"

_PACKAGE = "pulumi-payment-webhooks"
_UNFIT = re.compile(r"[^A-Za-z0-9_.-]+")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_SECRET = re.compile(r"^\s+[\"']?secure[\"']?\s*:", re.MULTILINE)
_NAME = re.compile(r"^name:\s*[\"']?([A-Za-z0-9_.-]+)", re.MULTILINE)
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_LONGEST = 100


def project_name(text: str) -> str:
    """*text* as Pulumi accepts it for a project."""
    return _UNFIT.sub("-", text).strip("-.")[:_LONGEST] or "webhooks"


def name_of(project: str) -> str:
    """The name in the file of a *project*, to which its stacks belong; empty where it has none."""
    found = _NAME.search(project)
    return found[1] if found else ""


def is_stack_name(text: str) -> bool:
    """Whether Pulumi accepts *text* as the name of a stack, without an organization or a project."""
    return bool(text) and len(text) <= _LONGEST and not _UNFIT.search(text)


def file_names(stack: str) -> tuple[str, ...]:
    """The files of a project with a *stack*; the program comes last, so that a project without it is not complete."""
    return PROJECT, REQUIREMENTS, stack_file(stack), PROGRAM


def stack_file(stack: str) -> str:
    """The file with the config of *stack*."""
    return f"Pulumi.{stack}.yaml"


def holds_secrets(config: str) -> bool:
    """Whether the *config* of a stack has secrets, which are stored nowhere else."""
    return bool(_SECRET.search(config))


def write_project(program: str, *, name: str, stack: str, settings: Mapping[str, object]) -> dict[str, str]:
    """
    The files of a project, by name, in the order of :func:`file_names`.

    Args:
        program: The program.
        name: Name of the project.
        stack: Name of its stack.
        settings: The settings of the stack, by full key; none of them is a secret.
    """
    lines = [f"  {key}: {json.dumps(value)}" for key, value in settings.items()]
    texts = (
        f"name: {_quoted(name)}\nruntime: python\ndescription: Webhooks, exported by payment-webhooks\n",
        f"{_PACKAGE}\n",
        "\n".join(["config:", *lines, ""]) if lines else "config: {}\n",
        program,
    )
    return dict(zip(file_names(stack), texts, strict=True))


def _quoted(name: str) -> str:
    """*name* as YAML reads it as text."""
    return name if _PLAIN.fullmatch(name) and name.lower() not in _WORDS else json.dumps(name)


def find_open_settings(table: Iterable[AnySetting], settings: Settings) -> dict[str, object]:
    """The settings of *table* that have a value and are no secrets, by full key."""
    found = ((one, settings.find(one)) for one in table if not one.secret)
    return {one.key: value.value for one, value in found if value is not None}


def find_secrets(table: Iterable[AnySetting], settings: Settings) -> list[AnySetting]:
    """The secrets of *table* that have a value."""
    return [one for one in table if one.secret and settings.find(one) is not None]

"""
What the documentation tells a user to type after an interruption, read from its page.
"""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "recover-from-failures.md"
SECTION = re.compile(r"^## [^\n]*interrupted[^\n]*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUIET = ("about",)
"""Commands that ask nothing."""
AT_ONCE = ("cancel",)
"""Commands that have no preview."""


def commands(command: str, page: str | None = None) -> list[str]:
    """
    Return the commands that the page gives for an interrupted *command*, in their order.

    The page shows them for `pulumi up`, and in a second block for `pulumi destroy`.

    Args:
        command: What was interrupted.
        page: The page's text; by default it is read.
    """
    section = SECTION.search(PAGE.read_text() if page is None else page)
    blocks = [block.split("\n") for block in BLOCK.findall(section[1])] if section else []
    verb = " ".join(command.split()[:2])
    for block in blocks:
        lines = [line.strip() for line in block if line.strip()]
        if any(line.startswith(verb) for line in lines):
            return lines
    raise LookupError(f"{PAGE.name} has no commands for an interrupted `{verb}`")


def unattended(command: str, *, previews: bool) -> str:
    """
    Return *command* with the answers to its prompts, which nobody is there to give.

    Args:
        command: The command.
        previews: Whether it makes a preview first, as it does when somebody is there.
    """
    verb = command.split()[1]
    if verb in QUIET:
        return command
    return f"{command} --yes" if previews or verb in AT_ONCE else f"{command} --yes --skip-preview"

"""
The terminal of the demo. It prints no secret: whatever is printed passes `Screen.show`.
"""

import os
import re
import shutil
import sys
import textwrap
from dataclasses import dataclass, field

PLAIN = "\033[0m"
BOLD, RED, GREEN, CYAN = "\033[1m", "\033[31m", "\033[32m", "\033[36m"
COLOURS = re.compile(r"\033\[[0-9;]*m")
STRAY_COLOURS = re.compile(r"<\{%[^}]*%\}>")  # The engine forgets to translate these where a diff ends in errors.


def plain(line: str) -> str:
    """The line without colours."""
    return STRAY_COLOURS.sub("", COLOURS.sub("", line))


@dataclass
class Screen:
    """
    Standard output: in colour on a terminal, without any secret everywhere.
    """

    colourful: bool = field(default_factory=lambda: sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    hidden: set[str] = field(default_factory=set, repr=False)
    chapters: int = 0

    def show(self, line: str, colour: str = "") -> None:
        for secret in self.hidden:
            line = line.replace(secret, "***")
        line = STRAY_COLOURS.sub("", line)
        if not self.colourful:
            line = COLOURS.sub("", line)
        elif colour:
            line = f"{colour}{line}{PLAIN}"
        print(line, flush=True)

    def chapter(self, title: str) -> None:
        self.chapters += 1
        self.show(f"\n== {self.chapters}. {title} ".ljust(79, "="), BOLD)

    def explain(self, text: str) -> None:
        self.show("")
        for line in textwrap.wrap(text, min(shutil.get_terminal_size().columns, 100) - 2):
            self.show(f"# {line}", CYAN)

    def typed(self, command: str) -> None:
        self.show(f"$ {command}", BOLD)

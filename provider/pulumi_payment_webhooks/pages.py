"""
Where the project's pages are, for messages that are too short to explain themselves. Nothing else is here.
"""

from __future__ import annotations


def see(page: str) -> str:
    """
    The pointer that ends a message.

    Args:
        page: The page below ``docs/``, without its ending, perhaps with an anchor: ``how-to/rotate-keys#by-age``.
    """
    path, mark, anchor = page.partition("#")
    return f"see docs/{path}.md{mark}{anchor}"

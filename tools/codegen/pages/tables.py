"""
Tables in Markdown, and their places in pages that are otherwise written by hand. No I/O here.
"""

from collections.abc import Iterable

_MARK = "<!-- {name}: written by `make schema` -->\n"
_END = "<!-- end -->"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """
    A table with a line for each of *rows*.
    """
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def fill(page: str, name: str, table: str) -> str:
    """
    The text of *page* with *table* between the marks of *name*.

    Raises:
        ValueError: The page has no such marks.
    """
    before, mark, rest = page.partition(_MARK.format(name=name))
    _, end, after = rest.partition(_END)
    if not (mark and end):
        raise ValueError(f"the page has no place for the table of {name}")
    return f"{before}{mark}\n{table}\n{end}{after}"

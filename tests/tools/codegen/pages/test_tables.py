"""Tables in pages that are otherwise written by hand."""

import pytest

from codegen.pages.tables import fill, table

MARK = "<!-- colours: written by `make schema` -->\n"


def test_only_the_text_between_the_marks_changes():
    """
    The text before the mark and after the end stays as it is.
    """
    page = f"before\n{MARK}\nold\n<!-- end -->\nafter\n"

    assert fill(page, "colours", "new\n") == f"before\n{MARK}\nnew\n\n<!-- end -->\nafter\n"


@pytest.mark.parametrize("page", ["no mark", f"{MARK}and no end", MARK.replace("colours", "shapes") + "<!-- end -->"])
def test_page_without_the_marks_is_an_error(page):
    """
    A page that lost a mark is reported with the name of the table, and never written without it.
    """
    with pytest.raises(ValueError, match="colours"):
        fill(page, "colours", "new\n")


def test_bar_in_a_cell_is_escaped():
    """
    A cell with a bar stays one cell.
    """
    assert table(("a", "b"), [("x|y", "z")]).splitlines()[-1] == r"| x\|y | z |"

"""How results are printed."""

from __future__ import annotations

from pulumi_payment_webhooks.cli.printing import columns


def test_columns_stay_aligned() -> None:
    """
    Whatever a cell contains, the next column begins at the same place of a terminal, and a row is one line.
    """
    first = ["plain", "a\u202eb", "one\ntwo", "\u652f\u6255\u3044"]
    rows = [line.removesuffix("end") for line in columns([(text, "end") for text in first])]

    assert rows == ["plain     ", r"a\u202eb  ", r"one\ntwo  ", "\u652f\u6255\u3044    "]

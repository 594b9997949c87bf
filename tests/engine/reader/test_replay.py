"""What a page and a terminal have in common, however slow the machine is."""

import pytest
from tests.engine.reader.replay import normal


@pytest.mark.parametrize("duration", ["0s", "12s", "0.02s", "1m0s", "49 ms"])
def test_duration_may_differ(duration: str) -> None:
    """
    A command may take any time, also more than a minute.
    """
    assert normal(f"Duration: {duration}") == normal("Duration: 3s")

"""What holds for these tests themselves: none of them fails because the machine is busy."""

from hypothesis import settings


def test_examples_take_the_time_they_need() -> None:
    """
    No example fails because it took long.
    """
    assert settings().deadline is None

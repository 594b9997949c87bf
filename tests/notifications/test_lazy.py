"""Properties that are worked out once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.notifications.lazy import lazy


class Sum:
    """Counts how often it is reckoned; *together* is waited for each time."""

    def __init__(self, together=None, *, is_broken=False):
        self.count = 0
        self.is_broken = is_broken
        self._together = together

    @lazy
    def value(self):
        """The sum."""
        self.count += 1
        if self._together is not None:
            self._together.wait(timeout=PATIENCE)
        if self.is_broken:
            raise ValueError("broken")
        return 42


def test_value_is_worked_out_once():
    """
    What is asked for three times is worked out the first time.
    """
    one = Sum()

    assert ([one.value, one.value, one.value], one.count) == ([42] * 3, 1)


def test_failure_is_not_kept():
    """
    What could not be worked out is tried again.
    """
    one = Sum(is_broken=True)
    with pytest.raises(ValueError, match="broken"):
        _ = one.value
    one.is_broken = False

    assert (one.value, one.count) == (42, 2)


def test_objects_do_not_wait_for_each_other():
    """
    Two threads work out the property of two objects at the same time.
    """
    together = Barrier(2)
    with ThreadPoolExecutor() as pool:
        values = list(pool.map(lambda one: one.value, [Sum(together), Sum(together)]))

    assert values == [42, 42]


def test_class_has_the_property_with_its_text():
    """
    On the class, the property is itself, with the docstring of the method.
    """
    assert Sum.value.__doc__ == "The sum."

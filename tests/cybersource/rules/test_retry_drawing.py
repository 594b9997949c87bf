"""The retry schedule as a picture."""

from itertools import combinations, pairwise
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pulumi_payment_webhooks.cybersource.rules.retry_drawing import WIDTH, svg
from pulumi_payment_webhooks.cybersource.rules.retry_schedule import RetryRules
from pulumi_payment_webhooks.cybersource.rules.retry_timeline import timeline

SVG = "{http://www.w3.org/2000/svg}"
WIDE = 0.6  # Width of a character in the usual fonts, on average, at most.
MINUTES = st.integers(0, 3000) | st.integers(0, 10**11)
POLICIES = st.builds(
    RetryRules,
    algorithm=st.sampled_from(["ARITHMETIC", "GEOMETRIC"]),
    first_retry=MINUTES,
    interval=MINUTES,
    number_of_retries=st.integers(0, 12),
    repeat_sequence_count=st.integers(0, 4),
    repeat_sequence_wait_time=MINUTES,
)


class Box(NamedTuple):
    """Where a text is."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def drawn(rules: RetryRules) -> ElementTree.Element:
    return ElementTree.fromstring(svg(rules))


def number(element: ElementTree.Element, name: str) -> float:
    return float(element.attrib[name])


def boxes(picture: ElementTree.Element) -> list[Box]:
    found = []
    for one in picture.iter(f"{SVG}text"):
        text, size = one.text or "", number(one, "font-size")
        x, y = number(one, "x"), number(one, "y")
        found.append(Box(text, x, x + len(text) * size * WIDE, y - size * 0.8, y + size * 0.2))
    return found


def overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def can_be_drawn(rules: RetryRules) -> bool:
    try:
        timeline(rules)
    except ValueError:
        return False
    return True


@given(POLICIES.filter(can_be_drawn))
@example(RetryRules("GEOMETRIC", 1, 0, 2, 1, 0))
def test_texts_never_overlap(rules: RetryRules) -> None:
    """
    Whatever the policy, no text of the picture stands over another, and all stay inside it.
    """
    picture = drawn(rules)
    texts = boxes(picture)

    assert [(one, other) for one, other in combinations(texts, 2) if overlap(one, other)] == []
    assert all(one.left >= 0 and one.right <= WIDTH and one.bottom <= number(picture, "height") for one in texts)


@given(POLICIES.filter(can_be_drawn))
def test_poles_never_cross_texts(rules: RetryRules) -> None:
    """
    No line from a mark up to its time goes through the time of another.
    """
    picture = drawn(rules)
    poles = [one for one in picture.iter(f"{SVG}line") if one.attrib["x1"] == one.attrib["x2"]]
    crossed = [
        (box.text, pole.attrib["x1"])
        for box in boxes(picture)
        for pole in poles
        if box.left < number(pole, "x1") < box.right
        and number(pole, "y1") < box.bottom
        and number(pole, "y2") > box.top
    ]

    assert crossed == []


@pytest.mark.parametrize("minutes", [(1, 1), (10, 30), (600, 1440)], ids=str)
def test_marks_are_to_scale(minutes: tuple[int, int]) -> None:
    """
    The distances between the first failure and the retries are as their minutes, to a pixel.
    """
    first, interval = minutes
    picture = drawn(RetryRules(first_retry=first, interval=interval, number_of_retries=4))
    [failure] = [one for one in picture.iter(f"{SVG}line") if one.attrib["class"] == "fail"]
    places = [number(one, "cx") for one in picture.iter(f"{SVG}circle")]
    units = (places[-1] - number(failure, "x1")) / (first + 3 * interval)

    assert places[0] - number(failure, "x1") == pytest.approx(first * units, abs=0.2)
    assert [after - before for before, after in pairwise(places)] == pytest.approx([interval * units] * 3, abs=0.2)


def test_every_time_with_room_is_there() -> None:
    """
    Times of minutes and of days have their labels in one picture, close together as they are.
    """
    texts = {box.text for box in boxes(drawn(RetryRules("GEOMETRIC", 10, 30)))}

    assert {"10 min", "5 h", "6 d 6 h"} <= texts


def test_times_that_fall_together_have_one_label() -> None:
    """
    Retries whose marks cannot be told apart are labelled with the first and the last of them.
    """
    rules = RetryRules(first_retry=1, interval=1, repeat_sequence_count=1, repeat_sequence_wait_time=10_000)

    assert "1 min – 3 min" in {box.text for box in boxes(drawn(rules))}


def test_picture_is_read_by_those_who_cannot_see_it() -> None:
    """
    It is an image with title and description, which say the policy and every retry.
    """
    picture = drawn(RetryRules(first_retry=10, interval=30))
    title, desc = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None

    assert picture.attrib["role"] == "img"
    assert picture.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    assert title.text == "Retries of a failed delivery: first retry after 10 min, then every 30 min; 3 retries"
    assert (desc.text or "").startswith("10, 40, 70 min after the first failure; gives up after 70 min")


def test_picture_stands_alone() -> None:
    """
    Nothing is fetched, and colours are there for light and dark.
    """
    text = svg(RetryRules())

    assert "prefers-color-scheme: dark" in text
    assert text.count("http") == text.count("xmlns") == 1
    assert "url(" not in text


def test_two_pictures_fit_in_one_page() -> None:
    """
    Ids begin with the given one, and styles concern the picture alone.
    """
    text = svg(RetryRules(), id="a&b")
    style = ElementTree.fromstring(text).find(f"{SVG}style")
    assert style is not None
    rules = [line for line in (style.text or "").splitlines() if "{" in line and not line.startswith("@media")]
    assert rules

    assert 'aria-labelledby="a&amp;b-title a&amp;b-desc"' in text
    assert all(line.strip().startswith(".retry-timeline") for line in rules)


def test_deactivation_is_in_the_picture() -> None:
    """
    The flag decides how the heading ends.
    """
    assert "suspends the subscription" in svg(RetryRules(), deactivates=True)
    assert "gives up" in svg(RetryRules())

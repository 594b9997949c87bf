"""The samples of the vendor's pages: what is printed, what is repaired, and that nothing else was touched."""

import json

import pytest
from tests.cybersource.samples import INDEX, PAGES, SAMPLES, printed, repaired, sample

EACH = pytest.mark.parametrize("name", SAMPLES)
KINDS = ("request", "response", "notification", "payload")


def is_json(text):
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@EACH
def test_sample_parses_as_printed_unless_a_repair_is_named(name):
    """
    The printed text is JSON exactly where no repair is named, so that no repair is without need.
    """
    assert is_json(printed(name)) is (SAMPLES[name]["repairs"] == [])


@EACH
def test_each_repair_is_needed(name):
    """
    Without any one of its repairs the sample is no JSON.
    """
    for repair in SAMPLES[name]["repairs"]:
        assert not is_json(repaired(name).replace(repair["new"], repair["old"], 1))


@EACH
def test_repaired_sample_round_trips(name):
    """
    What is repaired parses, is the vector of the same name, and is the same after it was written and read again.
    """
    vector = json.loads((PAGES / f"{name}.json").read_text())

    assert json.loads(json.dumps(sample(name))) == sample(name) == vector


@EACH
def test_repairs_say_what_and_why(name):
    """
    Each repair is named, with a reason; each sample has a kind and a page with a title.
    """
    one = SAMPLES[name]

    assert all(repair["what"] and repair["why"] for repair in one["repairs"])
    assert one["kind"] in KINDS
    assert INDEX["pages"][one["page"]]["title"]


def test_two_samples_are_broken_in_themselves():
    """
    Two samples are not JSON as the vendor wrote them; two more have the numbers of their lines in front.
    """
    broken = {name for name, one in SAMPLES.items() for repair in one["repairs"] if repair["ofTheSample"]}
    numbered = {name for name, one in SAMPLES.items() for repair in one["repairs"] if not repair["ofTheSample"]}

    assert broken == {"payment_create_request", "oauth_create_response"}
    assert numbered == {"tms_create_request", "tms_create_response"}


def test_no_vector_is_without_its_printed_text():
    """
    Printed texts, repaired vectors and the index name the same samples.
    """
    texts = {one.stem for one in (PAGES / "printed").glob("*.txt")}
    vectors = {one.stem for one in PAGES.glob("*.json")} - {"samples"}

    assert texts == vectors == set(SAMPLES)

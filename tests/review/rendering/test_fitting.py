"""
What is left out of a document that is too long.
"""

from pulumi_payment_webhooks.review.rendering.fitting import Piece, choose_pieces, enumerate_omissions

POINT, CHANGE = ("point", "points"), ("exact change", "exact changes")


def pieces(*weights: int, size: int = 8) -> list[Piece]:
    return [Piece("x" * size, 0, weight, POINT if weight < 5 else CHANGE) for weight in weights]


def test_everything_is_kept_if_there_is_room():
    """
    Nothing is left out without need.
    """
    kept, out = choose_pieces(pieces(3, 1, 9), [0], 100)

    assert (kept, out) == ({0, 1, 2}, {})


def test_least_important_is_left_out_first():
    """
    The order of the document does not matter.
    """
    kept, out = choose_pieces(pieces(9, 1, 9, 2), [0], 30)

    assert (kept, dict(out)) == ({0, 1, 3}, {CHANGE: 1})


def test_nothing_less_important_takes_the_room_of_what_was_left_out():
    """
    A small detail does not stand where a large point is missing.
    """
    large = Piece("x" * 50, 0, 2, POINT)

    kept, out = choose_pieces([*pieces(1), large, *pieces(9)], [0], 40)

    assert (kept, dict(out)) == ({0}, {POINT: 1, CHANGE: 1})


def test_frames_of_sections_need_room():
    """
    A heading is paid for with the first piece of its section.
    """
    assert choose_pieces(pieces(1, 1), [20], 30)[0] == {0}


def test_omissions_are_counted_in_words():
    """
    Each kind of piece is counted, in the singular as well.
    """
    _, out = choose_pieces(pieces(1, 9, 9), [0], 0)

    assert enumerate_omissions(out) == "2 exact changes and 1 point"

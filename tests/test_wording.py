"""What messages are made of."""

import pytest

from pulumi_payment_webhooks.wording import (
    FieldName,
    Sentence,
    Shown,
    count,
    count_each,
    few,
    group,
    harmless,
    join_words,
    one_line,
    render,
    rewrite,
)

PYTHON = {"retryPolicy": "retry_policy", "firstRetry": "first_retry"}.get


def python(wire: str) -> str:
    return PYTHON(wire) or wire


def test_each_face_spells_fields_in_its_own_language() -> None:
    """
    A field that a message names is spelled by the face, member by member; the words around it stay.
    """
    message = Sentence("{} is required", FieldName("retryPolicy.firstRetry"))

    assert message.render(python) == "retry_policy.first_retry is required"
    assert message.render(str.upper) == "RETRYPOLICY.FIRSTRETRY is required"


def test_what_others_say_is_left_as_it_is() -> None:
    """
    Words that are quoted are no field names, and no template either, whatever is in them.
    """
    quoted = "the `retryPolicy` of {this} and {} is wrong"

    assert Sentence("cannot do it: {}", quoted).render(python) == f"cannot do it: {quoted}"


def test_messages_are_made_of_messages() -> None:
    """
    A message in a message is spelled too; so are lists of fields.
    """
    inner = Sentence("the fields {}", few([FieldName("retryPolicy"), FieldName("name")]))

    assert Sentence("{}; look", inner).render(python) == "the fields retry_policy, name; look"


def test_value_that_may_be_shown_is_data() -> None:
    """
    A value stands in a message by itself, so that a face can still withhold it.
    """
    message = Sentence("unknown event {}", Shown("a.b"))

    assert (str(message), message.parts) == ("unknown event 'a.b'", (Shown("a.b"),))


def test_logs_have_wire_names() -> None:
    """
    A message that no face has spelled names fields by wire name in backquotes.
    """
    assert str(Sentence("{} is required", FieldName("retryPolicy"))) == "`retryPolicy` is required"


def test_groups_lose_no_name() -> None:
    """
    Names that do not fit into one list go into the next.
    """
    names = [FieldName(one * 10) for one in "abcde"]

    assert [str(one).count("`") // 2 for one in group(names, room=26)] == [2, 2, 1]


def test_texts_can_be_changed_and_fields_stay() -> None:
    """
    A change, such as the removal of a secret, reaches every text in a message, and no field that it names.
    """
    message = Sentence("a {}: {} {}", FieldName("a"), Sentence("{}", "a b"), Shown("a"))
    changed = rewrite(message, lambda text: text.replace("a", "*"))

    assert (str(changed), rewrite("a", str.upper)) == ("* `a`: * b '*'", "A")


def test_plain_words_need_no_spelling() -> None:
    """
    Words without a field are the same in every language.
    """
    assert render("it failed", str.upper) == "it failed"


def test_things_are_counted_with_their_noun() -> None:
    """
    A number has its noun in the singular or the plural, and large numbers have commas.
    """
    assert [count(1, "event"), count(2_000, "event")] == ["1 event", "2,000 events"]
    assert [count(2, one) for one in ("retry policy", "signature key", "OAuth credentials")] == [
        *("2 retry policies", "2 signature keys", "2 OAuth credentials")
    ]
    assert count(2, "point under X", "points under X") == "2 points under X"
    assert count_each({"subscription": 2, "webhook": 1}) == "2 subscriptions and 1 webhook"


def test_list_ends_with_and() -> None:
    """
    The last of several parts follows an "and"; no part is an empty text.
    """
    assert [join_words("abc"[:number]) for number in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    "unseen", ["\x00", "\x1b", "\x9b", "\u00ad", "\u200b", "\u200f", "\u202e", "\u2066", "\ud800", "\ufeff"], ids=ascii
)
def test_what_nobody_sees_is_written_out(unseen: str) -> None:
    """
    What moves a cursor, hides or turns text around is shown as an escape, wherever foreign text is shown.
    """
    assert harmless(f"a{unseen}b\nc") == f"a\\u{ord(unseen):04x}b\nc"


def test_foreign_text_becomes_one_line() -> None:
    """
    Line breaks become blanks, and a long text ends with a mark where it was cut.
    """
    assert one_line(" a\r\nb\u2028\tc ") == "a b c"
    assert one_line("x" * 100, 10) == "xxxxxxxxx…"

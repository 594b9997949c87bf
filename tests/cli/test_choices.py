"""Options that take several words of a closed list."""

import pytest
import typer

from pulumi_payment_webhooks.cli.choices import read_choices
from pulumi_payment_webhooks.cli.outcomes import Exit

CHOICES = ("SUSPENDED", "ACTIVE", "missing")


def test_words_are_read_in_any_case_and_once() -> None:
    """
    Words may be repeated, have commas between them and any case; their order stays.
    """
    given = ["missing, suspended,", "ACTIVE", "Missing", ""]

    assert read_choices(given, CHOICES, option="--fail-on") == ["missing", "SUSPENDED", "ACTIVE"]
    assert read_choices([], CHOICES, option="--fail-on") == []


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("SUSPENDD", "unknown condition 'SUSPENDD' (did you mean 'SUSPENDED'?)"),
        ("", "it is empty; choose from SUSPENDED, ACTIVE, missing"),
        (" , ", "it is empty; choose from SUSPENDED, ACTIVE, missing"),
        ("x\x1b[2J", "unknown condition 'x\\x1b[2J'; choose from SUSPENDED, ACTIVE, missing"),
    ],
    ids=["misspelled", "empty", "only commas", "escape"],
)
def test_unknown_word_ends_the_command(word: str, complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    """
    An unknown word is an error, with the closest word or all of them: it would never be met.
    """
    with pytest.raises(typer.Exit) as ended:
        read_choices([word], CHOICES, option="--fail-on")

    assert ended.value.exit_code == Exit.WRONG
    assert capsys.readouterr().err == f"payment-webhooks: --fail-on: {complaint}\n"

"""What is wrong with a value that somebody chose for the simulator, in plain words. Pure; never shows the value."""

import re

from pydantic import ValidationError

from ...wording import did_you_mean

LONGEST_WORD = 80


def complaint(wrong: ValidationError) -> tuple[str, str]:
    """The name of the first value in *wrong*, and what it must be."""
    first = wrong.errors(include_url=False)[0]
    name, given = str(first["loc"][0]), first.get("input")
    reason = first["msg"].removeprefix("Value error, ")
    if reason.startswith("Input should be "):
        reason = "must be " + reason.removeprefix("Input should be ").partition(", unable to ")[0]
    if first["type"] == "literal_error" and isinstance(given, str):
        reason += did_you_mean(given[:LONGEST_WORD], re.findall("'(.*?)'", first["ctx"]["expected"]))
    return name, reason

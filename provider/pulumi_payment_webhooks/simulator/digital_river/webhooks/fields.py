"""Reads single values out of request bodies and collects every problem. No I/O here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...desk.json_values import JsonObject
from ..refusals import INVALID, RequestError, bad_request, declined, invalid, missing, unknown

EMPTY_TEXT = "invalid_string_empty"
BLANK_TEXT = "invalid_string_blank"
EMPTY_LIST = "invalid_empty"
NO_BOOLEAN = "invalid_boolean"
INVALID_STATE = "invalid_state"
NOT_BLANK = r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
"""A text with no such character is blank. The description of the API has the same patterns."""

_USER = r"([A-Za-z0-9._~%!$&'()*+,;=:-]*@)?"
_IPV6 = r"\[(::1|([0-9A-Fa-f]{1,4}:){1,6}:[0-9A-Fa-f]{1,4}|([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4})\]"
_HOST = rf"([A-Za-z0-9_][A-Za-z0-9._-]*|{_IPV6})(:[1-9][0-9]{{0,4}})?"
_BEYOND_SCHEME = rf"://{_USER}{_HOST}([/?#][^\u0000-\u0020\u007f]*)?"
URL = f"https?{_BEYOND_SCHEME}"
HTTPS_URL = f"https{_BEYOND_SCHEME}"

Members = Mapping[str, object]


class Reader:
    """
    Reads the members of one request.

    A value that is not valid is recorded as a problem, and read as None.
    """

    def __init__(self) -> None:
        self.problems: list[RequestError] = []
        self.conflicts: list[RequestError] = []
        self.ignored: list[str] = []

    def check(self) -> None:
        """
        Go on only if everything was valid.

        Raises:
            Declined: 400 with every problem, or 409 with every conflict.
        """
        if self.problems:
            raise bad_request(*self.problems)
        if self.conflicts:
            raise declined(409, *self.conflicts)

    def refuse(self, problem: RequestError) -> None:
        """Record a problem."""
        self.problems.append(problem)

    def contradict(self, parameter: str, message: str) -> None:
        """Record that a field is valid, and does not go with what the webhook has already."""
        self.conflicts.append(RequestError(message, INVALID_STATE, parameter))

    def explain(self, parameter: str, message: str, *, code: str = INVALID) -> None:
        """Record a problem in words of its own."""
        self.refuse(RequestError(message, code, parameter))

    def members(self, value: object, parameter: str) -> JsonObject:
        """*value* as an object; without members where it is none."""
        if isinstance(value, dict):
            return value
        self.refuse(invalid(parameter, value, "object"))
        return {}

    def text(self, value: object, parameter: str, thing: str) -> str | None:
        """*value* as a text that can be encoded."""
        code = INVALID
        if isinstance(value, str) and _is_whole(value):
            if re.search(NOT_BLANK, value):
                return value
            code = BLANK_TEXT if value else EMPTY_TEXT
        self.refuse(invalid(parameter, value, thing, code=code))
        return None

    def any_text(self, value: object, parameter: str, thing: str) -> str | None:
        """*value* as a text that can be encoded, and may be empty."""
        if isinstance(value, str) and _is_whole(value):
            return value
        self.refuse(invalid(parameter, value, thing))
        return None

    def required(self, members: Members, name: str, parameter: str, thing: str) -> str | None:
        """The text *name* of *members*, which must be there."""
        if members.get(name) is None:
            self.refuse(missing(parameter))
            return None
        return self.text(members[name], parameter, thing)

    def one_of(self, value: object, parameter: str, thing: str, known: Sequence[str]) -> str | None:
        """*value* as one of *known*, in the same case."""
        if isinstance(value, str) and value in known:
            return value
        self.refuse(invalid(parameter, value, thing))
        return None

    def flag(self, value: object, parameter: str) -> bool | None:
        """*value* as a boolean; a text is none."""
        if isinstance(value, bool):
            return value
        self.refuse(invalid(parameter, value, "boolean", code=NO_BOOLEAN))
        return None

    def url(self, value: object, parameter: str, thing: str) -> str | None:
        """*value* as an absolute http or https URL."""
        spoken = self.text(value, parameter, thing)
        if spoken is not None and not re.fullmatch(URL, spoken):
            self.refuse(invalid(parameter, spoken, thing))
            return None
        return spoken

    def texts(self, value: object, parameter: str, thing: str) -> list[str]:
        """*value* as a list of at least one text, repetitions dropped."""
        if not isinstance(value, list):
            self.refuse(invalid(parameter, value, f"list of {thing}s"))
            return []
        if not value:
            self.explain(parameter, f"'{parameter}' must not be empty.", code=EMPTY_LIST)
        read = [self.text(one, parameter, thing) for one in value]
        return list(dict.fromkeys(one for one in read if one is not None))

    def only(self, members: Members, known: Sequence[str], *, inside: str = "", refuse: bool) -> JsonObject:
        """*members* without those of other names, each of which is a problem, or else ignored."""
        for name in members:
            if name in known:
                continue
            where = f"{inside}.{name}" if inside else name
            if refuse:
                self.refuse(unknown(where))
            else:
                self.ignored.append(where)
        return {name: value for name, value in members.items() if name in known}


def is_https(url: str) -> bool:
    """Whether *url*, which was read before, is https."""
    return re.fullmatch(HTTPS_URL, url) is not None


def _is_whole(text: str) -> bool:
    """Whether it holds whole characters only: half of one can be escaped in JSON, and stands for nothing."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

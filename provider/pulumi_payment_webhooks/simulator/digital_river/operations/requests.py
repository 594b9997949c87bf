"""Reads what operations have in common: the body, and filters of lists. No I/O here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ....digital_river.rules.event_types import as_delivered, is_in_group
from ...desk.wire.calls import Call, UnreadableRequest
from ..knobs import Knobs
from ..refusals import INVALID, RequestError, bad_request, unknown

JSON = "application/json"
NOT_JSON = RequestError("The request body is not valid JSON.", "invalid_format")


def json_body_of(call: Call, knobs: Knobs) -> Any:
    """
    The body of *call*.

    Raises:
        Declined: 400: it is not JSON, or is not sent as such.
    """
    media_type = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    if knobs.content_type == "json" and media_type != JSON:
        raise bad_request(RequestError(f"The content type must be {JSON}.", "invalid_format"))
    try:
        return call.content
    except UnreadableRequest:
        raise bad_request(NOT_JSON) from None


def check_query(call: Call, knobs: Knobs, known: Collection[str]) -> None:
    """
    Go on only if the query of *call* has no unknown parameters; those of deep objects are known by their object.

    Raises:
        Declined: 400 with every unknown parameter.
    """
    unknown_ones = dict.fromkeys(name for name, _ in _query(call) if name.partition("[")[0] not in known)
    if unknown_ones and knobs.unknown_fields == "refuse":
        raise bad_request(*map(unknown, unknown_ones))


def type_filter(call: Call, knobs: Knobs) -> Callable[[str], bool]:
    """
    Which event types the parameters `type` and `types` ask for; all without them.

    Raises:
        Declined: 400: both are given, one is empty, or there are too many names.
    """
    given = [(name, value) for name, value in _query(call) if name in ("type", "types")]
    names = {name for name, _ in given}
    if not names:
        return lambda _: True
    if len(names) > 1:
        raise bad_request(RequestError("'type' and 'types' cannot be used together.", INVALID, "types"))
    if names == {"type"}:
        pattern = given[-1][1]
        _check(bool(pattern), "type", "'type' must not be empty.")
        return lambda event_type: is_in_group(event_type, pattern)
    wanted, most = _names([value for _, value in given], knobs), knobs.most_types_in_filter
    _check(all(wanted), "types", "'types' must not have empty names.")
    _check(len(wanted) <= most, "types", f"At most {most} types are allowed.")
    wanted_names = {as_delivered(one) for one in wanted}
    return lambda event_type: as_delivered(event_type) in wanted_names


def _names(values: list[str], knobs: Knobs) -> list[str]:
    if knobs.types_filter == "repeated":
        return values
    if knobs.types_filter == "commas":
        values = values[-1:]
    return [name for value in values for name in value.split(",")]


def _query(call: Call) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(call.target).query, keep_blank_values=True)


def _check(is_right: bool, parameter: str, message: str) -> None:
    if not is_right:
        raise bad_request(RequestError(message, INVALID, parameter))

"""Answers of a gateway or proxy in front of the platform, and malformed ones. Pure."""

from __future__ import annotations

from typing import Literal, get_args

from .calls import Reply

ForeignBody = Literal["empty", "message", "null", "list", "object", "rows", "text", "html"]

_HTML = "<!doctype html>\n<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>\n"
_BODIES: dict[ForeignBody, tuple[str, str]] = {
    "empty": ("", ""),
    "message": ('{"message": "no Route matched with those values"}', "application/json"),
    "null": ("null", "application/json"),
    "list": ("[]", "application/json"),
    "object": ("{}", "application/json"),
    "rows": ('[{"name": "a row without an id"}]', "application/json"),
    "text": ("{status}\n", "text/plain"),
    "html": (_HTML, "text/html"),
}
BODIES: tuple[ForeignBody, ...] = get_args(ForeignBody)
ELSEWHERE = "https://gateway.invalid/"


def foreign(status: int, body: ForeignBody) -> Reply:
    """An answer with that *status* and *body*; a redirect also has a location."""
    text, media_type = _BODIES[body]
    headers = {"Location": ELSEWHERE} if 300 <= status < 400 else {}
    return Reply(status, headers=headers, text=text.replace("{status}", str(status)), media_type=media_type)

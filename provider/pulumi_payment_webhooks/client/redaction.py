"""
What may be written down of a request: everything but its secrets. No I/O here.

Secrets are known by the name they are carried under, and, inside texts of others, by their value.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "***"
LONGEST_BODY = 2000

_SECRET_NAMES = frozenset(
    {
        "authorization",
        "proxyauthorization",
        "cookie",
        "setcookie",
        "signature",
        "key",
        "pvt",
        "secret",
        "sharedsecret",
        "clientsecret",
        "password",
        "passphrase",
        "token",
        "accesstoken",
        "refreshtoken",
        "apikey",
        "privatekey",
        "encryptedrequest",
        "encryptedresponse",
        "vcpermissions",
    }
)
_NOT_LETTERS = re.compile(r"[^a-z]")
_URL_SECRETS = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)(?:[^/?#@\s]*@)?(?P<rest>[^?#\s]*)(?P<more>[?#]\S*)?")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def is_secret_name(name: str) -> bool:
    """Whether a header or member of this name carries a secret."""
    return _NOT_LETTERS.sub("", name.lower()) in _SECRET_NAMES


def masked(value: Any) -> Any:
    """*value*, parsed JSON, with every secret member and every secret part of a URL masked."""
    if isinstance(value, Mapping):
        return {name: MASK if is_secret_name(str(name)) else masked(item) for name, item in value.items()}
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, str):
        return _URL_SECRETS.sub(_without_url_secrets, value)
    return value


def loggable(body: Any) -> str:
    """*body*, parsed JSON, as one line for a log, masked and not too long."""
    return shortened(json.dumps(masked(body), separators=(",", ":"), ensure_ascii=False), LONGEST_BODY)


def secrets_in(value: Any) -> Iterator[str]:
    """Every text that *value*, parsed JSON, carries under the name of a secret."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if is_secret_name(str(name)) and isinstance(item, str):
                yield item
            else:
                yield from secrets_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from secrets_in(item)


def without(text: str, secrets: Iterable[str]) -> str:
    """*text* with every one of *secrets* masked: as it is, URL-encoded and in base64."""
    for secret in secrets:
        for form in _forms(secret):
            text = text.replace(form, MASK)
    return text


def one_line(text: str, longest: int) -> str:
    """Foreign text made harmless: control characters become blanks, and the end is cut."""
    return shortened(" ".join(_CONTROLS.sub(" ", text).split()), longest)


def shortened(text: str, longest: int) -> str:
    """*text*, with its end cut when it is too long."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _forms(secret: str) -> list[str]:
    if len(secret) < 4:  # too short to be told from ordinary text
        return []
    encoded = base64.b64encode(secret.encode()).decode()
    forms = {secret, quote(secret, safe=""), quote_plus(secret), encoded, encoded.rstrip("=")}
    return sorted(forms, key=len, reverse=True)


def _without_url_secrets(url: re.Match[str]) -> str:
    more = url["more"][0] + MASK if url["more"] else ""
    return f"{url['scheme']}{url['rest']}{more}"

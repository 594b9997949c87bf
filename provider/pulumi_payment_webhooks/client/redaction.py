"""
What a log or a message may show of a request: everything but its secrets. No I/O here.

Secrets are recognised by the name of their header or member and, inside the words of others, by their value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..withheld import MASK, SHORTEST, spellings
from ..wording import cut

LONGEST_BODY = 2000

_SECRET_NAMES = frozenset(
    {
        "authorization",
        "proxyauthorization",
        "cookie",
        "setcookie",
        "signature",
        "key",
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
    }
)
_NOT_LETTERS = re.compile(r"[^a-z]")
_URL_SECRETS = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)(?:[^/?#@\s]*@)?(?P<rest>[^?#\s]*)(?P<more>[?#]\S*)?")


def is_secret_name(name: str, more: Collection[str] = ()) -> bool:
    """Whether a header or member of this name carries a secret; a platform has *more* such names, in small letters."""
    letters = _NOT_LETTERS.sub("", name.lower())
    return letters in _SECRET_NAMES or letters in more


def mask(value: object, more: Collection[str] = ()) -> object:
    """*value*, parsed JSON, with every secret member and every secret part of a URL masked."""
    if isinstance(value, Mapping):
        return {name: MASK if is_secret_name(str(name), more) else mask(item, more) for name, item in value.items()}
    if isinstance(value, list):
        return [mask(item, more) for item in value]
    if isinstance(value, str):
        return _URL_SECRETS.sub(_without_url_secrets, value)
    return value


def log_text(body: object, more: Collection[str] = ()) -> str:
    """*body*, parsed JSON, as one line for a log, masked and not too long."""
    return cut(json.dumps(mask(body, more), separators=(",", ":"), ensure_ascii=False), LONGEST_BODY)


def secrets_in(value: object, more: Collection[str] = ()) -> Iterator[str]:
    """Every text that *value*, parsed JSON, carries under the name of a secret."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if is_secret_name(str(name), more) and isinstance(item, str):
                yield item
            else:
                yield from secrets_in(item, more)
    elif isinstance(value, list):
        for item in value:
            yield from secrets_in(item, more)


def remove_secrets(text: str, secrets: Iterable[str]) -> str:
    """*text* with every one of *secrets* masked, however it is encoded."""
    spelled = {form for secret in secrets if len(secret) >= SHORTEST for form in spellings(secret)}
    for form in sorted(spelled, key=len, reverse=True):
        text = text.replace(form, MASK)
    return text


def _without_url_secrets(url: re.Match[str]) -> str:
    more = url["more"][0] + MASK if url["more"] else ""
    return f"{url['scheme']}{url['rest']}{more}"

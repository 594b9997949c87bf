"""
From settings to the key of a P12 file: the one place where the file is read.

Every problem is a `SettingsProblem` that names the setting and the remedy, and shows neither password nor content.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from functools import cache
from pathlib import Path

from ..crypto.keys import CertifiedKey, is_p12, open_p12
from ..errors import SettingsProblem
from .settings import P12, P12_PASSWORD, CybersourceSettings

LARGEST = 1_000_000
_ENDINGS = (".p12", ".pfx")
_LONGEST_PATH = 255


def certificate_of(settings: CybersourceSettings, *, at: datetime) -> CertifiedKey:
    """
    What signs the requests of an account with a P12 file; the file is read once in a process.

    Raises:
        SettingsProblem: The file cannot be read or opened, is the wrong one, or its certificate has expired.
    """
    if settings.p12 is None or settings.p12_password is None:
        raise SettingsProblem(f"{P12.name} and {P12_PASSWORD.name} are needed: {P12.command}")
    key = _opened(settings.p12.get_secret_value(), settings.p12_password.get_secret_value())
    if key.expires <= at:
        raise SettingsProblem(
            f"{P12.name}: the certificate {key.id} expired on {key.expires:%Y-%m-%d}; make another at the platform, "
            f"then {P12.command}"
        )
    return key


@cache
def _opened(given: str, password: str) -> CertifiedKey:
    content = _inside(given)
    if content is None:
        content = _read(given)
    try:
        return open_p12(content, password)
    except ValueError as wrong:
        remedy = f"{P12.command}, or {P12_PASSWORD.command}"
        raise SettingsProblem(f"{P12.name}: {_named(given)} {wrong}: {remedy}") from None


def _inside(given: str) -> bytes | None:
    """The content that the setting itself holds; None when it holds a path."""
    try:
        content = base64.b64decode("".join(given.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if is_p12(content) else None


def _read(path: str) -> bytes:
    try:
        with Path(path).expanduser().open("rb") as file:
            return file.read(LARGEST)
    except OSError as wrong:
        why = wrong.strerror or "it cannot be read"
    except (ValueError, RuntimeError):
        why = "that is no path"
    raise SettingsProblem(
        f"{P12.name}: {_named(path)} cannot be read: {why}. Give the path of a P12 file, "
        f"or its content in base64: {P12.command}"
    )


def _named(given: str) -> str:
    """The file, by its name where the setting holds what is surely a path: damaged content is not repeated."""
    is_path = given.lower().endswith(_ENDINGS) and len(given) <= _LONGEST_PATH and given.isprintable()
    return f"'{Path(given).name}'" if is_path else "what it holds"

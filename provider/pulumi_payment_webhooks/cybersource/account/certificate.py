"""
From settings to the key of a P12 file: the one place where the file is read.

Every problem is a `SettingsProblem` that names the setting and the remedy, and shows neither password nor content.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from ...crypto.given.p12 import p12_in
from ...crypto.keys import CertifiedKey, WrongPassword, open_p12
from ...errors import SettingsProblem
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
    key = _open(settings.p12.get_secret_value(), settings.p12_password.get_secret_value())
    if key.expires <= at:
        raise SettingsProblem(
            f"{P12.name}: the certificate {key.id} expired on {key.expires:%Y-%m-%d}; create another at the platform, "
            f"then {P12.command}"
        )
    return key


@cache
def _open(given: str, password: str) -> CertifiedKey:
    try:
        content = p12_in(given)
    except ValueError as wrong:
        raise SettingsProblem(f"{P12.name} {wrong}: {P12.command}") from None
    subject = "its content" if content is not None else _name_of(given)
    try:
        return open_p12(_read(given) if content is None else content, password)
    except WrongPassword as wrong:
        raise SettingsProblem(f"{P12.name}: {subject} {wrong}: {P12_PASSWORD.command}") from None
    except ValueError as wrong:
        raise SettingsProblem(f"{P12.name}: {subject} {wrong}: {P12.command}") from None


def _read(path: str) -> bytes:
    try:
        with Path(path).expanduser().open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as wrong:
        why = wrong.strerror or "it cannot be read"
    except (ValueError, RuntimeError):
        why = "it is not a valid path"
    else:
        if len(content) <= LARGEST:
            return content
        raise SettingsProblem(f"{P12.name}: {_name_of(path)} is larger than {LARGEST // 1_000_000} MB: {P12.command}")
    raise SettingsProblem(
        f"{P12.name}: {_name_of(path)} cannot be read: {why}. Give the path of a P12 file, "
        f"or its content in base64: {P12.command}"
    )


def _name_of(given: str) -> str:
    """The file, by its name where the setting certainly holds a path: damaged content must not be shown."""
    is_path = given.lower().endswith(_ENDINGS) and len(given) <= _LONGEST_PATH and given.isprintable()
    return f"'{Path(given).name}'" if is_path else "the file that it names"

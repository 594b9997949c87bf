"""
What is given in place of a P12 file, and whether it is one: its content in base64, a path, or a mistake. No I/O here.

As in `credentials`, each reason follows the name of what was given and shows nothing of it.
"""

from __future__ import annotations

from typing import Final

from . import lookalikes as like
from .p12_faults import missing_bytes

_SEQUENCE: Final = 0x30
_VERSION_3: Final = b"\x02\x01\x03"
_JAVA_KEYSTORES: Final = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
_BASE64_START: Final = "MI"  # of a sequence that is longer than 127 bytes, as every P12 file is
_LEAST_CONTENT: Final = 128
_LONGEST_PATH: Final = 255


def is_p12(content: bytes) -> bool:
    """Whether *content* begins as a P12 file does (RFC 7292: a sequence whose first member is version 3)."""
    return len(content) > 16 and content[0] == _SEQUENCE and _VERSION_3 in content[2:10]


def not_p12(content: bytes) -> str | None:
    """Why *content* is not a P12 file, or not all of one."""
    if is_p12(content):
        return missing_bytes(content)
    if not content.strip():
        return "is empty"
    if content.startswith(_JAVA_KEYSTORES):
        return "is a Java keystore, not a P12 file: convert it with keytool -importkeystore -deststoretype pkcs12"
    text = content.decode("latin-1").strip()
    if labels := like.labels_of(text):
        return f"is PEM ({labels[0]}), not a P12 file"
    if like.is_base64_twice(content, is_p12):
        return "is the base64 of a P12 file: decode it once"
    if content[0] == _SEQUENCE and not content.isascii():
        return "is not a P12 file, but another kind of certificate or key in DER"
    return like.stand_in(text) or "is not a P12 file"


def p12_in(given: str) -> bytes | None:
    """
    The P12 file that *given* itself holds, in base64; None when it holds a path.

    Raises:
        ValueError: It is neither.
    """
    like.first(given, like.as_pem, like.as_json, like.quoted, like.escaped, like.placeholder, like.hexadecimal)
    line = "".join(given.split())
    content = like.decoded(line)
    if content is not None and (is_p12(content) or _is_content(line)):
        if reason := not_p12(content):
            raise ValueError(f"holds base64, but what it decodes to {reason}")
        return content
    if _is_content(line):
        like.first(line, like.starred, like.not_ascii, like.base64url, like.not_base64)
        raise ValueError(f"holds base64 of {len(line)} characters, which are not a multiple of 4: it was cut")
    return None


def _is_content(line: str) -> bool:
    """Whether *line* is meant as content: longer than a path can be, or beginning as the base64 of a P12 file does."""
    return len(line) > _LONGEST_PATH or (line.startswith(_BASE64_START) and len(line) >= _LEAST_CONTENT)

"""
P12 files: what is given in place of one, whether it is one, and why it does not open.

The file's own check sum (its MAC) only says that the password is wrong or the file is damaged. The encrypted parts
say more: if the password decrypts one of them, it is the right password, and the file is damaged.

No I/O here. As in `credentials`, each reason follows the name of what was given and shows nothing of it.

Source: RFC 7292 for the parts of the file; ITU-T X.690 for their encoding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key

from . import lookalikes as like

DAMAGED = "is damaged: copy the file again"
WRONG_PASSWORD = "does not open: the password is wrong"
EITHER = "does not open: the password is wrong, or the file is damaged"

_INTEGER, _OCTETS, _OBJECT_ID, _SEQUENCE, _CONTENT = 0x02, 0x04, 0x06, 0x30, 0x80
_CONSTRUCTED = 0x20
_DEEPEST = 24

_VERSION_3: Final = b"\x02\x01\x03"
_JAVA_KEYSTORES: Final = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
_BASE64_START: Final = "MI"  # of a sequence that is longer than 127 bytes, as every P12 file is
_LEAST_CONTENT: Final = 128
_LONGEST_PATH: Final = 255


@dataclass(frozen=True)
class _Node:
    """One value in DER: its tag, its content, and its whole encoding."""

    tag: int
    content: bytes
    whole: bytes


def is_p12(content: bytes) -> bool:
    """Whether *content* begins as a P12 file does (RFC 7292: a sequence whose first member is version 3)."""
    return len(content) > 16 and content[0] == _SEQUENCE and _VERSION_3 in content[2:10]


def not_p12(content: bytes) -> str | None:
    """Why *content* is not a P12 file, or not all of one."""
    if is_p12(content):
        return _missing_bytes(content)
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


def why_closed(content: bytes, password: str) -> str:
    """The reason why the P12 file *content* does not open with *password*."""
    try:
        [outer] = list(_nodes(content))
        parts = list(_encrypted_parts(outer, _DEEPEST))
    except ValueError:
        return DAMAGED
    verdicts = [_decrypts(part, password) for part in parts]
    if "key" in verdicts or verdicts.count("something") > 1:
        return DAMAGED
    return EITHER if "something" in verdicts else WRONG_PASSWORD


def _missing_bytes(content: bytes) -> str | None:
    """Why a file is damaged that is shorter than its own first bytes say."""
    try:
        start, length = _length(content, 1)
    except ValueError:
        return DAMAGED
    whole = start + length
    return f"was cut: it has {len(content)} of {whole} bytes" if len(content) < whole else None


def _is_content(line: str) -> bool:
    """Whether *line* is meant as content: longer than a path can be, or beginning as the base64 of a P12 file does."""
    return len(line) > _LONGEST_PATH or (line.startswith(_BASE64_START) and len(line) >= _LEAST_CONTENT)


def _decrypts(part: bytes, password: str) -> str | None:
    """
    What *part* decrypts to: a key, something else, or nothing.

    Wrong passwords decrypt to "something" once in 256 times, as the padding then happens to be right.
    """
    try:
        load_der_private_key(part, password.encode())
    except UnsupportedAlgorithm:
        return None
    except (ValueError, TypeError) as problem:
        is_closed = any(words in str(problem) for words in ("ncorrect password", "Unknown key encryption"))
        return None if is_closed else "something"
    return "key"


def _encrypted_parts(node: _Node, depth: int) -> Iterator[bytes]:
    """
    Every encrypted part below *node*, as the encoding of an encrypted private key.

    A key is one already; encrypted certificates have the same two members under a name of their own.
    """
    if depth == 0:
        raise ValueError("nests too deep")
    inner = list(_inside(node))
    match [one.tag for one in inner]:
        case [0x30, 0x04] if inner[0].content[:1] == bytes([_OBJECT_ID]):
            yield node.whole
            return
        case [0x06, 0x30, 0x80]:
            yield _encoded(_SEQUENCE, inner[1].whole + _encoded(_OCTETS, inner[2].content))
            return
    for one in inner:
        yield from _encrypted_parts(one, depth - 1)


def _inside(node: _Node) -> Iterator[_Node]:
    """The values inside *node*; those of a text of bytes only where it holds an encoding itself."""
    if node.tag & _CONSTRUCTED:
        yield from _nodes(node.content)
    elif node.tag == _OCTETS and node.content[:1] == bytes([_SEQUENCE]):
        try:
            yield from list(_nodes(node.content))
        except ValueError:
            return


def _nodes(content: bytes) -> Iterator[_Node]:
    at = 0
    while at < len(content):
        start, length = _length(content, at + 1)
        end = start + length
        if end > len(content):
            raise ValueError("a value is longer than what holds it")
        yield _Node(content[at], content[start:end], content[at:end])
        at = end


def _length(content: bytes, at: int) -> tuple[int, int]:
    """Where a value starts whose length is written at *at*, and how long it is."""
    if at >= len(content):
        raise ValueError("a length is missing")
    first = content[at]
    if first < 0x80:
        return at + 1, first
    size = first & 0x7F
    if not 1 <= size <= 4 or at + 1 + size > len(content):
        raise ValueError("a length cannot be read")
    return at + 1 + size, int.from_bytes(content[at + 1 : at + 1 + size], "big")


def _encoded(tag: int, content: bytes) -> bytes:
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    size = (len(content).bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + len(content).to_bytes(size, "big") + content

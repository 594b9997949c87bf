"""
Why a P12 file does not open: a wrong password, or damage. No I/O here, and nothing of the file in any message.

The file's own check sum (its MAC) only says that one of the two is wrong. The encrypted parts say more: where the
password decrypts one of them, it is the right one, and the file was damaged.

Source: RFC 7292 for the parts of the file; ITU-T X.690 for their encoding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key

DAMAGED = "is damaged: copy the file again"
WRONG_PASSWORD = "does not open: the password is wrong"
EITHER = "does not open: the password is wrong, or the file is damaged"

_INTEGER, _OCTETS, _OBJECT_ID, _SEQUENCE, _CONTENT = 0x02, 0x04, 0x06, 0x30, 0x80
_CONSTRUCTED = 0x20
_DEEPEST = 24


@dataclass(frozen=True)
class _Node:
    """One value in DER: its tag, its content, and its whole encoding."""

    tag: int
    content: bytes
    whole: bytes


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


def missing_bytes(content: bytes) -> str | None:
    """Why a file is damaged that is shorter than its own first bytes say."""
    try:
        start, length = _length(content, 1)
    except ValueError:
        return DAMAGED
    whole = start + length
    return f"was cut: it has {len(content)} of {whole} bytes" if len(content) < whole else None


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

"""
The private keys of a receiver, several of them while a certificate is being replaced. No I/O here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..crypto.encryption import PrivateKey, rsa_private_key, taken_apart, unsealed
from ..errors import SettingsProblem
from .verification import Doubt

DecryptionKeys = str | bytes | Sequence[str | bytes] | Mapping[str, str | bytes]
"""Private keys in PEM: one, several in any order, or by the id that messages may name."""


def private_keys(pems: DecryptionKeys) -> tuple[PrivateKey, ...]:
    """
    Read the private keys.

    Raises:
        SettingsProblem: One of them cannot be used. The text shows nothing of it.
    """
    if isinstance(pems, str | bytes):
        pems = [pems]
    named = pems.items() if isinstance(pems, Mapping) else ((None, pem) for pem in pems)
    return tuple(_private_key(id, pem, position) for position, (id, pem) in enumerate(named, start=1))


def decrypted(message: str, keys: tuple[PrivateKey, ...]) -> bytes:
    """
    What *message* says.

    Raises:
        Doubt: It cannot be read.
    """
    if not keys:
        raise Doubt("it is encrypted, and the receiver was given no private key (`decryption_keys`)")
    try:
        return unsealed(taken_apart(message), keys)
    except ValueError as problem:
        raise Doubt(str(problem)) from None


def _private_key(id: str | None, pem: str | bytes, position: int) -> PrivateKey:
    try:
        return PrivateKey(rsa_private_key(pem.encode() if isinstance(pem, str) else pem), id)
    except ValueError as problem:
        name = f"{id!r}" if id else f"number {position}"
        raise SettingsProblem(f"decryption key {name}: {problem}") from None

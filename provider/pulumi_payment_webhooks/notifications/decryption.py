"""
The private keys of a receiver: several while a certificate is replaced. No I/O here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from ..crypto.encryption import PrivateKey, parse_sealed, rsa_private_key, unseal
from ..crypto.given.credentials import key_name, shown_id
from ..errors import SettingsProblem
from ..wording import kind_of
from .verification import Doubt

DecryptionKeys = str | bytes | Sequence[str | bytes] | Mapping[str, str | bytes]
"""Private keys in PEM: one, several in any order, or by the id that messages may name."""


def load_private_keys(pems: DecryptionKeys) -> tuple[PrivateKey, ...]:
    """
    Read the private keys.

    Raises:
        SettingsProblem: One of them cannot be used. The text shows nothing of it.
    """
    if isinstance(pems, Mapping):
        return tuple(_private_key(id, pem, position) for position, (id, pem) in enumerate(pems.items(), start=1))
    is_one = isinstance(pems, str | bytes | bytearray | memoryview | PurePath)
    listed: object = [pems] if is_one else pems
    if not isinstance(listed, Iterable):
        kind = "None" if listed is None else kind_of(pems)
        raise SettingsProblem(f"`decryption_keys` is {kind}: give private keys in PEM, or leave it out")
    return tuple(_private_key(None, pem, position) for position, pem in enumerate(listed, start=1))


def decrypt(message: str, keys: tuple[PrivateKey, ...]) -> bytes:
    """
    Decrypt *message*.

    Raises:
        Doubt: It cannot be decrypted.
    """
    if not keys:
        raise Doubt("it is encrypted, and the receiver was given no private key (`decryption_keys`)")
    try:
        return unseal(parse_sealed(message), keys)
    except ValueError as problem:
        raise Doubt(str(problem)) from None


def _private_key(id: object, pem: object, position: int) -> PrivateKey:
    name = f"number {position}"
    try:
        clean = None if id is None else key_name(id)
    except ValueError as problem:
        raise SettingsProblem(f"the id of decryption key {name} {problem}") from None
    try:
        return PrivateKey(rsa_private_key(pem), clean)
    except ValueError as problem:
        name = shown_id(clean, position) if clean else name
        raise SettingsProblem(f"decryption key {name} {problem}") from None

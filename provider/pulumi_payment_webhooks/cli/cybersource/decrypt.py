"""`payment-webhooks decrypt`: what an encrypted message says, without asking who sent it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..options import AsJson, PrivateKeys
from ..outcomes import Exit, ended, wrong
from ..sources import STDIN, one_from_stdin, private_keys, read

MESSAGE = typer.Argument(metavar="FILE", help="A notification's body, or the encrypted text; - is standard input.")


def decrypt(
    file: Annotated[str, MESSAGE] = STDIN,
    *,
    private_key: PrivateKeys = None,
    as_json: AsJson = False,
) -> None:
    """
    Decrypt a payload and print it, byte for byte.

    Takes the whole body of a notification, or the encrypted text (JWE) alone. Says nothing about who sent it:
    verify does. A locked private key is opened with the passphrase in PAYMENT_WEBHOOKS_PASSPHRASE, or asks for it.
    """
    from ...cybersource.notifications.delivery import LEGACY_MARK, Ciphertext, Delivery
    from ...notifications.decryption import decrypted
    from ...notifications.decryption import private_keys as opened
    from ...notifications.verification import Doubt

    if not private_key:
        raise wrong("no private key: give --private-key FILE")
    one_from_stdin({"FILE": [file], "--private-key": private_key})
    keys = opened(private_keys(private_key))

    def decipher(found: Ciphertext) -> bytes:
        if found.scheme == "CBC":
            raise Doubt(f"it has the legacy {LEGACY_MARK} encryption, which the platform has never documented")
        return decrypted(found.text, keys)

    delivery = Delivery(read(file), decipher)
    try:
        found = delivery.ciphertext
    except Doubt:
        raise ended(Exit.NO, "this is neither a notification nor an encrypted text") from None
    if found is None:
        raise ended(Exit.NO, "nothing in it is encrypted")
    try:
        plaintext = delivery.plaintext
        value = delivery.secret() if as_json else None
    except Doubt as doubt:
        raise ended(Exit.UNREADABLE, f"cannot decrypt: {doubt}") from None
    if as_json:
        from ..printing import print_json

        print_json({"member": found.member, "plaintext": value})
    else:
        _print(plaintext)


def _print(plaintext: bytes) -> None:
    """The bytes themselves to a file or a program; to a terminal, only what cannot steer it."""
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(plaintext)
        sys.stdout.buffer.flush()
        return
    from ..printing import harmless

    typer.echo(harmless(plaintext.decode("utf-8", "replace")))

"""`payment-webhooks cybersource decrypt`: decrypt a message; its signature is not verified."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..options import AsJson, PrivateKeys
from ..outcomes import Exit, exit_with, usage_error
from ..sources import STDIN, check_stdin, read_bytes, read_private_keys

MESSAGE = typer.Argument(metavar="FILE", help="A notification's body, or the encrypted text; - is standard input.")


def decrypt(
    file: Annotated[str, MESSAGE] = STDIN,
    *,
    private_key: PrivateKeys = None,
    as_json: AsJson = False,
) -> None:
    """
    Decrypt a payload and print it, byte for byte.

    Reads the whole body of a notification, or only the encrypted text (JWE). Does not verify who sent it; the command
    verify does. The passphrase of a locked private key is read from PAYMENT_WEBHOOKS_PASSPHRASE, or from a prompt.
    """
    from ...cybersource.notifications.delivery import LEGACY_MARK, Ciphertext, ReceivedBody
    from ...notifications.decryption import decrypt
    from ...notifications.decryption import load_private_keys as opened
    from ...notifications.verification import Doubt

    if not private_key:
        raise usage_error("no private key: give --private-key FILE")
    check_stdin({"FILE": [file], "--private-key": private_key})
    keys = opened(read_private_keys(private_key))

    def decipher(found: Ciphertext) -> bytes:
        if found.scheme == "CBC":
            raise Doubt(f"it has the legacy {LEGACY_MARK} encryption, which the platform has never documented")
        return decrypt(found.text, keys)

    delivery = ReceivedBody(read_bytes(file), decipher)
    try:
        found = delivery.ciphertext
    except Doubt:
        raise exit_with(Exit.NO, "this is neither a notification nor an encrypted text") from None
    if found is None:
        raise exit_with(Exit.NO, "it is not encrypted")
    try:
        plaintext = delivery.plaintext
        value = delivery.secret() if as_json else None
    except Doubt as doubt:
        raise exit_with(Exit.UNREADABLE, f"cannot decrypt: {doubt}") from None
    if as_json:
        from ..printing import print_json

        print_json({"member": found.member, "plaintext": value})
    else:
        _print(plaintext)


def _print(plaintext: bytes) -> None:
    """Write the bytes to a file or a program; to a terminal, without control characters."""
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(plaintext)
        sys.stdout.buffer.flush()
        return
    from ..printing import harmless

    typer.echo(harmless(plaintext.decode("utf-8", "replace")))

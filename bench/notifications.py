"""
How long it takes to verify and decrypt a notification, beside the same RSA and AES with `cryptography` alone.

    python bench/notifications.py [ROUNDS]

They take turns in one process. Prints, in microseconds of processor time, the slowest of the fastest tenth, which other
processes on the machine have disturbed least, and the median; beside each its ratio to the first line. The ratio of the
fastest tenth must stay below 1.3.
"""

from __future__ import annotations

import base64
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pulumi_payment_webhooks.crypto.encryption import seal
from pulumi_payment_webhooks.cybersource import notifications
from pulumi_payment_webhooks.cybersource.rules.notification_signature import signature_header

LIMIT = 1.3
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
COMPACT = (",", ":")
PAYLOAD = json.dumps(  # as large as the one in the vendor's page on alternative payments
    {
        "id": "6584251287300178228949",
        "reconciliationId": "85100194sale",
        "status": "settled",
        "submitTimeUTC": "2022-07-21T17:38:48Z",
        "clientReferenceInformation.code": "TC85100-1",
        "orderInformation.amountDetails.totalAmount": "1999.99",
        "orderInformation.amountDetails.currency": "GBP",
    },
    separators=COMPACT,
).encode()
ENVELOPE = {
    "eventType": "payments.payments.updated",
    "webhookId": "17915c64-0000-5475-e063-7cb8d30a8089",
    "productId": "alternativePaymentMethods",
    "organizationId": "my_org",
    "eventDate": "2026-07-01T11:59:58",
    "transactionTraceId": "7ac2ad9f-0000-d3e9-e053-34b8d30aaf40",
    "retryNumber": 0,
    "requestType": "NEW",
}


def ours(key: rsa.RSAPrivateKey, *, is_body_signed: bool) -> Callable[[], object]:
    """Verify and decrypt one whole notification, whose body or, the dearest case, decrypted payload is signed."""
    secret = os.urandom(32)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    body = json.dumps({**ENVELOPE, "payload": seal(PAYLOAD, key.public_key())}, separators=COMPACT).encode()
    signed = body if is_body_signed else PAYLOAD
    headers = {"v-c-signature": signature_header("key-1", secret, signed, at=NOON)}
    keys = {"key-1": base64.b64encode(secret).decode()}

    receiver = notifications.Receiver(keys=keys, decryption_keys=[pem])
    return lambda: receiver.verify(body, headers, at=NOON)


def bare(key: rsa.RSAPrivateKey) -> Callable[[], object]:
    """Unwrap one content key and decrypt one payload of the same size."""
    padding = OAEP(MGF1(hashes.SHA256()), hashes.SHA256(), None)
    content_key, iv = os.urandom(32), os.urandom(12)
    wrapped = key.public_key().encrypt(content_key, padding)
    ciphertext = AESGCM(content_key).encrypt(iv, PAYLOAD, b"header")
    return lambda: AESGCM(key.decrypt(wrapped, padding)).decrypt(iv, ciphertext, b"header")


def microseconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    started = time.process_time_ns()
    work()
    return (time.process_time_ns() - started) / 1000


def main(rounds: int) -> int:
    """Measure all in turn, after a warm-up of each."""
    key = rsa.generate_private_key(65537, 2048)
    works = (bare(key), ours(key, is_body_signed=True), ours(key, is_body_signed=False))
    for work in works * 20:
        work()
    turns = [[microseconds(work) for work in works] for _ in range(rounds)]
    names = ("cryptography alone", "verify and decrypt, body signed", "verify and decrypt, decrypted text signed")
    columns = [sorted(column) for column in zip(*turns, strict=True)]
    quiet = [column[rounds // 10] for column in columns]
    middle = [statistics.median(column) for column in columns]
    print(f"{'':42} {'fastest tenth':>20} {'median':>20}   ({rounds} rounds)")
    for name, fast, usual in zip(names, quiet, middle, strict=True):
        print(f"{name:42} {fast:8.1f} µs, × {fast / quiet[0]:.3f} {usual:8.1f} µs, × {usual / middle[0]:.3f}")
    return int(max(quiet) / quiet[0] > LIMIT)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))

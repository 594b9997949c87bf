"""The platform's side of a delivery, made without our code: plain `hmac`."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path

KNOWN = json.loads((Path(__file__).parents[2] / "vectors" / "digital_river_signature.json").read_text())
BODY = KNOWN["body"].encode()
SENT = KNOWN["sent"]
NOON = datetime.fromtimestamp(int(SENT), UTC)
NEW, OLD = (KNOWN[name]["secret"] for name in ("current", "expiring"))
BY_NEW, BY_OLD = (KNOWN[name]["signature"] for name in ("current", "expiring"))
BOTH = f"{SENT}, {BY_NEW}, {BY_OLD}"
OTHER = "whk_11111111-2222-4333-8444-555555555555"


def envelope(**changes):
    """An event, with *changes*; None leaves a member out."""
    whole = {
        "id": "7d3c2b1a-0f9e-4d8c-b7a6-95847362514f",
        "type": "refund.pending",
        "data": {"object": {"id": "re_0001", "state": "pending"}, "previousAttributes": {"state": None}},
        "liveMode": False,
        "createdTime": "2024-03-12T14:10:02.511204Z",
        "webhookIds": ["3f0c7a52-6d1e-4b8f-9a37-5c2e81d4b690"],
        "digitalriverVersion": "2021-12-13",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def written(value):
    """*value* as JSON without blanks."""
    return json.dumps(value, separators=(",", ":")).encode()


def signature(body, secret, *, sent=SENT):
    """The signature of *body*, computed with the standard library alone."""
    return base64.b64encode(hmac.new(secret.encode(), sent.encode() + b"." + body, hashlib.sha256).digest()).decode()


def headers(body, *secrets, sent=SENT):
    """Headers of a delivery that is signed with each of *secrets*; the usual one if there is none."""
    return {"DigitalRiver-Signature": ", ".join([sent, *(signature(body, one, sent=sent) for one in secrets or [NEW])])}

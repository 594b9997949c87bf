"""
A client of the platform that uses the standard library alone.

It knows the documentation and nothing of this package: whoever makes one says where the simulator is and which key it
knows.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import time
import uuid
from email.utils import formatdate
from typing import Any

from tests.waiting import PATIENCE

V2 = "/notification-subscriptions/v2/webhooks"
V1 = "/notification-subscriptions/v1/webhooks"
PRODUCTS = "/notification-subscriptions/v2/products"
KEYS = "/kms/egress/v2/keys-sym"
ORGANIZATION = "acme_eu"
BODY = {
    "name": "orders",
    "description": "order events",
    "organizationId": ORGANIZATION,
    "products": [{"productId": "tokenManagement", "eventTypes": ["tms.networktoken.updated"]}],
    "webhookUrl": "https://hooks.example.net:443/visa",
    "securityPolicy": {"securityType": "KEY"},
}
SIGNATURE_KEY = {
    "clientRequestAction": "CREATE",
    "keyInformation": {
        "provider": "nrtd",
        "tenant": ORGANIZATION,
        "keyType": "sharedSecret",
        "organizationId": ORGANIZATION,
    },
}


def b64u(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sha256(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


class PlainClient:
    """Signs and sends one request at a time, in the manner of *scheme*; *forged* replaces what it would send."""

    def __init__(self, simulator: Any, scheme: str) -> None:
        self.host = simulator.endpoint.removeprefix("http://")
        self.merchant, self.organization = simulator.merchant_id, simulator.organization_id
        self.key_id, self.secret = simulator.key_id, base64.b64decode(simulator.shared_secret)
        self.scheme = scheme
        self.connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)

    def ask(self, method: str, target: str, body: Any = None, **forged: Any) -> tuple[int, Any]:
        raw = b"" if body is None else json.dumps(body).encode()
        headers = self.headers(method, target, raw, **forged)
        if raw:
            headers["Content-Type"] = "application/json;charset=utf-8"
        return self.send(method, target, raw, headers)

    def send(self, method: str, target: str, raw: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        self.connection.request(method, target, raw or None, headers)
        response = self.connection.getresponse()
        content = response.read()
        return response.status, json.loads(content) if content else None

    def headers(self, method: str, target: str, raw: bytes, **forged: Any) -> dict[str, str]:
        if self.scheme.startswith("jwt"):
            return {"Authorization": f"Bearer {self.token(method, target, raw, **forged)}"}
        return self.signature(method, target, raw, **forged)

    def token(
        self, method: str, target: str, raw: bytes, *, secret: bytes | None = None, header: Any = None, **forged: Any
    ) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iat": now,
            "exp": now + 120,
            "request-method": method if self.scheme == "jwt-upper" else method.lower(),
            "request-host": self.host.split(":")[0],
            "request-resource-path": target,
            "iss": self.merchant,
            "jti": str(uuid.uuid4()),
            "v-c-jwt-version": "2",
            "v-c-merchant-id": self.merchant,
        }
        if raw:
            name = "digest-algorithm" if self.scheme == "jwt-dashed" else "digestAlgorithm"
            claims |= {"digest": sha256(raw), name: "SHA-256"}
        claims |= {name.replace("_", "-"): value for name, value in forged.items()}
        claims = {name: value for name, value in claims.items() if value is not None}
        named = {"alg": "HS256", "kid": self.key_id, "typ": "JWT", **(header or {})}
        text = f"{b64u(json.dumps(named).encode())}.{b64u(json.dumps(claims).encode())}"
        hashed = {"HS384": "sha384", "HS512": "sha512"}.get(named["alg"], "sha256")
        return f"{text}.{b64u(hmac.digest(secret or self.secret, text.encode(), hashed))}"

    def signature(
        self,
        method: str,
        target: str,
        raw: bytes,
        *,
        secret: bytes | None = None,
        names: str | None = None,
        without: str = "",
        key_id: str | None = None,
        signed: dict[str, str] | None = None,
        **forged: str,
    ) -> dict[str, str]:
        date_name = "v-c-date" if self.scheme == "signature-v-c-date" else "date"
        values = {
            "host": self.host,
            date_name: formatdate(usegmt=True),
            "request-target": f"{method.lower()} {target}",
            "(request-target)": f"{method.lower()} {target}",
            "digest": f"SHA-256={sha256(raw)}",
            "v-c-merchant-id": self.merchant,
        }
        values |= {name.replace("_", "-"): value for name, value in forged.items()}
        names = names or f"host {date_name} request-target {'digest ' if raw else ''}v-c-merchant-id"
        text = "\n".join(f"{name}: {(values | (signed or {}))[name]}" for name in names.split())
        mac = base64.b64encode(hmac.digest(secret or self.secret, text.encode(), "sha256")).decode()
        headers = {
            date_name: values[date_name],
            "v-c-merchant-id": values["v-c-merchant-id"],
            "signature": f'keyid="{key_id or self.key_id}", algorithm="HmacSHA256", '
            f'headers="{names}", signature="{mac}"',
        }
        if raw:
            headers["Digest"] = values["digest"]
        headers.pop(without, None)
        return headers


def subscribe(client: PlainClient) -> str:
    client.ask("POST", KEYS, SIGNATURE_KEY)
    webhook_id: str = client.ask("POST", V2, BODY)[1]["webhookId"]
    return webhook_id

"""
The dynamic provider that ours is measured against, as a good engineer writes it for one project.

Importable and stateless, one shared client, one call for each operation; no checks, no list, four workers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Generator
from typing import Any

import httpx
from pulumi.dynamic import (
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)

import pulumi

WEBHOOKS = "/notification-subscriptions/v2/webhooks"
NAMESPACE = "payment-webhooks"
FIELDS = ("organizationId", "name", "description", "products", "webhookUrl")


class Signed(httpx.Auth):
    """Signs each request with a token of its own: HS256 over digest, host, method and path."""

    requires_request_body = True

    def __init__(self, merchant_id: str, key_id: str, secret: str) -> None:
        self._merchant_id = merchant_id
        self._key_id = key_id
        self._secret = base64.b64decode(secret)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = f"Bearer {self._token(request)}"
        yield request

    def _token(self, request: httpx.Request) -> str:
        now = int(time.time())
        claims = {
            "iat": now,
            "exp": now + 120,
            "request-method": request.method.lower(),
            "request-host": request.url.host,
            "request-resource-path": request.url.raw_path.decode(),
            "iss": self._merchant_id,
            "jti": str(uuid.uuid4()),
            "v-c-jwt-version": "2",
            "v-c-merchant-id": self._merchant_id,
        }
        if request.content:
            digest = base64.b64encode(hashlib.sha256(request.content).digest()).decode()
            claims |= {"digest": digest, "digestAlgorithm": "SHA-256"}
        signed = f"{_part({'alg': 'HS256', 'kid': self._key_id, 'typ': 'JWT'})}.{_part(claims)}"
        return f"{signed}.{_encoded(hmac.digest(self._secret, signed.encode(), 'sha256'))}"


def _part(members: dict[str, Any]) -> str:
    return _encoded(json.dumps(members, separators=(",", ":")).encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class SubscriptionProvider(ResourceProvider):
    """Create, read, update and delete: one call each."""

    serialize_as_secret_always = False  # It holds nothing when it is stored.
    _client: httpx.Client

    def configure(self, req: ConfigureRequest) -> None:
        """Open the one client of this process."""
        names = ("cybersourceMerchantId", "cybersourceKeyId", "cybersourceSharedSecret")
        signed = Signed(*(req.config.require(f"{NAMESPACE}:{name}") for name in names))
        endpoint = req.config.require(f"{NAMESPACE}:cybersourceEndpoint")
        self._client = httpx.Client(base_url=endpoint, auth=signed, timeout=30)

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Whether a field differs; another organization needs another subscription."""
        changed = [name for name in FIELDS if _olds.get(name) != _news.get(name)]
        return DiffResult(changes=bool(changed), replaces=[name for name in changed if name == "organizationId"])

    def create(self, props: dict[str, Any]) -> CreateResult:
        """POST it."""
        answer = self._ask("POST", WEBHOOKS, props)
        return CreateResult(answer["webhookId"], {**_fields(props), "status": answer["status"]})

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """GET it."""
        answer = self._client.get(f"{WEBHOOKS}/{id_}")
        if answer.status_code == 404:
            return ReadResult("", {})
        answer.raise_for_status()
        found = answer.json()
        inputs = {**_fields(props), **_fields(found)}
        return ReadResult(id_, {**inputs, "status": found["status"]}, inputs)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """PATCH it."""
        answer = self._ask("PATCH", f"{WEBHOOKS}/{_id}", _news)
        return UpdateResult({**_fields(_news), "status": answer["status"]})

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """DELETE it."""
        answer = self._client.delete(f"{WEBHOOKS}/{_id}")
        if answer.status_code != 404:
            answer.raise_for_status()

    def _ask(self, method: str, path: str, props: dict[str, Any]) -> dict[str, Any]:
        response = self._client.request(method, path, json=_fields(props))
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FIELDS if name in values}


class Subscription(Resource):
    """A subscription, as a program writes it."""

    status: pulumi.Output[str]

    def __init__(self, resource_name: str, opts: pulumi.ResourceOptions | None = None, **fields: Any) -> None:
        """Fields have the platform's names."""
        super().__init__(SubscriptionProvider(), resource_name, {**fields, "status": None}, opts)

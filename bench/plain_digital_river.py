"""
The dynamic provider that our one for Digital River is measured against; see `plain_provider`, which is its twin.
"""

from __future__ import annotations

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

NAMESPACE = "payment-webhooks"
FIELDS = ("address", "types", "enabled", "transportType", "apiVersion")


class WebhookProvider(ResourceProvider):
    """Create, read, update and delete: one call each."""

    serialize_as_secret_always = False  # It holds nothing when it is stored.
    _client: httpx.Client

    def configure(self, req: ConfigureRequest) -> None:
        """Open the one client of this process."""
        key = req.config.require(f"{NAMESPACE}:digitalRiverApiKey")
        endpoint = req.config.require(f"{NAMESPACE}:digitalRiverEndpoint")
        self._client = httpx.Client(base_url=endpoint, headers={"authorization": f"Bearer {key}"}, timeout=30)

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Whether a field differs."""
        return DiffResult(changes=any(_olds.get(name) != _news.get(name) for name in FIELDS))

    def create(self, props: dict[str, Any]) -> CreateResult:
        """POST it."""
        answer = self._ask("POST", "/webhooks", props)
        return CreateResult(answer["id"], {**_fields(props), "createdTime": answer["createdTime"]})

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """GET it."""
        answer = self._client.get(f"/webhooks/{id_}")
        if answer.status_code == 404:
            return ReadResult("", {})
        answer.raise_for_status()
        found = answer.json()
        inputs = {**_fields(props), **_fields(found)}
        return ReadResult(id_, {**inputs, "createdTime": found["createdTime"]}, inputs)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """PATCH it."""
        answer = self._ask("PATCH", f"/webhooks/{_id}", _news)
        return UpdateResult({**_fields(_news), "createdTime": answer["createdTime"]})

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """DELETE it."""
        answer = self._client.delete(f"/webhooks/{_id}")
        if answer.status_code != 404:
            answer.raise_for_status()

    def _ask(self, method: str, path: str, props: dict[str, Any]) -> dict[str, Any]:
        response = self._client.request(method, path, json=_fields(props))
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FIELDS if name in values}


class PlainWebhook(Resource):
    """A webhook, as a program writes it."""

    created_time: pulumi.Output[str]

    def __init__(self, resource_name: str, opts: pulumi.ResourceOptions | None = None, **fields: Any) -> None:
        """Fields have the platform's names."""
        super().__init__(WebhookProvider(), resource_name, {**fields, "createdTime": None}, opts)

"""The schemas of request bodies: what is valid is accepted, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from ....digital_river.rules.signing_secrets import EXPIRATIONS
from ....digital_river.rules.versions import DEFAULT, LATEST, PUBLISHED
from .. import catalogue
from ..knobs import Knobs
from ..webhooks.bodies import CLIENT_CREDENTIALS, MISTAKEN, PASSWORD
from ..webhooks.fields import HTTPS_URL, NOT_BLANK, URL
from ..webhooks.store import HTTP, OAUTH
from .answers import Schema

Members = dict[str, Schema | bool]

TEXT: Schema = {"type": "string", "pattern": NOT_BLANK}
ANY_TEXT: Schema = {"type": "string"}
WILDCARD: Schema = {"type": "string", "pattern": r"\*"}
NULL: Schema = {"type": "null"}
ABSENT: Members = {"transportType": False}
DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


class Bodies:
    """
    The schemas of one position of the knobs.

    Args:
        knobs: The positions.
        is_live: The mode of the key.
    """

    def __init__(self, knobs: Knobs, *, is_live: bool) -> None:
        self._knobs = knobs
        self._is_live = is_live

    def create(self) -> Schema:
        """The body of a create: of the transport HTTP or OAUTH."""
        required = ["address", "types"] if self._knobs.required_fields == "docs" else ["address"]
        common: Members = {**self._common(), MISTAKEN: {"description": "Ignored.", "deprecated": True}}
        of_http = {**common, "transportType": {"const": HTTP}, **self._of_http()}
        of_oauth = {**common, "address": self._address_of_oauth(), **self._of_oauth()}
        return {
            "oneOf": [
                self._object(of_http, required, title="Webhook of the transport HTTP"),
                self._object(of_oauth, [*required, "transportType", "oauth"], title="Webhook of the transport OAUTH"),
            ]
        }

    def update(self) -> Schema:
        """
        The body of an update.

        Without `transportType` it can be valid and not go with the webhook's own transport, which is a conflict.
        """
        common = self._common()
        of_http = {**common, "transportType": {"const": HTTP}, **self._of_http()}
        of_oauth = {**common, "address": self._address_of_oauth(), **self._of_oauth()}
        basic = {**ABSENT, "authentication": self._or_null(self._authentication()), "oauth": self._null}
        block = {**ABSENT, "oauth": self._oauth(), "authentication": self._null}
        return {
            "oneOf": [
                self._object(of_http, ["transportType"], title="Update with the transport HTTP"),
                self._object(of_oauth, ["transportType", "oauth"], title="Update with the transport OAUTH"),
                self._object({**common, **basic}, [], title="Update that keeps the transport"),
                self._object({**common, **block}, ["oauth"], title="Update of the OAUTH block"),
            ]
        }

    def rotate(self) -> Schema:
        """The body of a rotation."""
        return self._object({"expiration": {"enum": list(EXPIRATIONS)}}, ["expiration"])

    def _common(self) -> Members:
        return {
            "types": {"type": "array", "minItems": 1, "items": self._type()},
            "address": _pattern(URL),
            "apiVersion": self._version(),
            "enabled": {"type": "boolean"},
        }

    def _type(self) -> Schema:
        knobs = self._knobs
        if knobs.unknown_events == "accept":
            return self._any_type()
        offered = [one for one in catalogue.accepted(knobs) if catalogue.is_offered(one, is_live=self._is_live)]
        named: Schema = {"enum": offered}
        return {"anyOf": [named, WILDCARD]} if knobs.wildcard_in_types == "accept" else named

    def _any_type(self) -> Schema:
        """Any text, with a star only where one is accepted, but for types of the other mode."""
        refused = [
            one for one in catalogue.accepted(self._knobs) if not catalogue.is_offered(one, is_live=self._is_live)
        ]
        others: list[Schema] = [] if self._knobs.wildcard_in_types == "accept" else [WILDCARD]
        return {**TEXT, "not": {"anyOf": [{"enum": refused}, *others]}} if refused or others else TEXT

    def _version(self) -> Schema:
        if self._knobs.is_gc:
            return {"description": "Ignored."}
        named: Schema = {"enum": [DEFAULT, LATEST, *PUBLISHED]}
        dated: Schema = {"type": "string", "pattern": DATE}
        if self._knobs.api_versions == "any_date":
            return {"anyOf": [{"enum": [DEFAULT, LATEST]}, dated]}
        return named

    def _of_http(self) -> Members:
        return {"authentication": self._or_null(self._authentication()), "oauth": self._null}

    def _of_oauth(self) -> Members:
        return {"transportType": {"const": OAUTH}, "oauth": self._oauth(), "authentication": self._null}

    def _address_of_oauth(self) -> Schema:
        return _pattern(HTTPS_URL if self._knobs.needs_https_under_oauth else URL)

    def _authentication(self) -> Schema:
        return self._object({"username": ANY_TEXT, "userName": ANY_TEXT, "password": ANY_TEXT}, [])

    def _oauth(self) -> Schema:
        knobs = self._knobs
        shared = {
            "tokenEndPoint": _pattern(HTTPS_URL if knobs.needs_https_under_oauth else URL),
            "clientID": TEXT,
            "clientSecret": TEXT,
            **({"audience": TEXT} if knobs.audience == "accept" else {}),
        }
        required = ["tokenEndPoint", "clientID", "clientSecret"]
        user = ["userName", "password"] if knobs.password_grant == "complete" else []
        of_password = {**shared, "grantType": {"const": PASSWORD}, "userName": TEXT, "password": TEXT}
        of_client = {**shared, "grantType": {"const": CLIENT_CREDENTIALS}, "userName": NULL, "password": NULL}
        grants = [self._object(of_password, [*required, *user], title="Grant password")]
        if knobs.grant_types == "both":
            grants.append(self._object(of_client, [*required, "grantType"], title="Grant client credentials"))
        return {"oneOf": grants}

    @property
    def _null(self) -> Schema | bool:
        """The credentials of the other transport: null or absent."""
        return self._knobs.patch_null != "refused" and NULL

    def _or_null(self, schema: Schema) -> Schema:
        return schema if self._knobs.patch_null == "refused" else {"oneOf": [schema, NULL]}

    def _object(self, properties: Mapping[str, Schema | bool], required: list[str], **more: object) -> Schema:
        closed = {"additionalProperties": False} if self._knobs.unknown_fields == "refuse" else {}
        listed = {"required": required} if required else {}
        return {**more, "type": "object", "properties": properties, **listed, **closed}


def _pattern(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$"}

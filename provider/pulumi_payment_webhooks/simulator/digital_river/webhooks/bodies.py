"""Reads bodies of creates and updates into what a webhook holds, by the names of the API. No I/O here."""

from __future__ import annotations

import re

from ....digital_river.rules.versions import DEFAULT, LATEST, PUBLISHED
from ...desk.json_values import JsonObject
from .. import catalogue
from ..knobs import Knobs
from ..refusals import bad_request, invalid, missing
from .fields import Reader, is_https
from .store import CREDENTIALS, HTTP, OAUTH, TRANSPORTS

FIELDS = ("types", "address", "apiVersion", "enabled", "transportType", "authentication", "oauth")
MISTAKEN = "type"
"""What the vendor's OpenAPI file lists as required of a create beside `address`, and nowhere defines: it is ignored."""

BASIC = ("username", "userName", "password")
PASSWORD = "password"
CLIENT_CREDENTIALS = "client_credentials"
NEEDS_HTTPS = "'{}' must be an https URL with the transport type OAUTH."
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


class BodyReader:
    """
    Reads one body.

    Args:
        knobs: What is accepted today.
        is_live: The mode of the key that asks.
    """

    def __init__(self, knobs: Knobs, *, is_live: bool) -> None:
        self._knobs = knobs
        self._is_live = is_live
        self._read = Reader()

    @property
    def ignored(self) -> list[str]:
        """The members that were ignored."""
        return self._read.ignored

    def created(self, body: object) -> JsonObject:
        """
        What a create makes.

        Raises:
            Declined: 400 with every problem.
        """
        members, knobs = self._members(body, MISTAKEN), self._knobs
        for name in ("address", "types") if knobs.required_fields == "docs" else ("address",):
            if members.get(name) is None:
                self._read.refuse(missing(name))
                members.pop(name, None)
        start = {"types": [], "apiVersion": DEFAULT, "enabled": knobs.are_new_ones_enabled, "transportType": HTTP}
        return self._whole(start, {"transportType": HTTP, **members})

    def updated(self, held: JsonObject, body: object) -> JsonObject:
        """
        What an update makes of *held*.

        Raises:
            Declined: 400 with every problem.
        """
        members = self._members(body)
        start = dict(held)
        if self._knobs.patch_defaults == "apply":
            start |= {"apiVersion": DEFAULT, "enabled": True, "transportType": HTTP}
        if self._knobs.patch_types == "merge" and isinstance(members.get("types"), list):
            members["types"] = [*held["types"], *members["types"]]
        return self._whole(start, members)

    def _members(self, body: object, ignored: str | None = None) -> JsonObject:
        if not isinstance(body, dict):
            raise bad_request(invalid("body", body, "JSON object"))
        if ignored in body:
            self._read.ignored.append(str(ignored))
        named = {name: value for name, value in body.items() if name != ignored}
        return self._read.only(named, FIELDS, refuse=self._knobs.unknown_fields == "refuse")

    def _whole(self, start: JsonObject, members: JsonObject) -> JsonObject:
        """*start* with what *members* say."""
        read = dict(start)
        for name in ("types", "address", "apiVersion", "enabled", "transportType"):
            if name in members:
                read[name] = getattr(self, f"_{name.lower()}")(members[name])
        if read["transportType"] is not None:
            self._read_credentials(read, members)
        self._check_schemes(read, members)
        self._read.check()
        return read

    def _types(self, value: object) -> list[str]:
        names = self._read.texts(value, "types", "event type")
        for name in names:
            if not catalogue.is_known(name, self._knobs):
                self._read.refuse(invalid("types", name, "event type"))
            elif not catalogue.is_offered(name, is_live=self._is_live):
                self._read.refuse(invalid("types", name, "event type in test mode"))
        return names

    def _address(self, value: object) -> str | None:
        return self._read.url(value, "address", "address")

    def _apiversion(self, value: object) -> str | None:
        if self._knobs.is_gc:
            return DEFAULT
        known = (DEFAULT, LATEST, *PUBLISHED)
        if self._knobs.api_versions == "any_date" and isinstance(value, str) and _DATE.fullmatch(value):
            return value
        return self._read.one_of(value, "apiVersion", "API version", known)

    def _enabled(self, value: object) -> bool | None:
        return self._read.flag(value, "enabled")

    def _transporttype(self, value: object) -> str | None:
        return self._read.one_of(value, "transportType", "transport type", TRANSPORTS)

    def _read_credentials(self, read: JsonObject, members: JsonObject) -> None:
        """The credentials of the transport; those of the other transport are not accepted."""
        transport: str = read["transportType"]
        own, other = CREDENTIALS[transport], CREDENTIALS[HTTP if transport == OAUTH else OAUTH]
        if self._knobs.patch_null == "refused":
            for name in (one for one in (own, other) if one in members and members[one] is None):
                self._read.refuse(invalid(name, None, "object"))
        if members.get(other) is not None:
            self._object_to(other, f"'{other}' is not accepted with the transport type {transport}.", members)
        elif self._knobs.other_transport == "dropped":
            read.pop(other, None)
        if own in members:
            self._read_own(read, own, members[own])
        if transport == OAUTH and members.get(own) is None:
            if "transportType" in members:
                self._read.refuse(missing(own))
            elif own not in read:
                self._object_to(own, f"'{own}' is required with the transport type {transport}.", members)

    def _object_to(self, parameter: str, message: str, members: JsonObject) -> None:
        """Refuse what does not go with the transport: that of the body, or else that of the webhook."""
        if "transportType" in members or self._knobs.state_conflict == "400":
            self._read.explain(parameter, message)
        else:
            self._read.contradict(parameter, message)

    def _read_own(self, read: JsonObject, own: str, value: object) -> None:
        if value is not None:
            read[own] = self._authentication(value) if own == "authentication" else self._oauth(value)
        elif self._knobs.patch_null == "clears":
            read.pop(own, None)
        if not read.get(own):
            read.pop(own, None)

    def _authentication(self, value: object) -> JsonObject:
        """Both parts blank are no credentials."""
        members = self._object(value, "authentication", BASIC)
        read: JsonObject = {}
        for name in sorted(members):  # of both spellings, the one of the schema comes last and counts
            parameter = f"authentication.{name}"
            read[name.lower()] = self._read.any_text(members[name], parameter, name)
        return read if any(read.values()) else {}

    def _oauth(self, value: object) -> JsonObject:
        members, reader = self._object(value, "oauth", self._oauth_members), self._read
        if not isinstance(value, dict):
            return {}
        read: JsonObject = {
            "tokenEndPoint": reader.required(members, "tokenEndPoint", "oauth.tokenEndPoint", "URL"),
            "clientID": reader.required(members, "clientID", "oauth.clientID", "client ID"),
            "clientSecret": reader.required(members, "clientSecret", "oauth.clientSecret", "client secret"),
            "grantType": self._grant_type(members.get("grantType", PASSWORD)),
        }
        if read["tokenEndPoint"]:
            reader.url(read["tokenEndPoint"], "oauth.tokenEndPoint", "URL")
        if "audience" in members:
            read["audience"] = reader.text(members["audience"], "oauth.audience", "audience")
        return read | self._user(members, read["grantType"])

    @property
    def _oauth_members(self) -> tuple[str, ...]:
        audience = ("audience",) if self._knobs.audience == "accept" else ()
        return ("tokenEndPoint", "clientID", "clientSecret", "grantType", "userName", "password", *audience)

    def _grant_type(self, value: object) -> str | None:
        both = self._knobs.grant_types == "both"
        known = (PASSWORD, CLIENT_CREDENTIALS) if both else (PASSWORD,)
        return self._read.one_of(value, "oauth.grantType", "grant type", known)

    def _user(self, members: JsonObject, grant: str | None) -> JsonObject:
        """The user of the grant `password`; the other grant has none."""
        read: JsonObject = {}
        for name, thing in (("userName", "user name"), ("password", "password")):
            parameter = f"oauth.{name}"
            if grant == CLIENT_CREDENTIALS and members.get(name) is not None:
                self._read.explain(parameter, f"'{parameter}' is not accepted with the grant type {grant}.")
            elif grant == PASSWORD and (name in members or self._knobs.password_grant == "complete"):
                read[name] = self._read.required(members, name, parameter, thing)
        return read

    def _object(self, value: object, parameter: str, known: tuple[str, ...]) -> JsonObject:
        members = self._read.members(value, parameter)
        refuse = self._knobs.unknown_fields == "refuse"
        return self._read.only(members, known, inside=parameter, refuse=refuse)

    def _check_schemes(self, read: JsonObject, members: JsonObject) -> None:
        """Under OAUTH, the Dashboard asks for https."""
        if read["transportType"] != OAUTH or not self._knobs.needs_https_under_oauth:
            return
        token_end_point = (read.get("oauth") or {}).get("tokenEndPoint")
        if members.get("oauth") and token_end_point and not is_https(token_end_point):
            self._read.explain("oauth.tokenEndPoint", NEEDS_HTTPS.format("oauth.tokenEndPoint"))
        address = read.get("address")
        if address and not is_https(address):
            stated = members if "address" in members else {}
            self._object_to("address", NEEDS_HTTPS.format("address"), stated)

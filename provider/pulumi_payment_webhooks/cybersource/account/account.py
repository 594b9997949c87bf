"""
One account at the platform, as reconciliation sees it: what its settings say, and the connection when it is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import sleep
from typing import TYPE_CHECKING

from ...errors import SettingsProblem
from ...pages import see
from ...reconcile.declare.declaration import Path, Problem
from ...settings.account_names import is_move, name_of, why_elsewhere
from ...settings.mechanism import Settings
from ..api.media import JSON
from ..api.versions import Version
from ..rules.words import OAUTH_JWT, V1, V2
from .settings import (
    API_VERSION,
    AUTHENTICATION,
    JWT_P12,
    P12,
    P12_PASSWORD,
    TRANSPORT,
    CybersourceSettings,
    guard_organization,
    read_settings,
)

if TYPE_CHECKING:
    from ..api.products import Catalogue
    from ..api.subscriptions import SubscriptionRow
    from .connection import CybersourceConnection
    from .listings import EventsByProduct
    from .lookups import Lookups


@dataclass(frozen=True)
class CybersourceAccount:
    """
    An account. No request is sent before a method needs one.

    Args:
        settings: Where requests go, as which merchant, and which organizations may be touched.
    """

    settings: CybersourceSettings

    def fills(self) -> Mapping[str, object]:
        """The organization, where a program leaves it to the stack."""
        return {"organizationId": self.settings.organization_id or None}

    @property
    def name(self) -> str | None:
        """Host and merchant, which a state keeps; None where an offline preview knows no merchant."""
        merchant = self.settings.merchant_id
        return name_of(self.settings.endpoint, merchant) if merchant else None

    @property
    def is_offline(self) -> bool:
        """Whether previews ask nothing."""
        return self.settings.offline_preview

    def refuses_account(self, recorded: str) -> str | None:
        """Why this account must not touch what was created in the account *recorded*; None where it may."""
        return why_elsewhere(recorded, self.name, self.settings.moved_from, setting=TRANSPORT.moved_from.name)

    def is_move(self, recorded: str) -> bool:
        """Whether the settings declare that what was created in the account *recorded* is in this one now."""
        return is_move(recorded, self.name, self.settings.moved_from)

    def refuses(self, inputs: Mapping[str, object]) -> Iterator[Problem]:
        """An organization that the stack may not touch, and what its way of signing or its API cannot create."""
        organization = inputs.get("organizationId")
        if isinstance(organization, str) and (refusal := guard_organization(self.settings, organization)):
            yield Problem(("organizationId",), refusal)
        if self.settings.authentication != JWT_P12:
            yield from (Problem(path, _wants_p12(self.settings)) for path in _assertions(inputs))
        products = inputs.get("products")
        if self.settings.api_version == V1 and isinstance(products, Mapping) and len(products) > 1:
            yield Problem(("products",), _wants_v2(sorted(products)))

    def remarks(self) -> Iterator[str]:
        """That the version of the API comes to its end."""
        if self.settings.api_version == V1:
            yield (
                f"{API_VERSION.name} is {V1}, which is deprecated and ends with 2026: change it to {V2}; "
                + see("how-to/use-the-v1-api#move-to-v2")
            )

    def insist_on(self, organization: object, *, doing: str) -> None:
        """
        Touch *organization* only where the stack may: a check never sees what is deleted, or named by an id alone.

        Raises:
            SettingsProblem: It is not among those that the stack names.
        """
        refusal = guard_organization(self.settings, organization) if isinstance(organization, str) else None
        if refusal:
            raise SettingsProblem(
                f"cannot {doing}: {refusal}. Nothing was sent; to forget it here, `pulumi state delete`"
            )

    @property
    def is_fenced(self) -> bool:
        """Whether there are organizations that the stack may not touch."""
        return self.settings.allowed_owners is not None

    @property
    def version(self) -> Version:
        """How the account's requests are spelled."""
        return Version(self.settings.api_version)

    def now(self) -> datetime:
        """The time, read here and nowhere below."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Let time pass, unless the settings turn every wait off."""
        if self.settings.retry_wait:
            sleep(seconds)

    @property
    def host(self) -> str:
        """Host of the platform, and its port where the endpoint names one."""
        return self.settings.host

    @property
    def workers(self) -> int:
        """How many requests may run concurrently."""
        return self.settings.workers

    def ask(self, method: str, path: str, *, doing: str, query: Mapping[str, str] | None = None) -> object:
        """Send a request that changes nothing; see :meth:`.connection.Connection.ask`."""
        return self._connection.ask(method, path, doing=doing, query=query)

    def change(self, method: str, path: str, *, doing: str, body: object = None, accept: str = JSON) -> object:
        """Send a request that changes something; what is read afterwards is fresh."""
        self.lookups.record_write(method, path, body)
        try:
            return self._connection.ask(method, path, doing=doing, body=body, accept=accept)
        finally:
            self.lookups.record_write(method, path, body)

    def subscription(self, id: str, organization: str | None = None, *, doing: str) -> SubscriptionRow:
        """One subscription, out of what all resources of its organization share."""
        return self.lookups.subscription(id, organization or self.settings.organization_id, doing=doing)

    def read_subscription(self, id: str, *, doing: str) -> SubscriptionRow:
        """One subscription, asked for now; see :func:`.listings.read_subscription`."""
        from .listings import read_subscription

        return read_subscription(self._connection, id, doing=doing)

    def subscriptions(self, organization: str, among: EventsByProduct | None = None) -> Sequence[SubscriptionRow]:
        """Every subscription of *organization*, asked now; see :func:`.listings.list_subscriptions`."""
        from .listings import list_subscriptions

        return list_subscriptions(self._connection, organization, among)

    def whole_subscriptions(self, organization: str, *, each: bool = False) -> Sequence[SubscriptionRow]:
        """The same, with what a list may leave out; see :func:`.listings.list_whole_subscriptions`."""
        from .listings import list_whole_subscriptions

        return list_whole_subscriptions(self._connection, organization, each=each)

    def catalogue(self, organization: str) -> Catalogue:
        """What *organization* is offered, asked now."""
        from .listings import catalogue_of

        return catalogue_of(self._connection, organization)

    @property
    def lookups(self) -> Lookups:
        """What was asked once for all."""
        from .lookups import lookups_of

        return lookups_of(self.settings)

    @property
    def _connection(self) -> CybersourceConnection:
        from .connection import connect

        return connect(self.settings)


def account_of(settings: Settings, *, for_preview: bool = False) -> CybersourceAccount:
    """
    The account that *settings* describe.

    Args:
        settings: Where settings are looked up.
        for_preview: Whether nothing is created or changed: offline previews need no credentials.

    Raises:
        SettingsProblem: With every problem, one a line.
    """
    described = read_settings(settings, for_preview=for_preview)
    if described.authentication == JWT_P12 and not (for_preview and described.offline_preview):
        from .certificate import certificate_of

        certificate_of(described, at=datetime.now(UTC))
    return CybersourceAccount(described)


def _assertions(inputs: Mapping[str, object]) -> Iterator[Path]:
    """Where *inputs* choose the security type that the platform stores for certificates only."""
    inline = inputs.get("securityPolicy")
    if inputs.get("securityType") == OAUTH_JWT:
        yield ("securityType",)
    if isinstance(inline, Mapping) and inline.get("securityType") == OAUTH_JWT:
        yield ("securityPolicy", "securityType")


def _wants_v2(products: Sequence[str]) -> str:
    return (
        f"names {', '.join(products)}, and {API_VERSION.name} is {V1}, which takes one product for each subscription: "
        f"declare a subscription for each product, or pulumi config set {API_VERSION.key} {V2}"
    )


def _wants_p12(settings: CybersourceSettings) -> str:
    return (
        f"{OAUTH_JWT} is only stored for requests that a P12 certificate signs, and {AUTHENTICATION.name} is "
        f"{settings.authentication}: pulumi config set {AUTHENTICATION.key} {JWT_P12}, "
        f"and set {P12.name} and {P12_PASSWORD.name}"
    )

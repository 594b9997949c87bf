"""
The settings that Cybersource / Visa Acceptance Solutions asks for. No I/O here.

Keys of test and production differ, and production is never reached by accident.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from pydantic import SecretStr

from ...crypto.given import credentials, lookalikes
from ...errors import SettingsProblem
from ...settings.mechanism import REQUIRED, AnySetting, Setting, Settings, raise_together
from ...settings.transport import Terms, Transport, TransportSettings
from ...settings.values import boolean, checked_secret, checked_text, choice
from ..rules import keys
from ..rules.words import V1, V2
from .hosts import HOSTS

JWT = "jwt"
JWT_P12 = "jwt-p12"
HTTP_SIGNATURE = "http-signature"
_WITH_P12 = f"required with `{JWT_P12}`"


@dataclass(frozen=True, kw_only=True)
class CybersourceSettings(Transport):
    """
    The values of every setting, checked. The defaults stand here and nowhere else.

    Args:
        merchant_id: Merchant that sends the requests; empty where an offline preview does not know it.
        organization_id: Organization of resources that name none; empty likewise.
        key_id: Id of the shared secret key; empty where a P12 file takes its place.
        shared_secret: The shared secret, base64; empty likewise.
        authentication: ``jwt``, ``jwt-p12`` or ``http-signature``.
        api_version: ``v2`` or ``v1``.
        p12: Path or base64 content of the P12 file; None unless it signs.
        p12_password: What opens it; None unless it signs.
        portfolio_id: Owner of a meta key; None when the merchant owns its key.
        strict_events: Whether what the catalogue does not offer is an error in a preview.
    """

    merchant_id: str
    organization_id: str
    key_id: str
    shared_secret: SecretStr
    authentication: str = JWT
    api_version: str = V2
    p12: SecretStr | None = None
    p12_password: SecretStr | None = None
    portfolio_id: str | None = None
    strict_events: bool = False


_IDENTIFIER = checked_text(credentials.identifier)

TRANSPORT = TransportSettings(
    Terms(
        prefix="cybersource",
        account="merchant",
        owner="organization",
        objects="subscriptions",
        offline=", and strict events are checked by the deployment",
        short_forms=f"; {', '.join(HOSTS.short_forms)} are short for the first three kinds",
    ),
    HOSTS,
    credentials.identifier,
)
MERCHANT_ID = Setting(
    "cybersourceMerchantId",
    "Merchant that sends the requests.",
    _IDENTIFIER,
    example="<merchant id>",
    needed=REQUIRED,
)
ORGANIZATION_ID = Setting(
    "cybersourceOrganizationId",
    "Organization of resources that name none. Default: the merchant id.",
    _IDENTIFIER,
    example="<organization id>",
)
KEY_ID = Setting(
    "cybersourceKeyId",
    "Id of the shared secret key; not needed with jwt-p12.",
    checked_text(credentials.key_id),
    example="<key id>",
    needed=REQUIRED,
)
SHARED_SECRET = Setting(
    "cybersourceSharedSecret",
    "The shared secret itself, base64; not needed with jwt-p12.",
    checked_secret(keys.shared_secret),
    secret=True,
    needed=REQUIRED,
)
AUTHENTICATION = Setting(
    "cybersourceAuthentication",
    "How requests are signed: jwt, with the shared secret; jwt-p12, with a certificate; or http-signature, "
    "which the platform has announced to end.",
    choice(JWT, JWT_P12, HTTP_SIGNATURE),
    default=CybersourceSettings.authentication,
    example=JWT,
)
API_VERSION = Setting(
    "cybersourceApiVersion",
    "Version of the webhook API: v2, or v1, which is deprecated, ends with 2026 and takes one product for each "
    "subscription.",
    choice(V1, V2),
    default=CybersourceSettings.api_version,
    example=V2,
)
P12 = Setting(
    "cybersourceP12",
    "P12 file with the merchant's certificate and key: a path, or the file's content in base64.",
    checked_secret(lookalikes.text_of),
    secret=True,
    needed=_WITH_P12,
)
P12_PASSWORD = Setting(
    "cybersourceP12Password",
    "Password that opens the P12 file; blanks belong to it.",
    checked_secret(credentials.password),
    secret=True,
    keeps_blanks=True,
    needed=_WITH_P12,
)
PORTFOLIO_ID = Setting(
    "cybersourcePortfolioId",
    "Owner of the key, when it is a meta key of a portfolio. Default: the merchant id.",
    _IDENTIFIER,
    example="<portfolio id>",
)
STRICT_EVENTS = Setting(
    "cybersourceStrictEvents",
    "Whether an event or product that the platform's catalogue does not offer stops a preview instead of a warning.",
    boolean,
    default=CybersourceSettings.strict_events,
    example="true",
    kind="boolean",
)

TABLE: tuple[AnySetting, ...] = (
    TRANSPORT.environment,
    TRANSPORT.endpoint,
    MERCHANT_ID,
    ORGANIZATION_ID,
    KEY_ID,
    SHARED_SECRET,
    AUTHENTICATION,
    API_VERSION,
    P12,
    P12_PASSWORD,
    PORTFOLIO_ID,
    TRANSPORT.allowed_owners,
    STRICT_EVENTS,
    TRANSPORT.offline_preview,
    TRANSPORT.moved_from,
    TRANSPORT.deletions.most,
    TRANSPORT.deletions.confirmed,
    TRANSPORT.workers,
    TRANSPORT.timeout,
    TRANSPORT.retries,
    TRANSPORT.retry_wait,
)
NEEDED_FOR: dict[str, tuple[AnySetting, ...]] = {
    JWT: (KEY_ID, SHARED_SECRET),
    HTTP_SIGNATURE: (KEY_ID, SHARED_SECRET),
    JWT_P12: (P12, P12_PASSWORD),
}
"""What each way of signing requests cannot do without."""


def read_settings(settings: Settings, *, for_preview: bool = False) -> CybersourceSettings:
    """
    Read every setting of the platform.

    Args:
        settings: Where they are looked up.
        for_preview: Whether nothing is created or changed with them: offline previews need no credentials.

    Raises:
        SettingsProblem: With all problems at once, one line each.
    """
    is_offline = for_preview and TRANSPORT.is_offline(settings)
    required = () if is_offline else (MERCHANT_ID, *_needed(settings))
    questions = [partial(settings.require if one in required else settings.get, one) for one in TABLE]
    uses = [] if is_offline else [partial(_use_of_p12, settings)]
    raise_together("Cybersource", [partial(TRANSPORT.base_url, settings), *questions, *uses])

    has_p12 = settings.get(AUTHENTICATION) == JWT_P12
    merchant_id = settings.get(MERCHANT_ID) or ""
    return CybersourceSettings(
        **vars(TRANSPORT.read(settings)),
        merchant_id=merchant_id,
        organization_id=settings.get(ORGANIZATION_ID) or merchant_id,
        key_id=settings.get(KEY_ID) or "",
        shared_secret=settings.get(SHARED_SECRET) or SecretStr(""),
        authentication=settings.require(AUTHENTICATION),
        api_version=settings.require(API_VERSION),
        p12=settings.get(P12) if has_p12 else None,
        p12_password=settings.get(P12_PASSWORD) if has_p12 else None,
        portfolio_id=settings.get(PORTFOLIO_ID),
        strict_events=settings.require(STRICT_EVENTS),
    )


def guard_organization(settings: CybersourceSettings, organization_id: str) -> str | None:
    """Why this stack may not touch *organization_id*; None when it may."""
    return TRANSPORT.why_not_allowed(settings, organization_id)


def _needed(settings: Settings) -> tuple[AnySetting, ...]:
    """What the way of signing needs; nothing where that setting is wrong, which is reported alone."""
    try:
        return NEEDED_FOR[settings.require(AUTHENTICATION)]
    except SettingsProblem:
        return ()


def _use_of_p12(settings: Settings) -> None:
    """Report a P12 file that nothing uses, where the shared secret is missing: it was meant to sign."""
    missing = [one for one in _needed(settings) if settings.find(one) is None]
    if settings.find(P12) and KEY_ID in missing:
        raise SettingsProblem(
            f"{P12.name} is set, and {AUTHENTICATION.name} does not say to use it: "
            f"pulumi config set {AUTHENTICATION.key} {JWT_P12}"
        )

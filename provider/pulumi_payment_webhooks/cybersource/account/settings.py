"""
The settings that Cybersource / Visa Acceptance Solutions asks for. No I/O here.

Keys of test and production differ, and production is never reached by accident.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from ...crypto import credentials, lookalikes
from ...errors import SettingsProblem
from ...settings.mechanism import Setting, Settings, boolean, choice, integer, items, number, raise_together, text
from .hosts import HOSTS, SHORT_FORMS, endpoint, environment, is_production_host
from .names import account_name

JWT = "jwt"
JWT_P12 = "jwt-p12"
HTTP_SIGNATURE = "http-signature"
V1 = "v1"
V2 = "v2"


def identifier(value: object) -> str:
    """An id as the platform issues them."""
    return credentials.identifier(text(value))


def key_id(value: object) -> str:
    """The id of a key, and not the key."""
    return credentials.key_id(text(value))


def organizations(value: object) -> frozenset[str]:
    """Ids of organizations."""
    ids = items(value)
    try:
        return frozenset(map(credentials.identifier, ids))
    except ValueError as wrong:
        raise ValueError(f"has an id that {wrong}") from None


def shared_secret(value: object) -> SecretStr:
    """A shared secret: base64 text, as the Business Center shows it."""
    return SecretStr(credentials.shared_secret(text(value)))


def p12(value: object) -> SecretStr:
    """The path of a P12 file, or its content; what it is, is found out where it is used."""
    return SecretStr(lookalikes.text_of(text(value)))


def password(value: object) -> SecretStr:
    """The password of a P12 file, with its blanks."""
    return SecretStr(credentials.password(text(value)))


ENVIRONMENT = Setting(
    "cybersourceEnvironment",
    f"Which host is used: {', '.join(HOSTS)}; {', '.join(SHORT_FORMS)} are short for the first three kinds.",
    environment,
    example="cybersource-test",
)
ENDPOINT = Setting(
    "cybersourceEndpoint",
    "Base URL used instead of an environment's host, for a simulator or a gateway.",
    endpoint,
    example="http://127.0.0.1:8080",
)
MERCHANT_ID = Setting("cybersourceMerchantId", "Merchant that sends the requests.", identifier, example="<merchant id>")
ORGANIZATION_ID = Setting(
    "cybersourceOrganizationId",
    "Organization of resources that name none. Default: the merchant id.",
    identifier,
    example="<organization id>",
)
KEY_ID = Setting(
    "cybersourceKeyId", "Id of the shared secret key; not needed with jwt-p12.", key_id, example="<key id>"
)
SHARED_SECRET = Setting(
    "cybersourceSharedSecret", "The shared secret itself, base64; not needed with jwt-p12.", shared_secret, secret=True
)
AUTHENTICATION = Setting(
    "cybersourceAuthentication",
    "How requests are signed: jwt, with the shared secret; jwt-p12, with a certificate; or http-signature, "
    "which the platform has announced to end.",
    choice(JWT, JWT_P12, HTTP_SIGNATURE),
    default=JWT,
    example=JWT,
)
API_VERSION = Setting(
    "cybersourceApiVersion",
    "Version of the webhook API: v2, or v1, which is deprecated, ends with 2026 and takes one product for each "
    "subscription.",
    choice(V1, V2),
    default=V2,
    example=V2,
)
P12 = Setting(
    "cybersourceP12",
    "P12 file with the merchant's certificate and key: a path, or the file's content in base64.",
    p12,
    secret=True,
)
P12_PASSWORD = Setting(
    "cybersourceP12Password",
    "Password that opens the P12 file; blanks belong to it.",
    password,
    secret=True,
    keeps_blanks=True,
)
PORTFOLIO_ID = Setting(
    "cybersourcePortfolioId",
    "Owner of the key, when it is a meta key of a portfolio. Default: the merchant id.",
    identifier,
    example="<portfolio id>",
)
ALLOWED_ORGANIZATIONS = Setting(
    "cybersourceAllowedOrganizations",
    "The only organizations this stack may touch: a list, or ids with commas between them. Default: any.",
    organizations,
    example="<organization id>,<organization id>",
    kind="array",
)
STRICT_EVENTS = Setting(
    "cybersourceStrictEvents",
    "Whether an event or product that the platform's catalogue does not offer stops a preview instead of a warning.",
    boolean,
    default=False,
    example="true",
    kind="boolean",
)
OFFLINE_PREVIEW = Setting(
    "cybersourceOfflinePreview",
    "Whether previews ask the platform nothing and need no credentials, e.g. for pull requests from forks. Nothing is "
    "compared with the platform then, and strict events are checked by the deployment.",
    boolean,
    default=False,
    example="true",
    kind="boolean",
)
MOVED_FROM = Setting(
    "cybersourceMovedFrom",
    "The account in which the stack's resources were created, as host/merchant, after an intended move to another.",
    account_name,
    example="<host>/<merchant id>",
)
WORKERS = Setting(
    "cybersourceWorkers",
    "Requests to the platform at the same time, at most; fewer for a while after an answer 429.",
    integer(1, 256),
    default=32,
    example="32",
    kind="integer",
)
TIMEOUT = Setting(
    "cybersourceTimeout",
    "Seconds to wait for a connection, and for an answer.",
    number(0.01, 600),
    default=30.0,
    example="30",
    kind="number",
)
RETRIES = Setting(
    "cybersourceRetries",
    "How often a request that is safe to repeat is tried, in all.",
    integer(1, 10),
    default=4,
    example="4",
    kind="integer",
)
RETRY_WAIT = Setting(
    "cybersourceRetryWait",
    "Seconds before the second try; each further wait is twice as long. 0 turns every waiting off.",
    number(0, 60),
    default=0.5,
    example="0.5",
    kind="number",
)

TABLE: tuple[Setting[Any], ...] = (
    ENVIRONMENT,
    ENDPOINT,
    MERCHANT_ID,
    ORGANIZATION_ID,
    KEY_ID,
    SHARED_SECRET,
    AUTHENTICATION,
    API_VERSION,
    P12,
    P12_PASSWORD,
    PORTFOLIO_ID,
    ALLOWED_ORGANIZATIONS,
    STRICT_EVENTS,
    OFFLINE_PREVIEW,
    MOVED_FROM,
    WORKERS,
    TIMEOUT,
    RETRIES,
    RETRY_WAIT,
)
NEEDED_FOR: dict[str, tuple[Setting[Any], ...]] = {
    JWT: (KEY_ID, SHARED_SECRET),
    HTTP_SIGNATURE: (KEY_ID, SHARED_SECRET),
    JWT_P12: (P12, P12_PASSWORD),
}
"""What each way of signing requests cannot do without."""


@dataclass(frozen=True)
class CybersourceSettings:
    """
    Everything a connection needs, checked.

    Args:
        endpoint: Base URL: scheme, host and port.
        merchant_id: Merchant that sends the requests; empty where an offline preview does not know it.
        organization_id: Organization of resources that name none; empty likewise.
        key_id: Id of the shared secret key; empty where a P12 file takes its place.
        shared_secret: The shared secret, base64; empty likewise.
        authentication: ``jwt``, ``jwt-p12`` or ``http-signature``.
        api_version: ``v2`` or ``v1``.
        p12: Path or base64 content of the P12 file; None unless it signs.
        p12_password: What opens it; None unless it signs.
        portfolio_id: Owner of a meta key; None when the merchant owns its key.
        environment: Full name of the environment; None when only an endpoint is set.
        allowed_organizations: The only organizations that may be touched; None for any.
        strict_events: Whether what the catalogue does not offer is an error in a preview.
        offline_preview: Whether previews ask the platform nothing.
        moved_from: Name of the account in which the resources were created; None where that is this one.
        workers: Requests at the same time, at most.
        timeout: Seconds to wait for a connection, and for an answer.
        retries: Tries in all of a request that is safe to repeat.
        retry_wait: Seconds before the second try; 0 turns every waiting off.
    """

    endpoint: str
    merchant_id: str
    organization_id: str
    key_id: str
    shared_secret: SecretStr
    authentication: str = JWT
    api_version: str = V2
    p12: SecretStr | None = None
    p12_password: SecretStr | None = None
    portfolio_id: str | None = None
    environment: str | None = None
    allowed_organizations: frozenset[str] | None = None
    strict_events: bool = False
    offline_preview: bool = False
    moved_from: str | None = None
    workers: int = 32
    timeout: float = 30.0
    retries: int = 4
    retry_wait: float = 0.5

    @property
    def host(self) -> str:
        """Host, and port where the endpoint names one, for messages."""
        return urlsplit(self.endpoint).netloc


def read_settings(settings: Settings, *, for_preview: bool = False) -> CybersourceSettings:
    """
    Read every setting of the platform.

    Args:
        settings: Where they are looked up.
        for_preview: Whether nothing is created or changed with them: offline previews need no credentials.

    Raises:
        SettingsProblem: With all problems at once, one line each.
    """
    is_offline = for_preview and _is_offline(settings)
    required = () if is_offline else (MERCHANT_ID, *_needed(settings))
    questions = [partial(settings.require if one in required else settings.get, one) for one in TABLE]
    uses = [] if is_offline else [partial(_use_of_p12, settings)]
    raise_together("Cybersource", [partial(_address, settings), *questions, *uses])

    has_p12 = settings.get(AUTHENTICATION) == JWT_P12
    merchant_id = settings.get(MERCHANT_ID) or ""
    return CybersourceSettings(
        endpoint=_address(settings),
        merchant_id=merchant_id,
        organization_id=settings.get(ORGANIZATION_ID) or merchant_id,
        key_id=settings.get(KEY_ID) or "",
        shared_secret=settings.get(SHARED_SECRET) or SecretStr(""),
        authentication=settings.require(AUTHENTICATION),
        api_version=settings.require(API_VERSION),
        p12=settings.get(P12) if has_p12 else None,
        p12_password=settings.get(P12_PASSWORD) if has_p12 else None,
        portfolio_id=settings.get(PORTFOLIO_ID),
        environment=settings.get(ENVIRONMENT),
        allowed_organizations=settings.get(ALLOWED_ORGANIZATIONS),
        strict_events=settings.require(STRICT_EVENTS),
        offline_preview=settings.require(OFFLINE_PREVIEW),
        moved_from=settings.get(MOVED_FROM),
        workers=settings.require(WORKERS),
        timeout=settings.require(TIMEOUT),
        retries=settings.require(RETRIES),
        retry_wait=settings.require(RETRY_WAIT),
    )


def guard_organization(settings: CybersourceSettings, organization_id: str) -> str | None:
    """Why this stack may not touch *organization_id*; None when it may."""
    allowed = settings.allowed_organizations
    if allowed is None or organization_id in allowed:
        return None
    return (
        "the organization is not among those this stack may touch "
        f"({', '.join(sorted(allowed))}); {ALLOWED_ORGANIZATIONS.name} lists them"
    )


def _is_offline(settings: Settings) -> bool:
    """Whether previews are offline; a value that cannot be understood is reported with all others."""
    try:
        return settings.require(OFFLINE_PREVIEW)
    except SettingsProblem:
        return False


def _needed(settings: Settings) -> tuple[Setting[Any], ...]:
    """What the way of signing needs; where that is no known word, it is complained about and nothing else."""
    try:
        return NEEDED_FOR[settings.require(AUTHENTICATION)]
    except SettingsProblem:
        return ()


def _use_of_p12(settings: Settings) -> None:
    """A P12 file that nobody asked to use, where the shared secret is missing, was meant to be used."""
    missing = [one for one in _needed(settings) if settings.find(one) is None]
    if settings.find(P12) and KEY_ID in missing:
        raise SettingsProblem(
            f"{P12.name} is set, and {AUTHENTICATION.name} does not say to use it: "
            f"pulumi config set {AUTHENTICATION.key} {JWT_P12}"
        )


def _address(settings: Settings) -> str:
    """The base URL to use; a production host only when the stack's own config says so."""
    name, url = settings.get(ENVIRONMENT), settings.get(ENDPOINT)
    if name is None and url is None:
        raise SettingsProblem(f"neither {ENVIRONMENT.name} nor {ENDPOINT.name} is set: {ENVIRONMENT.command}")
    if name and url and _is_contradicted(settings, name, url):
        raise SettingsProblem(
            f"{ENDPOINT.variable} in the environment contradicts the stack, which names {name}: "
            f"unset the variable, or pulumi config set {ENDPOINT.key} {url}"
        )
    address = url or f"https://{HOSTS[name or '']}"
    if is_production_host(urlsplit(address).hostname or "") and not _is_declared_production(settings):
        raise SettingsProblem(_undeclared(name, url))
    return address


def _is_contradicted(settings: Settings, name: str, url: str) -> bool:
    says_stack = settings.origin(ENVIRONMENT) == "stack" and settings.origin(ENDPOINT) == "environment"
    return says_stack and urlsplit(url).hostname != HOSTS[name]


def _is_declared_production(settings: Settings) -> bool:
    name = settings.get(ENVIRONMENT)
    return settings.origin(ENVIRONMENT) == "stack" and name is not None and "production" in name


def _undeclared(name: str | None, url: str | None) -> str:
    wanted = name if name and "production" in name else _production_named_by(url or "")
    remedy = f"pulumi config set {ENVIRONMENT.key} {wanted}"
    if url:
        return (
            f"{ENDPOINT.name} is a production host, and the stack's own config does not name "
            f"its environment as production: {remedy}"
        )
    return (
        f"{ENVIRONMENT.variable} in the environment names production, "
        f"and only the stack's own config may do that: {remedy}"
    )


def _production_named_by(url: str) -> str:
    host = (urlsplit(url).hostname or "").rstrip(".")
    return next((name for name, known in HOSTS.items() if known == host), "cybersource-production")

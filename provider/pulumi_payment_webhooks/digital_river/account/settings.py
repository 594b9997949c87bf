"""
The settings that Digital River asks for. No I/O here.

Test and live webhooks are at one host, and the key decides which are meant; so the stack's own config has to say when
live ones are. No host is a default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from pydantic import SecretStr

from ...crypto.given import credentials
from ...errors import SettingsProblem
from ...settings.hosts import Hosts
from ...settings.mechanism import REQUIRED, AnySetting, Setting, Settings, raise_together
from ...settings.transport import Terms, Transport, TransportSettings
from ...settings.values import checked_secret, choice
from ..rules.profiles import DR_API, GC, LIVE, MODES, PROFILES, TEST

_KEY = re.compile(r"[a-z]{2}_(?P<test>test_)?[A-Za-z0-9._~+/-]+=*")
_PUBLIC = "pk_"


@dataclass(frozen=True, kw_only=True)
class DigitalRiverSettings(Transport):
    """
    The values of every setting, checked. The defaults stand here and nowhere else.

    Args:
        api_key: The secret key; empty where an offline preview does not know it.
        mode: ``test`` or ``live``.
        profile: ``dr-api`` or ``gc``.
    """

    api_key: SecretStr
    mode: str = TEST
    profile: str = DR_API

    @property
    def is_gc(self) -> bool:
        """Whether the requests are those that are assumed of Global Commerce."""
        return self.profile == GC

    @property
    def is_live(self) -> bool:
        """Whether the key manages live webhooks."""
        return self.mode == LIVE


def api_key(value: object) -> str:
    """A secret or restricted key of the API."""
    key = credentials.identifier(value)
    if key.startswith(_PUBLIC):
        raise ValueError("is a public key (pk_…), which cannot manage webhooks: use a secret key (sk_…)")
    if not _KEY.fullmatch(key):
        raise ValueError("is not an API key: a test key begins with sk_test_, a live key with sk_")
    return key


def mode_of(key: SecretStr) -> str:
    """Which webhooks a key means; a key that does not say that it is for tests is live."""
    found = _KEY.fullmatch(key.get_secret_value())
    return TEST if found and found["test"] else LIVE


TRANSPORT = TransportSettings(
    Terms(prefix="digitalRiver", account="mode", objects="webhooks"),
    Hosts({}, domains=(".digitalriver.com",), example="api.digitalriver.com"),
)
API_KEY = Setting(
    "digitalRiverApiKey",
    "The secret key that sends the requests; its prefix says whether it is for test or live webhooks.",
    checked_secret(api_key),
    secret=True,
    needed=REQUIRED,
)
MODE = Setting(
    "digitalRiverMode",
    "Which webhooks the key manages: test, or live, which only the stack's own config can say.",
    choice(*MODES),
    default=DigitalRiverSettings.mode,
    example=LIVE,
)
PROFILE = Setting(
    "digitalRiverProfile",
    "What is asked of the endpoint: dr-api, the published API; or gc, the features of the console of Global Commerce, "
    "whose requests are not published.",
    choice(*PROFILES),
    default=DigitalRiverSettings.profile,
    example=GC,
)

TABLE: tuple[AnySetting, ...] = (
    TRANSPORT.endpoint,
    API_KEY,
    MODE,
    PROFILE,
    TRANSPORT.offline_preview,
    TRANSPORT.moved_from,
    TRANSPORT.deletions.most,
    TRANSPORT.deletions.confirmed,
    TRANSPORT.workers,
    TRANSPORT.timeout,
    TRANSPORT.retries,
    TRANSPORT.retry_wait,
)


def read_settings(settings: Settings, *, for_preview: bool = False) -> DigitalRiverSettings:
    """
    Read every setting of the platform.

    Args:
        settings: Where they are looked up.
        for_preview: Whether nothing is created or changed with them: offline previews need no key.

    Raises:
        SettingsProblem: With all problems at once, one line each.
    """
    is_offline = for_preview and TRANSPORT.is_offline(settings)
    questions = [partial(settings.require if one is API_KEY and not is_offline else settings.get, one) for one in TABLE]
    raise_together("Digital River", [partial(TRANSPORT.base_url, settings), *questions])
    _guard_mode(settings)
    return DigitalRiverSettings(
        **vars(TRANSPORT.read(settings)),
        api_key=settings.get(API_KEY) or SecretStr(""),
        mode=settings.require(MODE),
        profile=settings.require(PROFILE),
    )


def _guard_mode(settings: Settings) -> None:
    """
    Insist on a mode that fits the key, and on a stack whose own config says that it is live.

    Raises:
        SettingsProblem: The mode does not fit, or only the environment says live.
    """
    key, mode = settings.get(API_KEY), settings.require(MODE)
    if mode == LIVE and settings.place_of(MODE) != "stack":
        raise SettingsProblem(
            f"{MODE.variable} in the environment says live, and only the stack's own config may do that: "
            f"{MODE.command_for(LIVE)}"
        )
    if key is None or mode_of(key) == mode:
        return
    if mode == LIVE:
        raise SettingsProblem(f"{MODE.name} is live, and {API_KEY.name} is a test key: {API_KEY.command}")
    raise SettingsProblem(
        f"{API_KEY.name} is a live key, and the stack's own config does not say that it manages live webhooks: "
        f"{MODE.command_for(LIVE)}"
    )

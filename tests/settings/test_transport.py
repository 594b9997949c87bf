"""The settings of any platform, declared for a platform whose test and production share a host."""

import pytest

from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.settings.hosts import Hosts
from pulumi_payment_webhooks.settings.mechanism import Settings
from pulumi_payment_webhooks.settings.transport import Terms, Transport, TransportSettings
from pulumi_payment_webhooks.settings.values import text

HOST = "api.shop.example"
SHOP = TransportSettings(
    Terms(prefix="shop", account="vendor", owner="store"),
    Hosts({"shop-test": HOST, "shop-production": HOST}, domains=(".shop.example",)),
    text,
)
DECLARED = (
    SHOP.environment,
    SHOP.endpoint,
    SHOP.allowed_owners,
    SHOP.offline_preview,
    SHOP.moved_from,
    SHOP.workers,
    SHOP.timeout,
    SHOP.retries,
    SHOP.retry_wait,
)


def settings(*, environ=None, **stack):
    """Settings of a stack and of the environment, names in the stack without the platform."""
    return Settings({f"payment-webhooks:shop{name}": value for name, value in stack.items()}.get, environ or {})


def problem(given):
    """The problem with the settings *given*."""
    with pytest.raises(SettingsProblem) as raised:
        SHOP.read(given)
    return str(raised.value)


def test_names_begin_with_the_prefix_and_speak_the_platforms_words():
    """
    Each platform has its own names for the same settings.
    """
    assert [one.name for one in DECLARED] == [
        "shopEnvironment",
        "shopEndpoint",
        "shopAllowedStores",
        "shopOfflinePreview",
        "shopMovedFrom",
        "shopWorkers",
        "shopTimeout",
        "shopRetries",
        "shopRetryWait",
    ]


def test_environment_alone_gives_every_value_its_default():
    """
    The defaults of the settings are those of the values.
    """
    assert SHOP.read(settings(Environment="shop-test")) == Transport(
        endpoint=f"https://{HOST}", environment="shop-test"
    )


def test_values_are_read():
    """
    Each setting ends in the value of its name.
    """
    given = settings(
        Endpoint="http://127.0.0.1:8080",
        AllowedStores="b,a",
        OfflinePreview="true",
        MovedFrom="api.shop.example/old",
        Workers="2",
        Timeout="1.5",
        Retries="1",
        RetryWait="0",
    )

    assert SHOP.read(given) == Transport(
        endpoint="http://127.0.0.1:8080",
        allowed_owners=frozenset({"a", "b"}),
        offline_preview=True,
        moved_from="api.shop.example/old",
        workers=2,
        timeout=1.5,
        retries=1,
        retry_wait=0.0,
    )


def test_production_by_name_is_guarded_where_the_host_is_that_of_tests():
    """
    One host for both: the name of the environment decides, and only the stack may give it.
    """
    assert "only the stack's own config may do that: pulumi config set payment-webhooks:shopEnvironment" in problem(
        settings(environ={"SHOP_ENVIRONMENT": "shop-production"})
    )


def test_production_of_the_stack_is_used():
    """
    A stack that names production gets it.
    """
    assert SHOP.read(settings(Environment="shop-production")).endpoint == f"https://{HOST}"


def test_unknown_host_of_the_platform_counts_as_production():
    """
    A host below the platform's domain that is not a known test host needs the stack's word.
    """
    assert problem(settings(Environment="shop-test", Endpoint="https://eu.shop.example")).startswith(
        "shopEndpoint is a production host"
    )


def test_misspelt_environment_is_answered_with_the_nearest():
    """
    The suggestion is one of the platform's own environments.
    """
    assert "did you mean shop-production?" in problem(settings(Environment="shop-prodution"))


def test_owner_outside_the_list_is_refused_in_the_platforms_words():
    """
    The refusal names the owners that are allowed and the setting that lists them.
    """
    transport = Transport(endpoint="https://x", allowed_owners=frozenset({"b", "a"}))

    assert SHOP.why_not_allowed(transport, "a") is None
    assert SHOP.why_not_allowed(transport, "c") == (
        "the store is not among those this stack may touch (a, b); shopAllowedStores lists them"
    )


def test_account_name_is_explained_in_the_platforms_words():
    """
    A malformed account name is answered with the form and an example.
    """
    assert "must be host/vendor, such as api.shop.example/my_vendor" in problem(
        settings(Environment="shop-test", MovedFrom="shop")
    )


BARE = TransportSettings(Terms(prefix="kiosk", account="mode"), Hosts({}, domains=(".kiosk.example",), example=HOST))


def test_platform_without_environments_needs_an_endpoint():
    """
    Without environments no host is a default: the endpoint is required, and nothing else is asked.
    """
    with pytest.raises(SettingsProblem, match=r"kioskEndpoint is not set"):
        BARE.read(Settings(lambda _: None, {}))
    assert BARE.endpoint.needed == "required"


def test_platform_without_environments_and_owners_reads_the_rest():
    """
    Its other settings are those of every platform; it has no environment, and limits nothing to owners.
    """
    found = BARE.read(Settings({"payment-webhooks:kioskEndpoint": f"https://{HOST}"}.get, {}))

    assert (found.endpoint, found.environment, found.allowed_owners) == (f"https://{HOST}", None, None)


def test_account_of_a_platform_without_environments_has_an_example():
    """
    The setting for moves shows the platform's example host.
    """
    with pytest.raises(ValueError, match=r"must be host/mode, such as api\.shop\.example/my_mode"):
        BARE.moved_from.parse("nowhere")

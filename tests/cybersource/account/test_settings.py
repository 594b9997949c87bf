"""What Cybersource asks for, and how production is kept from being reached by accident."""

import pytest

from pulumi_payment_webhooks.cybersource.account.hosts import HOSTS
from pulumi_payment_webhooks.cybersource.account.settings import TABLE, guard_organization, read_settings
from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.settings.mechanism import Settings

SECRET = "yBJxy6LjM2TmcPGu+GaJrHtkke25fPpUX+UY6/L/1tE="
CREDENTIALS = {"MerchantId": "shop", "KeyId": "key-1", "SharedSecret": SECRET}
TEST = {**CREDENTIALS, "Environment": "test"}


def read(stack, **environ):
    """The settings that *stack* (names without the platform) and the environment give."""
    config = {f"payment-webhooks:cybersource{name}": value for name, value in stack.items()}
    return read_settings(Settings(config.get, environ))


def problems(stack, **environ):
    """Every line of the problem with *stack*."""
    with pytest.raises(SettingsProblem) as problem:
        read(stack, **environ)
    return str(problem.value).split("\n")


@pytest.mark.parametrize(("name", "host"), HOSTS.by_environment.items())
def test_each_environment_has_its_host(name, host):
    """
    Every documented host can be chosen by its name in stack config.
    """
    assert read({**CREDENTIALS, "Environment": name}).endpoint == f"https://{host}"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("test", "cybersource-test"),
        ("Production", "cybersource-production"),
        ("production-india", "cybersource-production-india"),
    ],
)
def test_short_forms_mean_the_cybersource_hosts(short, full):
    """
    The short forms are accepted, in any case, and become the full name.
    """
    assert read({**CREDENTIALS, "Environment": short}).environment == full


def test_typo_in_the_environment_is_answered_with_the_nearest_name():
    """
    A misspelt name is not guessed, but suggested.
    """
    assert "did you mean cybersource-test?" in problems({**CREDENTIALS, "Environment": "cybersorce-test"})[0]


def test_unknown_environment_is_answered_with_all_names():
    """
    A name that resembles none gets the whole list.
    """
    assert "visa-acceptance-production" in problems({**CREDENTIALS, "Environment": "qqq"})[0]


def test_everything_missing_is_reported_at_once():
    """
    An empty stack learns in one go that address, merchant, key id and secret are missing.
    """
    assert [line.split(" ")[0] for line in problems({})[1:]] == [
        "neither",
        "cybersourceMerchantId",
        "cybersourceKeyId",
        "cybersourceSharedSecret",
    ]


def test_environment_variables_suffice():
    """
    A pipeline may set everything but production in its environment.
    """
    settings = read(
        {},
        CYBERSOURCE_ENVIRONMENT="visa-acceptance-test",
        CYBERSOURCE_MERCHANT_ID="shop",
        CYBERSOURCE_KEY_ID="key-1",
        CYBERSOURCE_SHARED_SECRET=SECRET,
    )

    assert settings.endpoint == "https://apitest.visaacceptance.com"


def test_production_from_the_environment_is_refused():
    """
    A variable left over in a shell does not reach production.
    """
    assert "only the stack's own config may do that" in problems(CREDENTIALS, CYBERSOURCE_ENVIRONMENT="production")[0]


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://api.cybersource.com",
        "https://API.Cybersource.com.",
        "https://api.cybersource.com:443/",
        "https://api.in.cybersource.com",
        "https://api-ma.cybersource.com",
        "https://api.visaacceptance.com",
        "https://api.eu.cybersource.com",
    ],
)
@pytest.mark.parametrize("environment", [{}, {"Environment": "test"}])
def test_production_endpoint_without_production_environment_is_refused(endpoint, environment):
    """
    A production host by its URL needs the stack to say production too; an unknown host of the vendor counts as one.
    """
    assert "is a production host" in problems({**CREDENTIALS, **environment, "Endpoint": endpoint})[0]


def test_production_endpoint_of_a_production_stack_is_used():
    """
    A stack that names its environment as production may give the host as a URL.
    """
    stack = {**CREDENTIALS, "Environment": "production", "Endpoint": "https://api.in.cybersource.com"}

    assert read(stack).endpoint == "https://api.in.cybersource.com"


@pytest.mark.parametrize(
    "host", ["apitest.cybersource.com", "127.0.0.1", "evilcybersource.com", "cybersource.com.example"]
)
def test_other_hosts_are_not_production(host):
    """
    Test hosts, this machine and strangers' names are not taken for production.
    """
    assert not HOSTS.is_production(host)


def test_endpoint_in_the_environment_does_not_redirect_a_stack():
    """
    A stack that names its environment is not silently sent elsewhere by a variable.
    """
    assert "contradicts the stack" in problems(TEST, CYBERSOURCE_ENDPOINT="https://elsewhere.example")[0]


def test_endpoint_of_the_stack_goes_before_its_environment():
    """
    A gateway in front of the platform is used instead of the environment's own host.
    """
    assert read({**TEST, "Endpoint": "https://gateway.example:8443"}).endpoint == "https://gateway.example:8443"


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:8080", "http://127.8.9.10", "http://localhost:80", "http://[::1]:8080"]
)
def test_plain_http_to_this_machine_is_allowed(endpoint):
    """
    A simulator on loopback needs no TLS.
    """
    assert read({**CREDENTIALS, "Endpoint": f"{endpoint}/"}).endpoint == endpoint


@pytest.mark.parametrize(
    ("endpoint", "complaint"),
    [
        ("http://10.0.0.1", "plain http"),
        ("http://localhost.example", "plain http"),
        ("http://127.0.0.1.example", "plain http"),
        ("https://me:hunter2@apitest.cybersource.com", "carries credentials"),
        ("https://apitest.cybersource.com/v1", "path or a query"),
        ("https://apitest.cybersource.com?a=b", "path or a query"),
        ("https://apitest.cybersource.com#", "path or a query"),
        ("apitest.cybersource.com", "is not a URL"),
        ("ftp://apitest.cybersource.com", "is not a URL"),
        ("https://", "is not a URL"),
        ("https://a b", "is not a URL"),
        ("https://host:port", "is not a URL"),
        ("https://[::1", "is not a URL"),
    ],
)
def test_endpoint_is_scheme_host_and_port(endpoint, complaint):
    """
    Anything else is refused, and credentials in it are not repeated.
    """
    line = problems({**CREDENTIALS, "Endpoint": endpoint})[0]

    assert complaint in line
    assert "hunter2" not in line


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("not base64 at all", "contains a blank"),
        ("aGVsbG8=", "has 5 bytes, and a shared secret has 16 bytes or more"),
        (SECRET[:-1], "has 43 characters"),
        (SECRET + "!", "contains a character that base64 does not have"),
    ],
)
def test_secret_that_is_not_base64_is_refused_unseen(secret, reason):
    """
    A secret that was cut or is something else is refused with the reason, without being shown.
    """
    line = problems({**TEST, "SharedSecret": secret})[0]

    assert line.startswith(f"cybersourceSharedSecret {reason}")
    assert secret not in line


def test_ids_with_strange_characters_are_refused():
    """
    An id travels in headers, so a line break or a quote inside it is refused.
    """
    assert "contains a quotation mark" in problems({**TEST, "KeyId": 'a"b'})[0]


def test_organization_is_the_merchant_unless_named():
    """
    The default organization is the merchant itself.
    """
    assert (read(TEST).organization_id, read({**TEST, "OrganizationId": "org"}).organization_id) == ("shop", "org")


def test_defaults_are_those_of_the_table():
    """
    What nobody sets is what the documentation says.
    """
    settings = read(TEST)

    assert (settings.authentication, settings.timeout, settings.retries, settings.retry_wait) == ("jwt", 30.0, 4, 0.5)


def test_wrong_numbers_are_reported_with_everything_else():
    """
    Problems of every kind come together, one line each.
    """
    stack = {**TEST, "Timeout": "soon", "Retries": 0, "RetryWait": -1, "Authentication": "basic"}

    assert len(problems(stack)) == 5


P12 = {"MerchantId": "shop", "Environment": "test", "Authentication": "jwt-p12"}
FILE = {"P12": "keys/shop.p12", "P12Password": "open, sesame"}


def test_certificate_takes_the_place_of_the_shared_secret():
    """
    With a P12 file and its password, neither key id nor shared secret is needed.
    """
    settings = read({**P12, **FILE})

    assert settings.p12.get_secret_value() == "keys/shop.p12"
    assert settings.p12_password.get_secret_value() == "open, sesame"


def test_certificate_is_asked_for_where_it_should_sign():
    """
    A stack that wants to sign with a certificate learns in one go that file and password are missing.
    """
    assert problems(P12)[1:] == [
        "cybersourceP12 is not set: pulumi config set --secret payment-webhooks:cybersourceP12 "
        "(or CYBERSOURCE_P12 in the environment)",
        "cybersourceP12Password is not set: pulumi config set --secret payment-webhooks:cybersourceP12Password "
        "(or CYBERSOURCE_P12_PASSWORD in the environment)",
    ]


def test_certificate_that_is_not_used_is_mentioned():
    """
    Beside a missing shared secret, a P12 file that nothing asks for is what was meant.
    """
    stack = {"MerchantId": "shop", "Environment": "test", **FILE}

    assert problems(stack)[-1] == (
        "cybersourceP12 is set, and cybersourceAuthentication does not say to use it: "
        "pulumi config set payment-webhooks:cybersourceAuthentication jwt-p12"
    )


def test_certificate_may_lie_ready():
    """
    A P12 file beside a complete shared secret is neither used nor complained about.
    """
    assert read({**TEST, **FILE}).p12 is None


def test_unknown_authentication_asks_for_no_key():
    """
    As long as nobody knows how to sign, only the word is complained about.
    """
    stack = {"MerchantId": "shop", "Environment": "test", "Authentication": "p12"}

    assert "is 'p12', which is not one of jwt, jwt-p12, http-signature" in problems(stack)[0]


@pytest.mark.parametrize(("stack", "version"), [({}, "v2"), ({"ApiVersion": "v1"}, "v1"), ({"ApiVersion": "V2"}, "v2")])
def test_version_of_the_api(stack, version):
    """
    v2 is used unless a stack says v1, in any case.
    """
    assert read({**TEST, **stack}).api_version == version


def test_unknown_version_of_the_api_is_refused():
    """
    Any other word is answered with the two that are known.
    """
    assert problems({**TEST, "ApiVersion": "3"}) == [
        "cybersourceApiVersion is '3', which is not one of v1, v2: "
        "pulumi config set payment-webhooks:cybersourceApiVersion v2"
    ]


def test_any_organization_may_be_touched_by_default():
    """
    Without a list nothing is refused.
    """
    assert guard_organization(read(TEST), "any") is None


def test_organization_outside_the_list_is_refused():
    """
    The refusal names the organization, the list, and the setting.
    """
    settings = read({**TEST, "AllowedOrganizations": "b,a"})

    assert guard_organization(settings, "c") == (
        "the organization is not among those this stack may touch (a, b); cybersourceAllowedOrganizations lists them"
    )


def test_organization_on_the_list_is_allowed():
    """
    A listed organization passes.
    """
    assert guard_organization(read({**TEST, "AllowedOrganizations": ["a"]}), "a") is None


def test_settings_show_no_secret():
    """
    Printing the settings prints neither shared secret nor certificate nor password.
    """
    shown = repr(read(TEST)) + repr(read({**P12, **FILE}))

    assert [one for one in (SECRET, *FILE.values()) if one in shown] == []


@pytest.mark.parametrize("setting", TABLE, ids=lambda setting: setting.name)
def test_each_setting_begins_with_the_platform_and_is_explained(setting):
    """
    Names share the platform's prefix, and each has a sentence for the documentation.
    """
    assert setting.name.startswith("cybersource")
    assert setting.meaning.endswith(".")

"""An account of its own: what the engine gets of its settings."""

import types

import pytest

import pulumi
from codegen.account_settings import settings_source
from pulumi_payment_webhooks import Provider, registry
from pulumi_payment_webhooks.program import settings as program_settings
from pulumi_payment_webhooks.settings.mechanism import Setting
from pulumi_payment_webhooks.settings.values import secret, text

EVERY = [one for name in registry.PLATFORMS for one in registry.platform(name).settings]
SETTINGS = [one for one in EVERY if not one.is_for_one_run]


@pytest.fixture
def register(run, requests):
    """Registers an account with the given settings; gives the engine's names of all, and of those that are secret."""

    def register_one(**settings):
        run(lambda: Provider("eu", **settings).urn)
        sent = requests[-1].object.fields
        return set(sent), {name for name, value in sent.items() if value.struct_value.fields}

    return register_one


def keyword(setting):
    return setting.variable.lower()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_setting_is_secret_where_the_table_says_so(register, setting):
    """
    The engine gets a setting under its own name, encrypted if the settings table says that it is secret.
    """
    names, secrets = register(**{keyword(setting): "value"})

    assert (names, secrets) == ({setting.key}, {setting.key} if setting.secret else set())


@pytest.mark.parametrize(
    ("name", "is_secret"), [("cybersourceBearer", True), ("cybersourceSecretlessLogin", False), ("cybersourceXY", True)]
)
def test_new_setting_needs_the_table_only(register, monkeypatch, name, is_secret):
    """
    A new setting is encrypted or not as the table says, whatever it is called: nothing else has to be written.
    """
    new = Setting(name, "New.", secret if is_secret else text, secret=is_secret)
    generated = types.ModuleType("generated")
    exec(compile(settings_source([*SETTINGS, new]), "generated", "exec"), generated.__dict__)
    monkeypatch.setattr(program_settings, "NAMES", generated.NAMES)
    monkeypatch.setattr(program_settings, "SECRETS", generated.SECRETS)
    _, secrets = register(**{keyword(new): "value"})

    assert secrets == ({new.key} if is_secret else set())


LIMIT = "payment-webhooks:cybersourceMaxDeletions"


@pytest.fixture
def stack_config():
    """Sets the stack's config: a limit on deletions, and what no account gets of it."""

    def set_one(*secrets):
        pulumi.runtime.set_all_config({LIMIT: "3", "payment-webhooks:cybersourceKeyId": "of the stack"}, list(secrets))

    yield set_one
    pulumi.runtime.set_all_config({}, [])


def test_account_has_the_limit_of_the_stack(register, stack_config):
    """
    A limit on deletions holds for the accounts that a program declares as well; all else is their own.
    """
    stack_config()

    assert register(cybersource_retries=1) == ({LIMIT, "payment-webhooks:cybersourceRetries"}, set())


def test_limit_of_the_stack_stays_secret(register, stack_config):
    """
    A limit that is secret in the stack's config is encrypted in the account, too.
    """
    stack_config(LIMIT)

    assert register()[1] == {LIMIT}


def test_account_may_have_its_own_limit(run, requests, stack_config):
    """
    A limit that an account sets itself takes precedence over that of the stack.
    """
    stack_config()
    run(lambda: Provider("eu", cybersource_max_deletions=7).urn)

    assert requests[-1].object.fields[LIMIT].number_value == 7


def test_setting_that_nobody_knows_is_kept_secret(register):
    """
    A misspelled credential is encrypted, too; the preview reports its name.
    """
    assert register(cybersource_shared_secert="value")[1] == {"payment-webhooks:cybersourceSharedSecert"}


@pytest.mark.parametrize("listed", [["b", "a"], {"b": 1, "a": 2}.keys(), (one for one in "ba"), ("b", "a")], ids=type)
def test_list_of_organizations_may_be_any_iterable(run, requests, listed):
    """
    A setting that is a list accepts whatever gives texts.
    """
    run(lambda: Provider("eu", cybersource_allowed_organizations=listed).urn)

    assert '"a"' in str(requests[-1].object)
    assert '"b"' in str(requests[-1].object)


@pytest.mark.parametrize("name", ["cybersource_key_id", "payment-webhooks:cybersourceKeyId"])
def test_options_of_an_account_name_settings(run, requests, name):
    """
    The options of an account name its settings as the program does, or by their keys in the stack's config.
    """
    opts = pulumi.ResourceOptions(ignore_changes=[name], additional_secret_outputs=[name])
    run(lambda: Provider("eu", cybersource_key_id="id", opts=opts).urn)

    assert list(requests[-1].ignoreChanges) == ['["payment-webhooks:cybersourceKeyId"]']
    assert list(requests[-1].additionalSecretOutputs) == ["payment-webhooks:cybersourceKeyId"]


def test_option_that_names_no_setting_is_a_warning(run, caplog):
    """
    A setting that an account does not have is a warning in its options.
    """
    run(lambda: Provider("eu", opts=pulumi.ResourceOptions(ignore_changes=["cybersource_keyid"])).urn)

    assert "eu: ignore_changes: unknown property 'cybersource_keyid' (no effect). Did you mean" in caplog.text


@pytest.mark.parametrize("wrong", [object(), b"secret", [object()]])
def test_wrong_setting_is_one_line(run, wrong):
    """
    A value that the engine cannot carry ends the program in one line that names the account and the setting.
    """
    with pytest.raises(pulumi.RunError, match=r"Provider 'eu': cybersource_shared_secret: cannot be an? "):
        run(lambda: Provider("eu", cybersource_shared_secret=wrong).urn)

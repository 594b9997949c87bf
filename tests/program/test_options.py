"""Resource options that name properties."""

from enum import StrEnum
from importlib import import_module
from typing import Any

import pytest
from tests.program.samples import LEAST

import pulumi
from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.cybersource import DigitalSignatureKey, RetryPolicy, WebhookSubscription
from pulumi_payment_webhooks.program.options import Fields, spelled, wire_path
from pulumi_payment_webhooks.reconcile.declare.shapes import MapOf, ObjectOf, SetOf, outputs_of, shape_of

EVENT = "payments.capture.status.accepted"
RESOURCES = [one for name in registry.PLATFORMS for one in registry.platform(name).resources]
SUBSCRIPTION = Fields(WebhookSubscription._inputs, WebhookSubscription._outputs)
STORED = {
    "retryPolicy.interval": [
        *("retry_policy.interval", 'retry_policy["interval"]', "retry_policy['interval']", "retryPolicy.interval"),
        *(
            'retryPolicy["interval"]',
            '["retry_policy"]["interval"]',
            '["retryPolicy"].interval',
            "[retry_policy].interval",
        ),
    ],
    "retryPolicy.firstRetry": ["retry_policy.first_retry", "retryPolicy.first_retry", 'retry_policy["firstRetry"]'],
    "securityPolicy.config.additionalConfig.keyId": [
        *("security_policy.config.additional_config.key_id", 'security_policy["config"].additionalConfig["key_id"]'),
    ],
    "securityPolicy.config.oAuthURL": ["security_policy.config.oauth_url", "securityPolicy['config']['oAuthURL']"],
    "products.payments": ["products.payments", 'products["payments"]', "products['payments']"],
    f'products.payments["{EVENT}"]': [
        *(f'products.payments["{EVENT}"]', f'products["payments"]["{EVENT}"]', f"products['payments']['{EVENT}']"),
        *(f"products.payments.{EVENT}", f'["products"].payments[{EVENT}]'),
    ],
    "products.*": ["products.*", "products[*]", 'products["*"]'],
    "products.payments.*": ["products.payments.*", 'products["payments"][*]'],
    f'products.*["{EVENT}"]': [f'products[*]["{EVENT}"]'],
    "scopeData.acme": ["scope_data.acme", 'scope_data["acme"]', "scopeData['acme']"],
    "retryPolicy.*": ["retry_policy.*", "retryPolicy[*]"],
    "*": ["*"],
    "webhookUrl": ["webhook_url", "webhookUrl", "['webhook_url']"],
}
UNKNOWN = {
    "webhook_ulr": "unknown property 'webhook_ulr' (no effect). Did you mean 'webhook_url'?",
    "retry_policy.intervall": (
        "unknown property 'retry_policy.intervall' (no effect). Did you mean 'retry_policy.interval'?"
    ),
    "retryPolicy['firstretry']": (
        "unknown property 'retryPolicy.firstretry' (no effect). Did you mean 'retryPolicy.first_retry'?"
    ),
    "xyz": "unknown property 'xyz' (no effect)",
    "name.first": "unknown property 'name.first' (no effect)",
    "products[0]": "unknown property 'products[0]' (no effect)",
    "scope_data[0]": "'scope_data[0]' has no effect: a set has no order, so name the member",
    "retry_policy[": "'retry_policy[' is not a property path (ignored)",
    "": "'' is not a property path (ignored)",
    "current_status": "'currentStatus' has no effect: it is an output",
    "retry_policy.schedule": "'retryPolicy.schedule' has no effect: it is an output",
}


def options(**given: Any) -> pulumi.ResourceOptions:
    """Pulumi's options, with wrong kinds of values too."""
    return pulumi.ResourceOptions(**given)


class Ignored(StrEnum):
    """Names of fields."""

    NAME = "name"
    URL = "webhook_url"


def named(resource):
    """Every path of *resource* down to the fields, in Python's names, and as it is stored."""

    def below(shape, python, wire):
        yield python, wire
        if isinstance(shape, ObjectOf):
            for field in shape.fields:
                yield from below(field.shape, (*python, field.name), (*wire, field.wire))
        if isinstance(shape, MapOf):
            yield from below(shape.value, (*python, "key"), (*wire, "key"))
        if isinstance(shape, SetOf):
            yield (*python, "a.b"), (*wire, "a.b")

    for shape in (shape_of(resource.declaration), outputs_of(resource.declaration)):
        yield from (pair for pair in below(shape, (), ()) if pair[0])


def bracketed(path):
    return "".join(f'["{one}"]' for one in path)


def dotted(path):
    return "".join((f'["{one}"]' if "." in one else f".{one}") if number else one for number, one in enumerate(path))


@pytest.mark.parametrize("spell", [dotted, bracketed])
@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.kind)
def test_every_field_of_every_resource(resource, spell):
    """
    Every field, at every depth, is found in Python's names and in the stored ones, with dots and with brackets.
    """
    cls = getattr(import_module(f"pulumi_payment_webhooks.{resource.platform}"), resource.declaration.__name__)
    fields = Fields(cls._inputs, cls._outputs)
    paths = list(named(resource))

    assert len(paths) > 1
    assert [wire_path(fields, spell(python)) for python, _ in paths] == [dotted(wire) for _, wire in paths]
    assert [wire_path(fields, spell(wire)) for _, wire in paths] == [dotted(wire) for _, wire in paths]


@pytest.mark.parametrize(("stored", "spelling"), [(stored, one) for stored, all in STORED.items() for one in all])
@pytest.mark.parametrize("option", ["ignore_changes", "replace_on_changes", "hide_diffs"])
def test_every_spelling_has_an_effect(option, stored, spelling):
    """
    Every spelling of a path is handed to the engine as the one that it knows, without a warning.
    """
    result, warnings = spelled(options(**{option: [spelling]}), SUBSCRIPTION, "s")

    assert (getattr(result, option), warnings) == ([stored], ())


@pytest.mark.parametrize(("path", "warning"), UNKNOWN.items())
def test_name_without_effect_is_a_warning(path, warning):
    """
    A path that the engine would ignore in silence is a warning, with the name that was probably meant.
    """
    _, warnings = spelled(options(ignore_changes=[path]), SUBSCRIPTION, "s")

    assert warnings == (f"ignore_changes: {warning}",)


@pytest.mark.parametrize(
    ("cls", "path", "has_effect"),
    [
        (WebhookSubscription, "current_status", False),
        (WebhookSubscription, "retry_policy.schedule", True),
        (RetryPolicy, "schedule", True),
        (DigitalSignatureKey, "key_id", False),
        (WebhookSubscription, "#initerror", True),
        (WebhookSubscription, "__provider", True),
    ],
)
def test_replacing_on_an_output(cls, path, has_effect):
    """
    Only what is computed from the inputs differs in a preview; an output of the platform cannot replace anything.
    """
    fields = Fields(cls._inputs, cls._outputs)
    _, warnings = spelled(options(replace_on_changes=[path]), fields, "s")

    assert (not warnings) is has_effect


@pytest.mark.parametrize(
    ("path", "stored"),
    [
        ("current_status", "currentStatus"),
        ("security_policy.config", "securityPolicy"),
        ('products["payments"]', "products"),
        ("webhookUrl", "webhookUrl"),
    ],
)
def test_secret_output_is_a_whole_property(path, stored):
    """
    The engine hides whole properties only: a path below one hides all of it.
    """
    result, warnings = spelled(options(additional_secret_outputs=[path]), SUBSCRIPTION, "s")

    assert (result.additional_secret_outputs, warnings) == ([stored], ())


@pytest.mark.parametrize(
    "listed",
    [
        lambda: ["name", "webhook_url"],
        lambda: ("name", "webhook_url"),
        lambda: {"name": 1, "webhook_url": 2}.keys(),
        lambda: (one for one in ("name", "webhook_url")),
        lambda: Ignored,
        lambda: [Ignored.NAME, "webhook_url"],
    ],
)
def test_option_may_be_any_iterable(listed):
    """
    Whatever gives texts is a list of paths.
    """
    result, _ = spelled(options(ignore_changes=listed()), SUBSCRIPTION, "s")

    assert result.ignore_changes == ["name", "webhookUrl"]


def test_options_may_be_shared():
    """
    Options that hold a generator have the same effect on the second resource as on the first.
    """
    opts = options(ignore_changes=(one for one in ("name", "webhook_url")))
    first, second = (spelled(opts, SUBSCRIPTION, "s")[0].ignore_changes for _ in range(2))

    assert first == second == ["name", "webhookUrl"]


def test_options_of_the_program_are_left_alone():
    """
    What the program wrote is not changed: other resources have other names.
    """
    opts = options(ignore_changes=["webhook_url"])
    spelled(opts, SUBSCRIPTION, "s")

    assert opts.ignore_changes == ["webhook_url"]


@pytest.mark.parametrize("option", ["ignore_changes", "replace_on_changes", "hide_diffs", "additional_secret_outputs"])
@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("name", "must be a list of property names, not text: write ['name']"),
        (b"name", "must be a list of property names, not of type bytes"),
        (5, "must be a list of property names, not of type int"),
        ({"name": True}, "must be a list of property names, not of type dict"),
        ([None], "must be a list of property names, and one is None"),
        ([b"name"], "must be a list of property names, and one is of type bytes"),
        ([["name"]], "must be a list of property names, and one is of type list"),
    ],
)
def test_wrong_option_is_one_line(run, option, wrong, reason):
    """
    An option that is not a list of texts ends the program in one line that names the resource and the option.
    """
    with pytest.raises(pulumi.RunError) as told:
        run(lambda: WebhookSubscription("one", **LEAST, opts=options(**{option: wrong})).urn)

    assert str(told.value) == f"WebhookSubscription 'one': {option}: {reason}"


def test_option_that_is_known_later_is_refused(run):
    """
    The engine has to know the paths before an output is known.
    """
    with pytest.raises(pulumi.RunError, match="'one': ignore_changes: must be known when the program runs"):
        run(
            lambda: (
                WebhookSubscription("one", **LEAST, opts=options(ignore_changes=pulumi.Output.from_input(["name"]))).urn
            )
        )


def test_engine_gets_the_stored_names(run, requests):
    """
    Each of the four options reaches the engine in stored names, and so does what a component merged into it.
    """
    opts = pulumi.ResourceOptions.merge(
        options(ignore_changes=["retry_policy['interval']"]),
        options(
            ignore_changes=["webhook_url"],
            replace_on_changes=["retry_policy.first_retry"],
            hide_diffs=["health_check_url"],
            additional_secret_outputs=["created_on"],
        ),
    )
    run(lambda: WebhookSubscription("s", **LEAST, opts=opts).urn)
    sent = requests[-1]

    assert list(sent.ignoreChanges) == ["retryPolicy.interval", "webhookUrl"]
    assert (list(sent.replaceOnChanges), list(sent.hideDiffs)) == (["retryPolicy.firstRetry"], ["healthCheckUrl"])
    assert list(sent.additionalSecretOutputs) == ["createdOn"]


def test_transformation_writes_names_in_every_spelling(run, requests):
    """
    What a transformation of the older kind adds to the options is spelled as well.
    """

    def ignore(args):
        added = options(ignore_changes=["retry_policy['interval']"])
        return pulumi.ResourceTransformationResult(args.props, pulumi.ResourceOptions.merge(args.opts, added))

    run(lambda: WebhookSubscription("s", **LEAST, opts=options(transformations=[ignore])).urn)

    assert list(requests[-1].ignoreChanges) == ["retryPolicy.interval"]


def test_warning_reaches_the_engine(run, caplog):
    """
    A name without effect is a warning that names the resource, once.
    """
    run(lambda: WebhookSubscription("one", **LEAST, opts=options(ignore_changes=["webhook_ulr"])).urn)
    told = [one.getMessage() for one in caplog.records if (one.name, one.levelname) == ("root", "WARNING")]

    assert told == [
        "one: ignore_changes: unknown property 'webhook_ulr' (no effect). Did you mean 'webhook_url'?",
    ]


@pytest.mark.parametrize("option", ["import_", "id"])
def test_import_names_what_to_write_instead(run, option):
    """
    An import or a look-up, which no stack of ours can do, ends in one line that names the field to adopt with.
    """
    with pytest.raises(pulumi.RunError) as told:
        run(lambda: WebhookSubscription("one", **LEAST, opts=options(**{option: "5"})).urn)

    assert str(told.value) == (
        f"WebhookSubscription 'one': {option}= is not possible; to manage what exists, use adopt_existing; "
        "see docs/how-to/adopt.md"
    )


@pytest.mark.parametrize(
    ("make", "instead"),
    [
        (lambda opts: DigitalSignatureKey("k", opts=opts), "use existing_key_id and existing_key"),
        (lambda opts: RetryPolicy("k", subscription="5", opts=opts), "declare it without import_"),
    ],
)
def test_import_of_another_resource(run, make, instead):
    """
    Each resource names its own way to manage what exists.
    """
    with pytest.raises(pulumi.RunError, match=instead):
        run(lambda: make(options(import_="5")).urn)


def test_get_names_what_to_write_instead():
    """
    Pulumi's static look-up ends in the same line.
    """
    with pytest.raises(pulumi.RunError, match=r"WebhookSubscription 'one': get is not possible; .*use adopt_existing;"):
        WebhookSubscription.get("one", "5")


@pytest.mark.parametrize("opts", [{"protect": True}, "protect", 5])
def test_options_of_another_kind_are_refused(run, opts):
    """
    What is not Pulumi's options ends the program in one line.
    """
    with pytest.raises(pulumi.RunError, match=r"WebhookSubscription 'one': opts must be pulumi.ResourceOptions"):
        run(lambda: WebhookSubscription("one", **LEAST, opts=opts).urn)


@pytest.mark.parametrize("name", [None, "", 5, pulumi.Output])
def test_resource_name_is_text(run, name):
    """
    A name that is not text, or empty, ends the program in one line.
    """
    with pytest.raises(pulumi.RunError, match="WebhookSubscription: resource_name must be text that is not empty"):
        run(lambda: WebhookSubscription(name, **LEAST).urn)

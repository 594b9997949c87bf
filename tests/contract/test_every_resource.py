"""
What holds for every registered resource, whatever it is, with each variant of its platform's API.

A new resource gets this suite for free: what it declares is read off its shape. A new platform adds
`tests/<platform>/contract.py`, which names its simulator and the variants of its API.
"""

from dataclasses import replace
from functools import partial
from importlib import import_module

import pytest
from tests.contract.platform import value_of

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.errors import PaymentWebhooksError, SettingsProblem
from pulumi_payment_webhooks.reconcile.decide.states import ACCOUNT, hidden_part
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN
from pulumi_payment_webhooks.reconcile.declare.shapes import outputs_of, shape_of
from pulumi_payment_webhooks.reconcile.run.lifecycle import Lifecycle


def contract_of(resource):
    """What the platform of *resource* adds to this suite."""
    return import_module(f"tests.{resource.platform}.contract")


RESOURCES = [one for name in registry.PLATFORMS for one in registry.platform(name).resources]
FIELDS = [(one, field) for one in RESOURCES for field in shape_of(one.declaration).fields if not field.derived]
LIVES = [(one, variant) for one in RESOURCES for variant in contract_of(one).VARIANTS]
FIELDS_OF_LIVES = [(one, field, variant) for one, field in FIELDS for variant in contract_of(one).VARIANTS]

every_resource = pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.kind)
every_life = pytest.mark.parametrize(
    ("resource", "variant"), LIVES, ids=[f"{one.kind} {variant}" for one, variant in LIVES]
)
every_field = pytest.mark.parametrize(("resource", "field"), FIELDS, ids=[f"{one.kind} {f.name}" for one, f in FIELDS])
every_field_of_a_life = pytest.mark.parametrize(
    ("resource", "field", "variant"),
    FIELDS_OF_LIVES,
    ids=[f"{one.kind} {f.name} {variant}" for one, f, variant in FIELDS_OF_LIVES],
)


@pytest.fixture
def platform(resource, variant):
    """The platform of the resource, with a simulator of its own."""
    with contract_of(resource).deployed(variant) as platform:
        yield platform
        platform.next_run()


@every_life
def test_least_declaration_is_valid(platform, resource):
    """
    The required fields are enough.
    """
    assert Lifecycle(resource).check({}, platform.least(resource), account=platform.account).failures == ()


@every_life
def test_create_then_read_shows_no_drift(platform, resource):
    """
    What was just created reads as it was declared.
    """
    stored = platform.create(resource, platform.least(resource))
    read = Lifecycle(resource).read(stored.id, stored.outputs, account=platform.account, run=platform.ear)
    assert read

    assert (
        Lifecycle(resource).diff(read.outputs, platform.inputs(resource, platform.least(resource))).changed
        == frozenset()
    )


@every_life
def test_import_by_id_alone_finds_what_was_declared(platform, resource):
    """
    An import finds the object by its id: declaring what it finds shows no difference, and what was declared is all
    there. An object of which the platform shows nothing is refused.
    """
    news = platform.least(resource)
    stored = platform.create(resource, news)
    platform.next_run()
    find = partial(Lifecycle(resource).import_, stored.id, account=platform.account, run=platform.ear)
    if resource.comparison().is_blind:
        with pytest.raises(PaymentWebhooksError, match="cannot import"):
            find()
        return
    found = find()
    assert found

    assert Lifecycle(resource).diff(found.outputs, platform.inputs(resource, found.inputs)).changed == frozenset()
    changed = Lifecycle(resource).diff(found.outputs, platform.inputs(resource, news)).fields
    assert changed & news.keys() == set()


@every_life
def test_state_holds_inputs_and_outputs_only(platform, resource):
    """
    The state has the declared names, the outputs and nothing else that is shown; promised outputs are all there.
    """
    stored = platform.create(resource, platform.least(resource))
    outputs = outputs_of(resource.declaration).fields
    promised = {one.wire for one in outputs if one.required}
    shown = stored.outputs.keys() - hidden_part(stored.outputs).keys()

    assert stored.inputs.keys() | promised <= shown
    assert shown <= stored.inputs.keys() | {one.wire for one in outputs}


@every_life
def test_state_holds_the_account(platform, resource):
    """
    The state says, out of sight, in which account the object is.
    """
    stored = platform.create(resource, platform.least(resource))

    assert stored.outputs[ACCOUNT] == platform.account.name
    assert ACCOUNT not in stored.inputs


@every_life
def test_unchanged_preview_is_silent(platform, resource):
    """
    A later preview of what is as declared says nothing.
    """
    news = platform.least(resource)
    stored = platform.create(resource, news)

    assert platform.compare(resource, stored, news) == ()


@every_life
def test_elsewhere_stops_everything(platform, resource):
    """
    With a state of another account nothing is compared, read, changed or deleted: each ends in one line.
    """
    news = platform.least(resource)
    stored = platform.create(resource, news)
    state = {**stored.outputs, ACCOUNT: "elsewhere.example.com/other"}
    elsewhere = replace(stored, outputs=state)
    run = {"account": platform.account, "run": platform.ear}
    platform.simulator.requests.clear()
    stopped = [one for one in platform.compare(resource, elsewhere, news) if one.refuses]

    for attempt in (
        lambda: Lifecycle(resource).read(stored.id, state, **run),
        lambda: Lifecycle(resource).update(stored.id, state, stored.inputs, **run),
        lambda: Lifecycle(resource).delete(stored.id, state, **run),
    ):
        with pytest.raises(SettingsProblem, match=r"belongs to account elsewhere.example.com/other"):
            attempt()
    assert [one.problem.reason.count("\n") for one in stopped] == [0]
    assert platform.simulator.requests.changes == []


@every_life
def test_state_without_an_account(platform, resource):
    """
    A state from before accounts were recorded previews silently, and can be deleted.
    """
    news = platform.least(resource)
    stored = platform.create(resource, news)
    shown = {name: value for name, value in stored.outputs.items() if name not in hidden_part(stored.outputs)}
    old = replace(stored, outputs=shown)

    assert platform.compare(resource, old, news) == ()
    Lifecycle(resource).delete(old.id, old.outputs, account=platform.account, run=platform.ear)


@every_life
def test_second_delete_is_quiet(platform, resource):
    """
    A delete of what is gone already succeeds.
    """
    stored = platform.create(resource, platform.least(resource))
    delete = partial(Lifecycle(resource).delete, stored.id, stored.outputs, account=platform.account, run=platform.ear)

    assert [delete(), delete()] == [None, None]


@every_life
def test_deletion_sends_a_change_unless_it_only_forgets(platform, resource):
    """
    What the declaration calls only forgotten is deleted without a change at the platform, and everything else with one,
    which needs a permit: without it, nothing is changed.
    """

    def refuse():
        raise PaymentWebhooksError("no")

    stored = platform.create(resource, platform.least(resource))
    platform.simulator.requests.clear()
    delete = partial(Lifecycle(resource).delete, stored.id, stored.outputs, account=platform.account, run=platform.ear)
    with pytest.raises(PaymentWebhooksError, match=r"^no$"):
        delete(permit=refuse)

    assert platform.simulator.requests.changes == []
    delete()
    assert (platform.simulator.requests.changes == []) is resource.declaration.meaning.is_only_forgotten


@every_life
def test_update_with_nothing_to_change_changes_nothing(platform, resource):
    """
    An update without a difference leaves the state as it is.
    """
    stored = platform.create(resource, platform.least(resource))
    updated = Lifecycle(resource).update(
        stored.id, stored.outputs, stored.inputs, account=platform.account, run=platform.ear
    )

    assert updated == stored


@every_life
def test_secrets_stay_out_of_what_is_told(platform, resource):
    """
    Nothing that is said during a life holds the value of a secret.
    """
    stored = platform.create(resource, platform.least(resource))
    Lifecycle(resource).read(stored.id, stored.outputs, account=platform.account, run=platform.ear)
    Lifecycle(resource).delete(stored.id, stored.outputs, account=platform.account, run=platform.ear)
    hidden = [str(stored.outputs[name]) for name in resource.secrets if name in stored.outputs]

    assert [one for one in hidden if one in " ".join(platform.ear.warnings + platform.ear.progressed)] == []


@every_resource
def test_kind_names_folder_and_class(resource):
    """
    The kind is the platform's folder and the name of the declaration.
    """
    assert resource.kind == f"{resource.platform}:{resource.declaration.__name__}"


@every_resource
def test_python_name_stands_for_one_wire_name(resource):
    """
    No two wire names of a resource share a Python name, so that both directions of the translation agree.
    """
    names = resource.names

    assert len(set(names.values())) == len(names)


@every_field_of_a_life
def test_normal_form_is_idempotent(platform, resource, field):
    """
    The normal form of a declaration with this field is its own normal form.
    """
    once = platform.inputs(resource, platform.least(resource) | {field.wire: value_of(field.shape)})

    assert platform.inputs(resource, once) == once


@every_field_of_a_life
def test_unknown_field_passes(platform, resource, field):
    """
    This field may be unknown until the deployment: it is refused only where a good value would be, too.
    """
    known = Lifecycle(resource).check(
        {}, platform.least(resource) | {field.wire: value_of(field.shape)}, account=platform.account
    )
    unknown = Lifecycle(resource).check({}, platform.least(resource) | {field.wire: UNKNOWN}, account=platform.account)

    assert set(unknown.failures) <= set(known.failures)
    assert unknown.inputs[field.wire] is UNKNOWN


@every_field_of_a_life
def test_other_value_is_a_difference(platform, resource, field):
    """
    Another value of this field is a difference, and it makes another object exactly if the field is marked so.
    """
    inputs = platform.inputs(resource, platform.least(resource))
    difference = Lifecycle(resource).diff(inputs, inputs | {field.wire: UNKNOWN})

    assert difference.replacing == ((field.wire,) if field.replaces else ())
    assert difference.fields == {field.wire}


@every_field_of_a_life
def test_wrong_kind_of_value_is_refused_without_repeating_it(platform, resource, field):
    """
    A list of odd things in this field is refused, and the refusal does not show them.
    """
    checked = Lifecycle(resource).check(
        {}, platform.least(resource) | {field.wire: [["hush-4711"]]}, account=platform.account
    )
    reasons = [str(one) for one in checked.failures if one.path[:1] == (field.wire,)]

    assert reasons != []
    assert "hush-4711" not in " ".join(reasons)


@every_field
def test_field_is_described(resource, field):
    """
    This field says what it means.
    """
    assert field.description.rstrip("`").endswith(".")

"""The dynamic face, in Pulumi's own plugin process, called as the engine calls it."""

import gc

import grpc
import pytest
from pulumi.runtime.proto import engine_pb2
from tests.stand_ins.dynamic_process import (
    KEY,
    LITERALS,
    SECRET_MARK,
    SUBSCRIPTION,
    UNKNOWN,
    CallFailed,
    running_host,
    urn,
)
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks import dynamic
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

NEWS = {
    "name": "orders",
    "products": {"payByLink": {"payByLink.customer.payment": True}},
    "webhookUrl": "https://hooks.example.net/visa",
    "retryPolicy": {"interval": "5"},
}


@pytest.fixture(scope="module")
def shared_simulator():
    """One simulator for the module: the host keeps its settings for as long as it lives."""
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def shared_host(shared_simulator, tmp_path_factory):
    """One plugin process, configured for the simulator."""
    config = {
        "Endpoint": shared_simulator.endpoint,
        "MerchantId": shared_simulator.merchant_id,
        "KeyId": shared_simulator.key_id,
        "SharedSecret": {**SECRET_MARK, "value": shared_simulator.shared_secret},
        "RetryWait": "0",
    }
    stack = {f"payment-webhooks:cybersource{name}": value for name, value in config.items()}
    with running_host(stack, tmp_path_factory.mktemp("host")) as host:
        yield host


@pytest.fixture
def simulator(shared_simulator):
    """The simulator, empty but for a signature key."""
    shared_simulator.reset()
    shared_simulator.add_signature_key(shared_simulator.merchant_id)
    return shared_simulator


@pytest.fixture
def host(shared_host, simulator):
    """The plugin process, with nothing heard yet."""
    shared_host.engine.heard.clear()
    return shared_host


@pytest.fixture(scope="module")
def bare_host(tmp_path_factory):
    """A plugin process without any setting."""
    with running_host({}, tmp_path_factory.mktemp("bare")) as host:
        yield host


def created(host, news=NEWS, kind=SUBSCRIPTION):
    return host.create(kind, host.check(kind, news)["inputs"])


def test_check_brings_into_normal_form(host):
    """
    Defaults and derived values are in the inputs that a preview shows, numbers are numbers.
    """
    inputs = host.check(SUBSCRIPTION, NEWS)["inputs"]

    assert (inputs["retryPolicy"]["interval"], inputs["retryPolicy"]["numberOfRetries"]) == (5, 3)
    assert inputs["retryPolicy"]["schedule"].startswith("1, 6, 11 min")


def test_check_keeps_the_literal(host):
    """
    The literal passes a check unchanged.
    """
    assert host.check(SUBSCRIPTION, NEWS)["inputs"]["__provider"] == LITERALS[SUBSCRIPTION]


def test_check_of_its_own_answer_changes_nothing(host):
    """
    A second preview has the inputs of the first.
    """
    first = host.check(SUBSCRIPTION, NEWS)

    assert host.check(SUBSCRIPTION, NEWS, first["inputs"]) == first


@pytest.mark.parametrize("name", ["name", "products", "webhookUrl", "retryPolicy", "status"])
def test_unknown_value_passes(host, name):
    """
    A value that is not known before the deployment is no failure, and stays unknown.
    """
    checked = host.check(SUBSCRIPTION, {**NEWS, name: UNKNOWN})

    assert (checked.get("failures"), checked["inputs"][name]) == (None, UNKNOWN)


def test_failures_speak_as_programs_write(host):
    """
    Every problem comes at once, with fields spelled as a Python program spells them.
    """
    checked = host.check(SUBSCRIPTION, {**NEWS, "webhookUrl": "ftp://x", "retryPolicy": {"firstRetry": -1}})
    reasons = [one["reason"].partition(":")[0] for one in checked["failures"]]

    assert reasons == ["webhook_url", "retry_policy.first_retry"]


def test_failures_name_no_property(host):
    """
    A failure is not tied to a property: the engine would print its value.
    """
    checked = host.check(SUBSCRIPTION, {**NEWS, "webhookUrl": "ftp://x"})

    assert [one.get("property") for one in checked["failures"]] == [None]


@pytest.mark.parametrize(
    ("news", "answer"),
    [
        ({}, {"changes": "DIFF_NONE", "deleteBeforeReplace": True}),
        ({"name": "sales"}, {"changes": "DIFF_UNKNOWN", "deleteBeforeReplace": True}),
        (
            {"organizationId": "other"},
            {"changes": "DIFF_UNKNOWN", "replaces": ["organizationId"], "deleteBeforeReplace": True},
        ),
        ({"name": UNKNOWN}, {"changes": "DIFF_UNKNOWN", "deleteBeforeReplace": True}),
    ],
    ids=str,
)
def test_diff_leaves_the_detail_to_the_engine(host, news, answer):
    """
    A difference is answered with "unknown" and what replaces, so that the engine finds the detail itself.
    """
    there = created(host)
    olds = host.check(SUBSCRIPTION, NEWS)["inputs"]
    inputs = host.check(SUBSCRIPTION, {**NEWS, **news}, olds)["inputs"]

    assert host.diff(SUBSCRIPTION, there["properties"], inputs, id=there["id"]) == answer


def test_create_answers_id_and_state(host, simulator):
    """
    A create answers the platform's id, the inputs and what the platform adds.
    """
    answer = created(host)

    assert answer["id"] in simulator.subscriptions
    assert answer["properties"]["currentStatus"] == "INACTIVE"


def test_secret_output_is_marked(host):
    """
    The secret that the platform tells once comes back with the mark that makes the engine encrypt it.
    """
    answer = created(host, {}, KEY)

    assert answer["properties"]["key"].items() >= SECRET_MARK.items()


def test_secret_is_not_marked_twice(host):
    """
    The engine hands the secret over as plain text, and a read marks it again, once.
    """
    answer = created(host, {}, KEY)
    marked = answer["properties"]["key"]
    read = host.read(KEY, answer["id"], {**answer["properties"], "key": marked["value"]})

    assert read["properties"]["key"] == marked


def test_read_answers_inputs_too(host, simulator):
    """
    Drift is in the inputs, so that a refresh records it and the next preview repairs it.
    """
    answer = created(host)
    simulator.edit(answer["id"], {"name": "by hand"})
    read = host.read(SUBSCRIPTION, answer["id"], answer["properties"])

    assert (read["inputs"]["name"], read["properties"]["name"]) == ("by hand", "by hand")


def test_read_of_what_is_gone_answers_an_empty_id(host, simulator):
    """
    A subscription that does not exist any more is an answer without an id, and a warning that names the host.
    """
    answer = created(host)
    simulator.subscriptions.clear()
    at = simulator.endpoint.removeprefix("http://")

    assert "id" not in host.read(SUBSCRIPTION, answer["id"], answer["properties"])
    assert [one.message for one in host.engine.warnings][-1] == (
        f"orders: {answer['id']} was deleted at {at}; removed from the state; see docs/how-to/find-drift.md"
    )


def test_failed_read_is_an_error(host, simulator):
    """
    A read that fails is an error and not a missing object.
    """
    answer = created(host)
    simulator.fail(500, count=9)

    with pytest.raises(CallFailed, match="cannot read subscription"):
        host.read(SUBSCRIPTION, answer["id"], answer["properties"])


def test_update_answers_the_new_state(host, simulator):
    """
    An update answers what the platform has now.
    """
    answer = created(host)
    inputs = host.check(SUBSCRIPTION, {**NEWS, "name": "sales"}, answer["properties"])["inputs"]
    updated = host.update(SUBSCRIPTION, answer["id"], answer["properties"], inputs)

    assert updated["properties"]["name"] == "sales"
    assert simulator.subscriptions[answer["id"]].name == "sales"


def test_second_delete_is_quiet(host, simulator):
    """
    A delete of what is gone succeeds without a word.
    """
    answer = created(host)
    host.delete(SUBSCRIPTION, answer["id"], answer["properties"])
    host.delete(SUBSCRIPTION, answer["id"], answer["properties"])

    assert (len(simulator.subscriptions), host.engine.heard) == (0, [])


def test_error_is_one_clean_text(host, simulator):
    """
    An error of ours is one line without a traceback or a name of a class.
    """
    simulator.keys.clear()

    with pytest.raises(CallFailed) as caught:
        created(host)
    assert caught.value.code is grpc.StatusCode.FAILED_PRECONDITION
    assert str(caught.value).startswith("cannot create subscription 'orders': the organization has no digital")


def test_error_speaks_as_programs_write(host, simulator):
    """
    A field that an error names is spelled as a Python program spells it.
    """
    simulator.turn(patch_retry_policy="ignore")
    answer = created(host)
    inputs = host.check(SUBSCRIPTION, {**NEWS, "retryPolicy": {"interval": 6}}, answer["properties"])["inputs"]
    host.update(SUBSCRIPTION, answer["id"], answer["properties"], inputs)

    assert "retry_policy.interval" in host.engine.warnings[0].message


def test_bug_keeps_its_traceback(host):
    """
    What is no error of ours ends with a traceback, so that it can be mended.
    """
    with pytest.raises(CallFailed, match="Traceback") as caught:
        host.create(SUBSCRIPTION, {"name": "never checked"})
    assert caught.value.code is grpc.StatusCode.UNKNOWN


def test_unfinished_create_is_kept(host, simulator):
    """
    When the platform accepted the subscription and then failed, the error carries id, state and literal.
    """
    simulator.fail(403, method="PUT")

    with pytest.raises(CallFailed) as caught:
        created(host, {**NEWS, "status": "ACTIVE"})
    partial = caught.value.partial
    assert partial is not None
    assert partial["id"] in simulator.subscriptions
    assert (partial["properties"]["__provider"], partial["inputs"]["__provider"]) == (LITERALS[SUBSCRIPTION],) * 2


def test_unfinished_create_is_finished_by_an_update(host, simulator):
    """
    The next deployment updates what an unfinished create left, and sends only what is lacking.
    """
    news = {**NEWS, "status": "ACTIVE"}
    simulator.fail(403, method="PUT")
    with pytest.raises(CallFailed) as caught:
        created(host, news)
    partial = caught.value.partial
    assert partial is not None
    inputs = host.check(SUBSCRIPTION, news, partial["inputs"])["inputs"]
    updated = host.update(SUBSCRIPTION, partial["id"], partial["properties"], inputs)

    assert updated["properties"]["currentStatus"] == "ACTIVE"
    assert [one.method for one in simulator.requests.changes] == ["POST", "PUT", "PUT"]


def test_unfinished_update_is_kept(host, simulator):
    """
    When a part of an update is stored and the rest fails, the error carries what is stored.
    """
    answer = created(host)
    inputs = host.check(SUBSCRIPTION, {**NEWS, "name": "sales", "status": "ACTIVE"}, answer["properties"])["inputs"]
    simulator.fail(403, method="PUT")

    with pytest.raises(CallFailed) as caught:
        host.update(SUBSCRIPTION, answer["id"], answer["properties"], inputs)
    partial = caught.value.partial
    assert partial is not None
    assert partial["inputs"]["name"] == "sales"


def test_warning_is_on_the_resource_once(host, simulator):
    """
    A warning carries the resource's URN and its name in the text, and is said once per operation.
    """
    simulator.turn(review="manual")
    created(host, {**NEWS, "status": "ACTIVE"})

    assert [one.urn for one in host.engine.warnings] == [urn(SUBSCRIPTION)]
    assert host.engine.warnings[0].message.startswith("orders: status is PENDING_REVIEW")


def test_key_that_is_forgotten_is_no_warning(host):
    """
    What nobody can change, such as a key that stays valid at the platform, is information and not a warning.
    """
    answer = created(host, {}, KEY)
    host.engine.heard.clear()
    host.delete(KEY, answer["id"], answer["properties"])
    [told] = host.engine.heard

    assert (told.severity, told.ephemeral, told.urn) == (engine_pb2.INFO, False, urn(KEY))
    assert told.message.startswith(f"orders: key {answer['properties']['keyId']} stays valid at the platform until ")


def test_waiting_is_told(host, simulator):
    """
    A request that is tried again says so in the resource's row, and leaves no warning.
    """
    answer = created(host)
    simulator.fail(502, method="GET")
    host.read(SUBSCRIPTION, answer["id"], answer["properties"])

    assert [one.ephemeral for one in host.engine.heard] == [True]
    assert "next try (2 of 4)" in host.engine.heard[0].message


def test_missing_settings_end_an_operation_clearly(bare_host):
    """
    An operation without settings ends in the same clear text, without a traceback.
    """
    with pytest.raises(CallFailed, match="settings of Cybersource need attention") as caught:
        bare_host.read(SUBSCRIPTION, "w", NEWS)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(("arguments", "times"), [(["127.0.0.1:4711"], 1), ([], 0)], ids=["engine", "no engine"])
def test_garbage_collector_passes_over_what_pulumi_loaded(arguments, times, monkeypatch):
    """A process that an engine started freezes what was loaded before the core; another process is left alone."""
    froze = []
    monkeypatch.setattr("sys.argv", ["-m", *arguments])
    monkeypatch.setattr(gc, "freeze", lambda: froze.append("once"))
    dynamic._keep_what_is_loaded.__wrapped__()

    assert len(froze) == times

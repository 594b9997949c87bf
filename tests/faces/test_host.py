"""What is read from Pulumi's host, and what happens where the host is not as expected."""

# ruff: noqa: N802 (methods are named by the protocol)

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from pulumi.dynamic.config import Config
from pulumi.runtime.proto import provider_pb2
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.faces import host as dynamic_host
from pulumi_payment_webhooks.faces.host import (
    DetailedDiff,
    HostCall,
    HostFailure,
    config_keys,
    current_call,
    raise_workers,
)
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN


class Request:
    urn = "urn:pulumi:dev::shop::some:Type::orders"


class DynamicResourceProviderServicer:
    """Has the name of Pulumi's host, and a method of its."""

    def Check(self, request, context):
        return next(current_call() for _ in (1,))

    def Other(self, request, context):
        return current_call()

    def Read(self):
        return current_call()


class SomeServicer:
    def Check(self, request, context):
        return current_call()


@pytest.fixture(autouse=True)
def no_engine(monkeypatch):
    """A process that was told of no engine."""
    monkeypatch.setattr(sys, "argv", ["program"])
    dynamic_host._engine.cache_clear()
    yield
    dynamic_host._engine.cache_clear()


def test_call_is_found_in_the_frame_of_the_host():
    """
    Request and context are those of the host's method, however deep the call is.
    """
    assert DynamicResourceProviderServicer().Check(Request, "context") == HostCall(Request, "context")


@pytest.mark.parametrize(
    "method", [DynamicResourceProviderServicer().Other, SomeServicer().Check], ids=["method", "class"]
)
def test_other_frames_are_not_taken_for_the_host(method):
    """
    Neither another method of the host nor another class with such a method is taken for the host.
    """
    assert method(Request, "context") == HostCall()


def test_host_with_other_arguments_degrades():
    """
    A host whose method has no request is seen as one of which nothing is known.
    """
    assert DynamicResourceProviderServicer().Read() == HostCall()


def test_resource_is_named():
    """
    The name of a resource is the end of its URN.
    """
    assert HostCall(Request, None).name == "orders"


@pytest.mark.parametrize(
    "request_", [None, object(), type("R", (), {"urn": None})], ids=["none", "no urn", "empty urn"]
)
def test_unknown_resource_has_a_name_all_the_same(request_):
    """
    A message about a resource without URN still reads as a sentence.
    """
    assert (HostCall(request_, None).urn, HostCall(request_, None).name) == ("", "resource")


def test_failure_without_context_is_an_exception():
    """
    Where the host offers no context, the text is raised.
    """
    with pytest.raises(HostFailure, match=r"^it went wrong$"):
        HostCall().fail("it went wrong")


def test_partial_failure_without_context_names_the_id():
    """
    Where the host offers no context, the id of what exists is in the text, so that it is not lost.
    """
    with pytest.raises(HostFailure, match=r"^it went wrong \(w1 exists at the platform"):
        HostCall().fail_partly("it went wrong", id="w1", inputs={}, outputs={"a": UNKNOWN})


@pytest.mark.parametrize("argv", [["program"], ["program", "no address"], []], ids=str)
def test_without_an_engine_nothing_is_said(monkeypatch, argv):
    """
    Warnings and progress are dropped where no engine listens.
    """
    monkeypatch.setattr(sys, "argv", argv)
    dynamic_host._engine.cache_clear()

    HostCall(Request, None).warn("careful")
    HostCall(Request, None).progress("working")

    assert dynamic_host._engine() is None


def test_engine_that_is_gone_is_survived(monkeypatch):
    """
    A warning to an engine that does not listen any more ends nothing.
    """
    monkeypatch.setattr(sys, "argv", ["program", "127.0.0.1:1"])
    dynamic_host._engine.cache_clear()

    HostCall(Request, None).warn("careful")

    assert dynamic_host._engine() is not None


def test_calls_that_wait_already_get_threads_at_once():
    """
    Calls that came before the pool was raised are answered beside the one that raises it, not after it.
    """
    all_came, all_run = Event(), Barrier(3, timeout=PATIENCE)

    def first():
        all_came.wait(PATIENCE)
        raise_workers(3)
        all_run.wait()

    with ThreadPoolExecutor(1) as pool:
        calls = [pool.submit(first), pool.submit(all_run.wait), pool.submit(all_run.wait)]
        all_came.set()
        failures = [call.exception() for call in calls]

    assert failures == [None, None, None]


def test_pool_that_has_more_is_left_alone():
    """
    A host that answers more calls at once than we ask for goes on doing so.
    """
    with ThreadPoolExecutor(8) as pool:
        pool.submit(raise_workers, 3).result()

    assert pool._max_workers == 8


def test_keys_of_the_config_are_known():
    """
    Whatever the stack's config has can be listed, so that a name that nobody asks for is noticed.
    """
    assert config_keys(Config({"payment-webhooks:colour": "red"}, "shop")) == ("payment-webhooks:colour",)


@pytest.mark.parametrize("config", [object(), None])
def test_config_that_cannot_be_listed_has_no_keys(config):
    """
    Where the host keeps its config elsewhere, no key is known, and nothing else happens.
    """
    assert config_keys(config) == ()


def test_ignored_paths_are_those_of_the_request():
    """
    What the program has the engine ignore is read in every spelling; a request that does not say so ignores nothing.
    """
    request = type("R", (), {"ignoreChanges": ["retryPolicy.interval", 'products["a.b"]']})

    assert HostCall(request).ignored == (("retryPolicy", "interval"), ("products", "a.b"))
    assert HostCall(Request).ignored == ()


def test_stored_text_is_found_in_any_bag():
    """
    What leads back to the provider is read from the bag that the call has; without one it is empty.
    """
    request = provider_pb2.CreateRequest()
    request.properties.update({"__provider": "abc"})

    assert (HostCall(request).stored("__provider"), HostCall(Request).stored("__provider"), HostCall().stored("x")) == (
        "abc",
        "",
        "",
    )


@pytest.mark.parametrize("context", [None, object()], ids=["none", "other"])
def test_call_of_an_unknown_context_is_awaited(context):
    """
    Where the host does not say whether the engine still waits, the request is sent.
    """
    assert HostCall(Request, context).is_awaited()


class Host:
    """Reads a difference as Pulumi's host does: each attribute into a dict in a local variable."""

    def read(self, result):
        fields = {}
        fields["changes"] = result.changes
        return fields

    def read_otherwise(self, result):
        return {"changes": result.changes}


def test_detail_reaches_the_answer_beside_the_attributes():
    """
    The detail of a difference is put beside what the host copies.
    """
    fields = Host().read(DetailedDiff({("products", "a.b"): "ADD"}, ["keyId"], []))

    assert (fields["changes"], fields["hasDetailedDiff"]) == (True, True)
    assert fields["detailedDiff"].keys() == {'products["a.b"]', "keyId"}


def test_host_that_reads_otherwise_gets_no_detail():
    """
    A host with other local variables learns only that the engine has to compare: outputs are not shown in advance.
    """
    assert Host().read_otherwise(DetailedDiff({("a",): "ADD"}, ["keyId"], [])) == {"changes": None}


def test_workers_of_an_unknown_host_are_left_alone():
    """
    Where no pool is found in the frames, or one that hides its size, calls are answered as before.
    """
    raise_workers(9)
    with ThreadPoolExecutor(2) as pool:
        del pool._max_workers
        hidden = pool

        def executor_reference():
            return hidden

        raise_workers(9)

    assert not hasattr(executor_reference(), "_max_workers")

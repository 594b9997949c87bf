"""The life of one resource, against small platforms written here."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from tests.reconcile.alert import FULL, LEAST, Alert
from tests.stand_ins.ear import Ear as Listener

from pulumi_payment_webhooks.errors import Missing, PartiallyDone, Refused, Unavailable
from pulumi_payment_webhooks.reconcile.declare.declaration import Problem
from pulumi_payment_webhooks.reconcile.ports import Observed, Request
from pulumi_payment_webhooks.reconcile.resource import ResourceType
from pulumi_payment_webhooks.reconcile.run.lifecycle import Lifecycle, Stored

ADDED = {"createdAt": "2026-01-01T00:00:00Z"}


@dataclass
class Board:
    """A platform that stores one alert and does as it is told."""

    held: dict[str, Any] | None = None
    answer: dict[str, Any] = field(default_factory=dict)
    keeps: bool = True
    failure: Exception | None = None
    calls: list[str | list[str]] = field(default_factory=list)

    def create(self, request):
        self.calls.append("create")
        return self._done(request.declared, request.keep)

    def read(self, request):
        self.calls.append("read")
        if self.failure:
            raise self.failure
        return None if self.held is None else Observed(request.id, self.held, ADDED)

    def update(self, request):
        self.calls.append(sorted(request.changed))
        return self._done(request.declared, request.keep)

    def delete(self, request):
        self.calls.append("delete")
        if self.failure:
            raise self.failure

    def _done(self, declared, keep):
        observed = Observed("a1", {"pause": declared.pause, **self.answer}, ADDED)
        if self.keeps:
            keep(observed)
        if self.failure:
            raise self.failure
        return observed


class Account:
    """An account that knows the time and where the platform is, and has no name."""

    host = "api.example.net"
    name = None

    def now(self):
        return datetime(2026, 7, 1, tzinfo=UTC)


@dataclass
class Ear:
    said: list[str] = field(default_factory=list)

    def warn(self, text):
        self.said.append(str(text))

    def progress(self, text):
        self.said.append(text)

    def see(self, id, changes=()):
        pass

    def changes_seen(self, id):
        return ()


def of(board):
    return Lifecycle(ResourceType("test:Alert", "test", Alert, lambda: board))


def inputs(news=FULL):
    return of(Board()).check({}, news, account=None).inputs


def created(board, ear=None):
    return of(board).create(inputs(), account=Account(), run=ear or Ear())


def updated(board, news, state, ear=None):
    return of(board).update("a1", state, inputs(news), account=Account(), run=ear or Ear())


def state():
    return created(Board()).outputs


def test_state_is_inputs_and_what_the_platform_adds():
    """
    What is stored after a create is what was declared and the outputs, and nothing else.
    """
    stored = created(Board())

    assert (stored.id, stored.inputs, stored.outputs) == ("a1", inputs(), {**inputs(), **ADDED})


def test_repr_shows_no_value():
    """
    What is stored, reported or asked for can be logged: its `repr` holds no value of a secret.
    """
    secret = {"token": "t0ken-of-the-alert"}
    asked = Request(declared=secret, state=secret, account=None, run=Listener())
    held = (Stored("a1", secret, secret), Observed("a1", secret, secret), asked)

    assert [one for one in held if "t0ken" in repr(one)] == []


def test_created_state_shows_no_difference():
    """
    After a create the same declaration differs in nothing.
    """
    assert of(Board()).diff(state(), inputs()).changed == frozenset()


def test_answer_is_the_truth():
    """
    When the answer differs from what was sent, the state holds the answer, and a warning names the field.
    """
    ear = Ear()
    stored = created(Board(answer={"pause": 99}), ear)

    assert stored.inputs["pause"] == 99
    assert "`pause`" in ear.said[0]


def test_expected_answer_is_silent():
    """
    An answer that says what was sent causes no warning.
    """
    ear = Ear()
    created(Board(), ear)

    assert ear.said == []


def test_refused_create_stores_nothing():
    """
    A refusal before anything was accepted reaches the caller as it is.
    """
    with pytest.raises(Refused, match="no"):
        created(Board(keeps=False, failure=Refused("no")))


@pytest.mark.parametrize("failure", [Unavailable("gone dark"), Refused("no"), RuntimeError("a bug")])
def test_accepted_create_is_never_lost(failure):
    """
    Whatever fails after the platform accepted the object, a bug too, the error carries its id and state.
    """
    with pytest.raises(PartiallyDone, match=str(failure)) as caught:
        created(Board(failure=failure))

    assert (caught.value.id, caught.value.state) == ("a1", {**inputs(), **ADDED})


def test_unfinished_create_is_repaired_by_an_update():
    """
    With nothing to change an update looks first, and sends what the platform lacks.
    """
    board = Board(held={"pause": 1})
    updated(board, FULL, state())

    assert board.calls == ["read", ["pause"]]


def test_finished_create_is_not_repaired():
    """
    With nothing to change and nothing lacking, an update changes nothing at the platform.
    """
    board = Board(held={})
    updated(board, FULL, state())

    assert board.calls == ["read"]


def test_repair_of_what_is_gone_says_so():
    """
    An object that vanished is not repaired: the error says that it does not exist, and what to run.
    """
    ear = Ear()
    with pytest.raises(Missing, match=r"does not exist at api\.example\.net any more; run `pulumi up --refresh`"):
        updated(Board(held=None), FULL, state(), ear)
    assert ear.said == []


def test_update_names_what_changed():
    """
    An update is told exactly the top-level fields that differ, and does not look first.
    """
    board = Board()
    updated(board, {**FULL, "pause": 1, "teams": ["ops"]}, state())

    assert board.calls == [["pause", "teams"]]


def test_refused_update_changes_nothing():
    """
    A refusal before any part was accepted reaches the caller as it is.
    """
    with pytest.raises(Refused, match="no"):
        updated(Board(keeps=False, failure=Refused("no")), {**FULL, "pause": 1}, state())


def test_accepted_part_of_an_update_is_never_lost():
    """
    When a later step fails, the error carries what the platform has accepted by then.
    """
    with pytest.raises(PartiallyDone) as caught:
        updated(Board(failure=Unavailable("gone dark")), {**FULL, "pause": 1}, state())

    assert caught.value.inputs["pause"] == 1


def test_released_field_leaves_the_state():
    """
    A field that is no longer declared is in neither inputs nor outputs after the update.
    """
    stored = updated(Board(), LEAST, state())

    assert stored.outputs.keys() == {"accountId", "url", "topics", "pause", "createdAt"}


def test_output_is_kept_when_an_answer_leaves_it_out():
    """
    An output that is told once stays in the state through later updates.
    """
    stored = updated(Board(), {**FULL, "pause": 1}, {**state(), "signingKey": "once"})

    assert stored.outputs["signingKey"] == "once"


@pytest.mark.parametrize("board", [Board(held=None), Board(held={}, failure=Missing("404"))], ids=["None", "Missing"])
def test_read_of_what_is_gone_says_none(board):
    """
    An object that does not exist is None, whichever way the operations say it, and a warning that names the host.
    """
    ear = Ear()

    assert of(board).read("a1", state(), account=Account(), run=ear) is None
    assert ear.said == ["a1 was deleted at api.example.net; removed from the state; see docs/how-to/find-drift.md"]


@pytest.mark.parametrize("failure", [Unavailable("502"), Refused("401"), RuntimeError("a bug")])
def test_failed_read_is_never_gone(failure):
    """
    An error other than "missing" is an error: the object is not taken for gone.
    """
    with pytest.raises(type(failure)):
        of(Board(held={}, failure=failure)).read("a1", state(), account=Account(), run=Ear())


@pytest.mark.parametrize("operation", ["read", "delete"])
def test_credentials_of_the_last_deployment_are_explained(operation):
    """
    A refresh or a destroy may use settings that have changed since, so where they are refused, the error says how to
    use the current ones.
    """
    life = of(Board(held={}, failure=Refused("key 7 is not accepted", status=401)))

    with pytest.raises(Refused) as failed:
        getattr(life, operation)("a1", state(), account=Account(), run=Ear())
    assert str(failed.value) == (
        "key 7 is not accepted; after a change of the settings, refresh and destroy need --run-program"
    )
    assert failed.value.status == 401


def test_update_uses_the_current_settings():
    """
    An `up` has the current settings, so where they are refused while it repairs an object, no option would help.
    """
    life = of(Board(held={}, failure=Refused("key 7 is not accepted", status=401)))

    with pytest.raises(Refused, match=r"key 7 is not accepted\Z"):
        life.update("a1", state(), state(), account=Account(), run=Ear())


def test_read_shows_drift_in_inputs_and_outputs():
    """
    What changed at the platform is in the inputs too, so that the next preview shows it.
    """
    stored = of(Board(held={"pause": 7})).read("a1", state(), account=Account(), run=Ear())

    assert (stored.inputs["pause"], stored.outputs["pause"]) == (7, 7)


def test_delete_of_what_is_gone_succeeds():
    """
    A delete whose object does not exist any more is quiet.
    """
    board = Board(failure=Missing("404"))
    of(board).delete("a1", state(), account=Account(), run=Ear())

    assert board.calls == ["delete"]


def test_refused_delete_is_an_error():
    """
    A delete that the platform refuses does not pass for done.
    """
    with pytest.raises(Refused):
        of(Board(failure=Refused("no"))).delete("a1", state(), account=Account(), run=Ear())


def test_account_fills_in_and_refuses():
    """
    A check asks the account for what is left out, and adds what the account must not touch.
    """
    refusal = Problem(("accountId",), "is another's")
    account = SimpleNamespace(
        fills=lambda: {"accountId": "theirs"}, refuses=lambda inputs: [refusal], host="alerts.example.com"
    )
    least = {name: value for name, value in LEAST.items() if name != "accountId"}

    checked = of(Board()).check({}, least, account=account)

    assert (checked.inputs["accountId"], checked.failures) == ("theirs", (refusal,))


def test_secrets_are_named():
    """
    Secret inputs and secret outputs are both known as secret.
    """
    assert of(Board()).resource.secrets == {"token", "signingKey"}


def test_names_cover_nested_members_and_outputs():
    """
    Each wire name, nested and output ones too, leads to the name that programs write.
    """
    names = of(Board()).resource.names

    assert (names["accountId"], names["phone"], names["createdAt"]) == ("account_id", "phone", "created_at")

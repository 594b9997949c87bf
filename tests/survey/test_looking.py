"""Looking at several owners and beside the state of a stack, at a platform of the tests' own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

from tests.survey.things import existing, managed
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.errors import Refused, Unavailable
from pulumi_payment_webhooks.reconcile.ports import Estate, ExistingKey, ExistingObject, Status
from pulumi_payment_webhooks.reconcile.resource import Platform
from pulumi_payment_webhooks.registry import platform
from pulumi_payment_webhooks.stacks.state import Managed
from pulumi_payment_webhooks.survey.looking import look

PLATFORM = platform("cybersource")


@dataclass
class Account:
    name: str = "127.0.0.1:32973/shop"
    host: str = "127.0.0.1:32973"
    workers: int = 8

    def is_move(self, recorded: str) -> bool:
        return recorded == "old.example.net/shop"


@dataclass
class Town:
    """A platform whose owners have what the test gives them."""

    listed: dict[str, list[ExistingObject]]
    unlisted_ids: dict[str, ExistingObject] = field(default_factory=dict)
    failures: dict[str, Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    barrier: Barrier | None = None
    finding: Barrier | None = None
    statuses: Sequence[Status] = ()

    def status(self, existing: ExistingObject) -> Status:
        return Status("ACTIVE", "it delivers")

    def owners(self, account: Any) -> Sequence[str]:
        return ("own",)

    def read(self, account: Any, owner: str, *, whole: bool = False) -> Sequence[ExistingObject]:
        self.asked.append(owner)
        if self.barrier:
            self.barrier.wait(PATIENCE)
        if owner in self.failures:
            raise self.failures[owner]
        return self.listed.get(owner, [])

    def find(self, account: Any, id: str) -> ExistingObject | None:
        self.asked.append(id)
        if self.finding:
            self.finding.wait(PATIENCE)
        if id in self.failures:
            raise self.failures[id]
        return self.unlisted_ids.get(id)

    def keys(self, account: Any, found: Sequence[ExistingObject]) -> Sequence[ExistingKey]:
        return ()

    def lists_keys(self, account: Any) -> bool:
        return False

    def unlisted(self, account: Any, found: Sequence[ExistingObject]) -> Iterable[str]:
        return ["there may be more"]

    def close(self) -> None:
        pass


@dataclass
class Open:
    estate: Estate
    account: Account = field(default_factory=Account)
    platform: Platform = PLATFORM
    title: str = "cybersource"
    has_owners: bool = True


def resource_of(owner: str, id: str, account: str = "") -> Managed:
    found = managed(organizationId=owner)
    return Managed(found.type, found.urn, id, found.inputs, found.outputs, account or found.account)


def test_owners_are_those_of_settings_and_state() -> None:
    """
    The owner of the settings and those in the state are asked, each once, whatever the case of their ids.
    """
    town = Town({})
    survey = look([Open(town)], (), [resource_of("other", "w-1"), resource_of("OWN", "w-2")])

    assert [one.owner for one in survey.places] == ["own", "other"]


def test_named_owners_are_asked_alone() -> None:
    """
    With named owners, neither the settings nor the state name others, and nothing else is missing.
    """
    town = Town({})
    survey = look([Open(town)], ("b", "a", "B"), [resource_of("other", "w-1")])

    assert [one.owner for one in survey.places] == ["b", "a"]
    assert (survey.absent, "w-1" in town.asked) == ([], False)


def test_owners_are_asked_concurrently() -> None:
    """
    Several owners are asked at the same time: each waits here until all are asked.
    """
    owners = [f"o{number}" for number in range(8)]

    assert len(look([Open(Town({}, barrier=Barrier(8)))], owners).places) == 8


def test_many_owners_are_all_asked() -> None:
    """
    More owners than are asked at the same time are all asked, in order.
    """
    owners = [f"o{number}" for number in range(50)]
    town = Town({one: [existing(id=one)] for one in owners})

    assert [one.id for one in look([Open(town)], owners).objects] == owners


def test_failure_hides_no_other_owner() -> None:
    """
    What one owner refuses is a failure of that place alone.
    """
    town = Town({"a": [existing()]}, failures={"b": Refused("no"), "c": Unavailable("nobody answers")})
    survey = look([Open(town)], ("a", "b", "c"))

    assert [one.id for one in survey.objects] == ["w-1"]
    assert [(one.place.owner, str(one.error)) for one in survey.failures] == [("b", "no"), ("c", "nobody answers")]
    assert [one.owner for one in survey.places] == ["a"]


def test_failure_after_the_list_keeps_the_list() -> None:
    """
    Where a platform lists objects and refuses what is asked next, the objects are there, and the failure too.
    """
    town = Town({"own": [existing()]}, failures={"w-2": Refused("no")})
    survey = look([Open(town)], (), [resource_of("own", "w-2")])

    assert ([one.id for one in survey.objects], [one.owner for one in survey.places]) == (["w-1"], ["own"])
    assert ([str(one.error) for one in survey.failures], survey.absent) == (["no"], [])


def test_object_of_the_state_is_found_or_missing() -> None:
    """
    What a list leaves out is asked for by its id, and only that answer makes it missing.
    """
    town = Town({"own": [existing(id="w-1")]}, unlisted_ids={"w-2": existing(id="w-2")})
    survey = look([Open(town)], (), [resource_of("own", id) for id in ("w-1", "w-2", "w-3")])

    assert [one.id for one in survey.objects] == ["w-1", "w-2"]
    assert [one.managed.id for one in survey.absent] == ["w-3"]
    assert sorted(town.asked) == ["own", "w-2", "w-3"]


def test_what_a_list_leaves_out_is_asked_for_concurrently() -> None:
    """
    Objects beyond the limit of a list are read at the same time: each waits here until all are asked.
    """
    ids = [f"w-{number}" for number in range(8)]
    town = Town({"own": []}, finding=Barrier(8))
    survey = look([Open(town)], (), [resource_of("own", id) for id in ids])

    assert [one.managed.id for one in survey.absent] == ids


def test_owner_that_fails_has_nothing_missing() -> None:
    """
    Where an owner cannot be read, its resources are neither missing nor asked for.
    """
    town = Town({}, failures={"own": Unavailable("nobody answers")})
    survey = look([Open(town)], (), [resource_of("own", "w-1")])

    assert (survey.absent, town.asked) == ([], ["own"])


def test_moved_account_is_the_same_account() -> None:
    """
    What was created in an account from which the stack has moved is managed; what is elsewhere is noted.
    """
    town = Town({"own": [existing(id="w-1"), existing(id="w-2")]})
    moved = resource_of("own", "w-1", "old.example.net/shop")
    elsewhere = resource_of("own", "w-3", "api.example.net/eu")
    survey = look([Open(town)], (), [moved, elsewhere])

    assert [one.managed is not None for one in survey.objects] == [True, False]
    assert survey.absent == []
    assert [note for note in survey.notes if "api.example.net/eu" in note] != []


def test_object_of_two_lists_is_found_once() -> None:
    """
    A subscription that the lists of two owners have is found once, where the first owner is.
    """
    shared = existing(id="w-1")
    survey = look([Open(Town({"a": [shared], "b": [shared]}))], ("a", "b"))

    assert [(one.id, one.place.owner) for one in survey.objects] == [("w-1", "a")]


def test_notes_are_said_once() -> None:
    """
    A note that holds for several owners is said once, with the name of the platform.
    """
    survey = look([Open(Town({}))], ("a", "b"))

    assert list(survey.notes) == ["cybersource: there may be more"]
    assert list(survey.keyless) == ["cybersource"]


def test_resources_of_another_platform_are_left_alone() -> None:
    """
    What the stack has at a platform that is not looked at is not missing.
    """
    town = Town({})
    survey = look([Open(town)], (), [managed("digital_river:Webhook", "hook", enabled=True)])

    assert (survey.absent, town.asked, survey.keyless) == ([], ["own"], [])


def test_separate_policy_is_no_subscription() -> None:
    """
    A part of a subscription that a resource of its own declares is neither listed nor missing.
    """
    policy = managed("cybersource:RetryPolicy", "retries", subscription="w-1", interval=30)
    survey = look([Open(Town({"own": [existing(id="w-1")]}))], (), [policy, resource_of("own", "w-1")])

    assert [one.managed.name for one in survey.objects if one.managed] == ["orders"]
    assert (survey.absent, survey.keys) == ([], [])

"""
What Pulumi's engine does with a program and a state, in order, and nothing more: check, diff, create, update, delete.

Its rules are those of the real engine: the first error ends a command, a failed create leaves nothing in the state
unless the provider reports a partial failure, and a refresh reads everything before anything is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.faults.hosts import Host
from tests.stand_ins.dynamic_process import SECRET_MARK, UNKNOWN, CallFailed

LITERAL = "__provider"


@dataclass(frozen=True)
class Ref:
    """The id of another resource of the program."""

    name: str


@dataclass(frozen=True)
class Declared:
    """
    A resource of a program.

    Args:
        kind: Its kind, such as `cybersource:RetryPolicy`.
        name: Its name.
        inputs: What the program gives it; a `Ref` stands for another resource's id.
    """

    kind: str
    name: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Held:
    """A resource as the state has it."""

    kind: str
    name: str
    id: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    is_incomplete: bool = False


class Stopped(Exception):
    """The command has ended with an error."""


@dataclass
class Deployment:
    """
    A stack's state, and commands that change it.

    Args:
        host: The plugin process of the current command.
        held: The state, in the order of creation.
        errors: The errors of all commands so far.
    """

    host: Host
    held: dict[str, Held] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def up(self, program: Sequence[Declared], *, refresh: bool = False) -> bool:
        """
        Deploy *program*, and return whether that worked.
        """
        try:
            if refresh:
                self.refresh()
            for declared in program:
                self._bring(declared)
            wanted = {declared.name for declared in program}
            for name in [name for name in reversed(self.held) if name not in wanted]:
                self._delete(name)
        except Stopped:
            return False
        return True

    def refresh(self) -> list[str]:
        """
        Read every resource, and return the names of those that are not as the state had them.
        """
        moved = []
        for one in list(self.held.values()):
            fresh = self._read(one)
            if fresh is None:
                del self.held[one.name]
            else:
                self.held[one.name] = fresh
            if fresh is None or self._differs(fresh, one.inputs):
                moved.append(one.name)
        return moved

    def left(self, program: Sequence[Declared]) -> list[str]:
        """
        Return the names of the resources that a preview of *program* would show as changing.
        """
        wanted = {declared.name for declared in program}
        changing = [name for name in self.held if name not in wanted]
        for declared in program:
            one = self.held.get(declared.name)
            inputs = self._checked(declared, one.inputs if one else {})
            if one is None or one.is_incomplete or self._differs(one, inputs):
                changing.append(declared.name)
        return changing

    def _bring(self, declared: Declared) -> None:
        one = self.held.get(declared.name)
        inputs = self._checked(declared, one.inputs if one else {})
        if one is None:
            self._create(declared, inputs)
            return
        difference = self._difference(one, inputs)
        if difference.get("replaces"):
            fresh = self._checked(declared, {})
            self._delete(declared.name)
            self._create(declared, fresh)
        elif one.is_incomplete or _is_change(difference, one.inputs, inputs):
            self._update(one, inputs)

    def _checked(self, declared: Declared, olds: Mapping[str, Any]) -> dict[str, Any]:
        news = {name: self._resolved(value) for name, value in declared.inputs.items()}
        answer = self._call("check", declared.kind, declared.name, olds=olds, news=news)
        failures = [failure["reason"] for failure in answer.get("failures", ())]
        if failures:
            self.errors += failures
            raise Stopped
        inputs: dict[str, Any] = _plain(answer["inputs"])
        return inputs

    def _resolved(self, value: Any) -> Any:
        if not isinstance(value, Ref):
            return value
        return self.held[value.name].id if value.name in self.held else UNKNOWN

    def _create(self, declared: Declared, inputs: Mapping[str, Any]) -> None:
        fresh = Held(declared.kind, declared.name, "", inputs, {})
        answer = self._change("create", fresh, properties=inputs)
        self.held[declared.name] = replace(fresh, id=answer["id"], outputs=_plain(answer["properties"]))

    def _update(self, one: Held, inputs: Mapping[str, Any]) -> None:
        answer = self._change("update", one, id=one.id, olds=one.outputs, news=inputs)
        outputs = _plain(answer["properties"])
        self.held[one.name] = replace(one, inputs=inputs, outputs=outputs, is_incomplete=False)

    def _delete(self, name: str) -> None:
        one = self.held[name]
        self._change("delete", one, id=one.id, properties=one.outputs)
        del self.held[name]

    def _read(self, one: Held) -> Held | None:
        answer = self._call("read", one.kind, one.name, id=one.id, properties=one.outputs, inputs=one.inputs)
        if not answer.get("id"):
            return None
        inputs, outputs = _plain(answer["inputs"]), _plain(answer["properties"])
        return replace(one, inputs=inputs, outputs=outputs, is_incomplete=False)

    def _differs(self, one: Held, inputs: Mapping[str, Any]) -> bool:
        return _is_change(self._difference(one, inputs), one.inputs, inputs)

    def _difference(self, one: Held, inputs: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("diff", one.kind, one.name, id=one.id, olds=one.outputs, news=inputs)

    def _change(self, method: str, one: Held, *, id: str = "", **bags: Mapping[str, Any]) -> dict[str, Any]:
        """Call a method that changes something. What a partial failure reports is kept."""
        try:
            return self.host.call(method, one.kind, one.name, id=id, **bags)
        except CallFailed as failure:
            self.errors.append(str(failure))
            if failure.partial:
                kept, inputs = _plain(failure.partial["properties"]), _plain(failure.partial["inputs"])
                self.held[one.name] = replace(
                    one, id=failure.partial["id"], inputs=inputs, outputs=kept, is_incomplete=True
                )
            raise Stopped from failure

    def _call(self, method: str, kind: str, name: str, *, id: str = "", **bags: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return self.host.call(method, kind, name, id=id, **bags)
        except CallFailed as failure:
            self.errors.append(str(failure))
            raise Stopped from failure


def _is_change(difference: Mapping[str, Any], olds: Mapping[str, Any], news: Mapping[str, Any]) -> bool:
    """What the engine makes of an answer to diff: without a verdict, it compares the inputs itself."""
    verdict = difference.get("changes", "DIFF_UNKNOWN")
    return verdict == "DIFF_SOME" if verdict != "DIFF_UNKNOWN" else olds != news


def _plain(value: Any) -> Any:
    """A value without marks of secrets, which the engine keeps to itself, and without the stored literal."""
    if isinstance(value, Mapping):
        if SECRET_MARK.items() <= value.items():
            return _plain(value["value"])
        return {name: _plain(one) for name, one in value.items() if name != LITERAL}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value

"""
A preview of a stack, as Pulumi's commands print it in JSON: its steps, its diagnostics and its counts. Pure: no I/O.

Values are plain: secrets are `SECRET`, values that are known only after a deployment are `UNKNOWN`, and what the engine
and this package store for themselves (names that begin with `__`) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ..errors import NotAPreview
from ..pulumi_names import PROVIDER, STACK, is_default_provider, kind_in, name_in, project_in, type_in
from ..reconcile.declare.declaration import UNKNOWN as UNKNOWN
from ..registry import PLATFORMS, resource_type
from ..stacks.state import DEEPEST, is_secret
from ..wording import SECRET_TEXT
from .printed_preview import TOO_DEEP, Document, PrintedDiagnostic, PrintedStep, read_printed

SECRET: Final = SECRET_TEXT
"""A value that a program has marked secret, as the engine prints it."""
DRIFT: Final = "refresh"
"""The operation of a resource that was only read."""
FAILURE: Final = "error"
"""The severity of a diagnostic that made a preview fail."""

UNKNOWNS = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
_COLOUR = re.compile(r"<\{%.*?%\}>|\x1b\[[0-9;]*[mK]")
_CREATION = "create"
_DELETION = "delete"
_FAILED = "preview failed"
_PREFIX = re.compile(r"(?:error|warning|info|debug): (?:Preview failed: )?")


@dataclass(frozen=True)
class Step:
    """
    What the engine intends to do with a resource, or, in a preview of a refresh, what it found.

    Values of resources of other packages are left out.

    Args:
        op: The operation, such as `update`, `create-replacement` or `same`.
        urn: Pulumi's name of the resource.
        kind: Its kind if it is a resource of this package, such as `cybersource:WebhookSubscription`; else empty.
        type: Pulumi's type of the resource.
        name: Its name in the program.
        old_inputs: What was declared before.
        new_inputs: What is declared now; in a refresh, values at the platform that differ from the declared values.
        old_state: What the stack has stored: the declared values and those that the platform adds.
        new_state: The same after the operation, as far as it is known; empty if a refresh did not say what it found.
        changed: The kind of change, such as `delete`, by path, such as `products.payments["payments.capture"]`.
        replace_keys: Properties whose change needs another object.
        protected: Whether `protect` forbids its deletion from now on, and did not before.
        unprotected: Whether `protect` forbade its deletion before, and no longer does.
        id: The platform's id of it, before the operation; empty if it is new.
        retained: Whether `retain_on_delete` keeps it at the platform when it is deleted here.
        retained_later: The same, from the next deployment on.
        deleted_with: Whether Pulumi sends nothing to delete it, because `deleted_with` names what is deleted as well.
        sources: The names of the resources from which a property gets its value, by property.
        account: The name of its `Provider` in the program; empty if it belongs to the account of the stack.
    """

    op: str
    urn: str
    kind: str
    type: str
    name: str
    old_inputs: Mapping[str, object] = field(default_factory=dict)
    new_inputs: Mapping[str, object] = field(default_factory=dict)
    old_state: Mapping[str, object] = field(default_factory=dict)
    new_state: Mapping[str, object] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    replace_keys: tuple[str, ...] = ()
    protected: bool = False
    unprotected: bool = False
    id: str = ""
    retained: bool = False
    retained_later: bool = False
    deleted_with: bool = False
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    account: str = ""


@dataclass(frozen=True)
class Diagnostic:
    """
    What the engine, a provider or the program said.

    Args:
        severity: `error`, `warning` or `info`.
        message: The text, which may have several lines.
        urn: Pulumi's name of the resource that it is about; empty if it is about none.
        name: The name of that resource in the program; empty for the stack itself.
    """

    severity: str
    message: str
    urn: str = ""
    name: str = ""


@dataclass(frozen=True)
class Preview:
    """
    A preview of one stack.

    Args:
        stack: The name that the caller has for the stack.
        project: Pulumi's name of the project; empty if the preview failed before it named a resource.
        steps: One for each resource that changes, and for unchanged resources if Pulumi listed them.
        diagnostics: Without those for debugging and without repetitions.
        failed: Whether the preview failed, so that `steps` may be incomplete.
        drift: Whether it is a refresh: what the platform has beside what the stack has stored.
        first: Whether nothing of the stack is deployed yet.
        counts: The number of resources by operation, without the stack itself.
        config: The stack's config: full keys and texts.
    """

    stack: str
    project: str = ""
    steps: Sequence[Step] = ()
    diagnostics: Sequence[Diagnostic] = ()
    failed: bool = False
    drift: bool = False
    first: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    config: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_previews(text: str, *, name: str) -> tuple[Preview, ...]:
    """
    The preview in *text*; before it, what `pulumi preview --refresh` found at the platform, as a preview of its own.

    Args:
        text: What `pulumi preview --json` or `pulumi refresh --preview-only --json` printed.
        name: What the caller calls the stack.

    Raises:
        NotAPreview: *text* is something else, or is incomplete.
    """
    document = read_printed(text)
    found, planned = _refreshed(document)
    whole = Preview(
        stack=name,
        project=next((project_in(row.urn) for row in document.rows), ""),
        diagnostics=tuple(_diagnostics(document)),
        failed=document.failed or (not document.succeeded and any(one.severity == FAILURE for one in document.said)),
        first=any(row.type == STACK and row.op == _CREATION for row in document.rows),
        counts=_counts(document),
        config=document.config,
    )
    if not found:
        return (replace(whole, steps=_steps(document.rows)),)
    drift = replace(whole, drift=True, steps=_steps(found))
    if not planned:
        return (drift,)
    plan = replace(whole, steps=_steps(planned))
    if all(one.op == DRIFT and not one.new_state for one in drift.steps):
        return (plan,)  # What the refresh found is in the events only.
    return replace(drift, diagnostics=(), failed=False, counts={}), plan


def _refreshed(document: Document) -> tuple[Sequence[PrintedStep], Sequence[PrintedStep]]:
    """The rows of a refresh, and those of a plan after it: each begins with the stack itself, if it is there."""
    starts = [number for number, row in enumerate(document.rows) if row.type == STACK]
    first = next((row for row in document.rows if row.type == STACK), None)
    if not any(row.op == DRIFT for row in document.rows) or (first and first.op != DRIFT):
        return (), document.rows
    second = starts[1] if len(starts) > 1 else len(document.rows)
    return document.rows[:second], document.rows[second:]


def _counts(document: Document) -> Mapping[str, int]:
    counts = dict(document.counts)
    root = next((row for row in reversed(document.rows) if row.type == STACK), None)
    if root:
        op = "same" if root.op == DRIFT else root.op
        counts[op] = counts.get(op, 1) - 1
    return {op: count for op, count in counts.items() if count > 0}


def _steps(rows: Sequence[PrintedStep]) -> tuple[Step, ...]:
    """The steps by resource: the engine prints them as its concurrent work ends, which differs from run to run."""
    gone = {row.urn for row in rows if row.op == _DELETION}
    return tuple(_step(row, gone) for row in sorted(rows, key=lambda one: one.urn) if row.type != STACK)


def _step(row: PrintedStep, gone: Set[str]) -> Step:
    kind = kind_of_type(row.type)
    is_read = kind or row.type == PROVIDER  # Nobody reads the values of other resources.
    old, new = (row.old, row.new) if is_read else ({}, {})
    return Step(
        op=row.op,
        urn=row.urn,
        kind=kind,
        type=row.type,
        name=name_in(row.urn),
        old_inputs=_plain(old.get("inputs")),
        new_inputs=_plain(new.get("inputs")),
        old_state=_plain(old.get("outputs")),
        new_state=_plain(new.get("outputs")),
        changed={path: kind for path, kind in row.changed.items() if not path.startswith("__")},
        replace_keys=tuple(key for key in row.replacing if not key.startswith("__")),
        protected=bool(row.old) and bool(row.new.get("protect")) and not row.old.get("protect"),
        unprotected=bool(row.new) and bool(row.old.get("protect")) and not row.new.get("protect"),
        id=str(row.old.get("id") or ""),
        retained=bool(row.old.get("retainOnDelete")),
        retained_later=bool(row.new.get("retainOnDelete")) and not row.old.get("retainOnDelete"),
        deleted_with=row.op == _DELETION and str(row.old.get("deletedWith")) in gone,
        sources=_sources(row.new or row.old),
        account=_account(row.new or row.old),
    )


def _account(state: Mapping[str, object]) -> str:
    """The name of an explicit provider; empty for a provider that the engine makes by itself."""
    name = name_in(str(state.get("provider") or "").rpartition("::")[0]) if state.get("provider") else ""
    return "" if is_default_provider(name) else name


def _sources(state: Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
    urns = state.get("propertyDependencies")
    if not isinstance(urns, dict):
        return {}
    return {name: tuple(name_in(str(urn)) for urn in found) for name, found in urns.items() if isinstance(found, list)}


def kind_of_type(type_: str) -> str:
    """The kind of a resource of this package, by Pulumi's type of it; empty for other resources."""
    kind = kind_in(type_) or ""
    if kind.partition(":")[0] not in PLATFORMS:
        return ""
    try:
        return resource_type(kind).kind
    except KeyError:
        return ""


def _plain(values: Any) -> Mapping[str, object]:
    return {name: _value(value) for name, value in (values or {}).items() if not name.startswith("__")}


def _value(value: object, depth: int = 0) -> Any:
    if depth > DEEPEST:
        raise NotAPreview(TOO_DEEP)
    if isinstance(value, str):
        return UNKNOWN if value in UNKNOWNS else value
    if isinstance(value, list):
        return [_value(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return SECRET if is_secret(value) else {name: _value(one, depth + 1) for name, one in value.items()}
    return value


def _diagnostics(document: Document) -> Iterator[Diagnostic]:
    """Each diagnostic once, by resource, without the message that the command failed, which gives no reason."""
    found = sorted(dict.fromkeys(map(_diagnostic, document.said)), key=lambda one: one.urn)
    yield from (one for one in found if one.message and one.message != _FAILED)


def _diagnostic(said: PrintedDiagnostic) -> Diagnostic:
    text = _PREFIX.sub("", _COLOUR.sub("", said.text), count=1).strip().expandtabs(4)
    is_resource = said.urn and type_in(said.urn) != STACK
    return Diagnostic(said.severity, text, said.urn, name_in(said.urn) if is_resource else "")

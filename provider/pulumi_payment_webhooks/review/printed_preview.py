"""
A preview as Pulumi prints it in JSON, as one document or as an event on each line, read into steps. Pure: no I/O.

A document contains neither the violations of policies nor what a refresh found of a resource that needs no change;
if a log of events follows it, both are taken from the log. Lines that the program, a tool or the shell wrote before or
after are left out. A text of another form is refused with a message that says what it is.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from ..errors import NotAPreview
from ..pulumi_names import type_in

TOO_DEEP = "its JSON is nested too deeply"
"""Why a text is refused of which the values are deeper than any declaration."""

_EVENT = "sequence"
_PARTS = frozenset({"steps", "diagnostics", "changeSummary", "config", "duration", "maybeCorrupt"})
_ESSENTIAL = frozenset({"steps", "changeSummary"})
_REPORTED = frozenset({"info", "info#err", "warning", "error"})
_DELETION = "delete"
_REFRESH = "refresh"
_UPDATE = "update"
_ERROR = re.compile(r"^error: ", re.MULTILINE)
_ENDED = re.compile(r"^error: Pulumi ended with exit code [0-9]+$", re.MULTILINE)
_LINES = re.compile(r"^[{\[]", re.MULTILINE)
_STARTED = re.compile(r'^\{\s*"', re.MULTILINE)
_EVENTS = re.compile(rf'^\{{"{_EVENT}"', re.MULTILINE)
_REREAD = 5
_INCOMPLETE = "its JSON is incomplete; Pulumi was interrupted, or the file was cut"


@dataclass(frozen=True)
class PrintedStep:
    """A step as Pulumi prints it."""

    op: str
    urn: str
    type: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    changed: Mapping[str, str]
    replacing: Sequence[str]


@dataclass(frozen=True)
class PrintedDiagnostic:
    """A diagnostic as Pulumi prints it."""

    severity: str
    text: str
    urn: str = ""
    policy: bool = False


@dataclass(frozen=True)
class Document:
    """What was printed, in one form."""

    rows: Sequence[PrintedStep] = ()
    said: Sequence[PrintedDiagnostic] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    failed: bool = False
    config: Mapping[str, str] = field(default_factory=dict, repr=False)
    found: Mapping[str, PrintedStep] = field(default_factory=dict)
    """What a refresh found, by URN: only events say that of each resource."""
    succeeded: bool = False
    """Whether events say that it succeeded: a program can report an error and go on."""


def decode(content: bytes) -> str:
    """The text of a file that a shell wrote: UTF-8, or UTF-16 with a byte order mark, as PowerShell writes it."""
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return content.decode(encoding, errors="replace")


def read_printed(text: str) -> Document:
    """
    The preview in *text*, in whichever form.

    Raises:
        NotAPreview: There is none, or it is incomplete.
    """
    text = text.removeprefix("\ufeff").lstrip()
    if not text:
        raise NotAPreview("it is empty; Pulumi printed its error on stderr")
    if "\0" in text:
        raise NotAPreview("it is not text in UTF-8; if it is compressed, unpack it")
    found = list(_objects(text))
    events = [one for one in found if _EVENT in one]
    if len(events) < len(_EVENTS.findall(text)):
        raise NotAPreview(_INCOMPLETE)
    if digests := [one for one in found if _is_digest(one)]:
        return _with_reason(_with_events(_of_digests(digests), events), text)
    if events:
        if not (_ended(events) or errors_of(text)):
            raise NotAPreview(_INCOMPLETE)
        return _with_reason(_of_events(events), text)
    if found:
        raise NotAPreview(_what_it_is(found[0]))
    if _STARTED.search(text):
        raise NotAPreview(_INCOMPLETE)
    if errors := errors_of(text):
        return Document(said=[PrintedDiagnostic("error", line) for line in errors], failed=True)
    what = "JSON, but something else" if text[0] == "[" else "not JSON"
    raise NotAPreview(f"it is {what}; write it with pulumi preview --json")


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """
    Each JSON object that begins a line, from the first to the last; an incomplete object is left out.

    An incomplete object may contain others, so the next line is tried after it. That must not read a large text again
    for each of its lines: after several times its length, what was read is skipped.
    """
    decoder, at, in_vain = json.JSONDecoder(), 0, 0
    while match := _LINES.search(text, at):
        try:
            value, at = decoder.raw_decode(text, match.start())
        except ValueError as wrong:  # an incomplete object, or a number of thousands of digits, of unknown place
            failed_at = getattr(wrong, "pos", len(text))
            in_vain += failed_at - match.start()
            at = match.end() if in_vain < _REREAD * len(text) else max(match.end(), failed_at)
        except RecursionError:
            raise NotAPreview(TOO_DEEP) from None
        else:
            if isinstance(value, dict):
                yield value


def _is_digest(found: Mapping[str, Any]) -> bool:
    """Whether *found* is a document of a preview; another version of Pulumi may add members."""
    return bool(found) and (found.keys() <= _PARTS or found.keys() >= _ESSENTIAL)


def _what_it_is(found: Mapping[str, Any]) -> str:
    if "deployment" in found or "checkpoint" in found:
        return "it is the state of a stack (pulumi stack export); write it with pulumi preview --json"
    return "it is JSON, but something else; write it with pulumi preview --json"


def ended_with(code: int) -> str:
    """A line that says, after what Pulumi printed, that it failed: not every failure is in its JSON."""
    return f"error: Pulumi ended with exit code {code}"


def errors_of(text: str) -> list[str]:
    """The errors that Pulumi printed as lines, beside its JSON or instead of it; its exit code only if it gave none."""
    lines = [line for line in text.splitlines() if _ERROR.match(line)]
    return [line for line in lines if not _ENDED.match(line)] or lines


def _with_reason(document: Document, text: str) -> Document:
    """
    *document* with the reason of a failure that it does not state.

    If a policy pack or a plugin does not start, Pulumi prints a document that counts no resource, not even the stack,
    and has their last words as information; the error is a line on stderr.
    """
    if document.rows or document.counts or any(one.severity == "error" for one in document.said):
        return replace(document, failed=document.failed or bool(_ENDED.search(text)))
    printed = [PrintedDiagnostic("error", line) for line in errors_of(text)]
    return replace(document, said=[*_last_words(document.said), *printed], failed=True)


def _last_words(said: Iterable[PrintedDiagnostic]) -> Iterator[PrintedDiagnostic]:
    """What a plugin printed before it ended, a diagnostic for each line, as one error."""
    for urn, lines in groupby(said, key=lambda one: one.urn):
        yield PrintedDiagnostic("error", "\n".join(one.text.rstrip("\n") for one in lines), urn)


def _of_digests(digests: Sequence[Mapping[str, Any]]) -> Document:
    if len(digests) > 1:
        raise NotAPreview(f"it holds {len(digests)} documents; give each its own file")
    digest = digests[0]
    try:
        return Document(
            rows=[_announced(_row(step, "State")) for step in digest.get("steps") or ()],
            said=[_said(one) for one in digest.get("diagnostics") or () if one.get("severity") in _REPORTED],
            counts=_whole_numbers(digest.get("changeSummary") or {}),
            config=_texts(digest.get("config") or {}),
        )
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        raise NotAPreview("its form is unknown; write it with pulumi preview --json") from None


def _with_events(document: Document, events: Sequence[Mapping[str, Any]]) -> Document:
    """*document* with what only *events* have."""
    if not events:
        return document
    if document.counts and not _ended(events):
        raise NotAPreview(_INCOMPLETE)
    log = _of_events(events)
    rows = [_outcome(row, log.found[row.urn]) if _waits(row) and row.urn in log.found else row for row in document.rows]
    said = [*document.said, *(one for one in log.said if one.policy)]
    return replace(document, rows=rows, said=said, succeeded=log.succeeded)


def _ended(events: Sequence[Mapping[str, Any]]) -> bool:
    """Whether *events* say how the preview ended: with a summary, or with an error."""
    return any("summaryEvent" in one or (one.get("diagnosticEvent") or {}).get("severity") == "error" for one in events)


def _of_events(events: Sequence[Mapping[str, Any]]) -> Document:
    rows: list[PrintedStep] = []
    found: dict[str, PrintedStep] = {}
    said: list[PrintedDiagnostic] = []
    counts: Mapping[str, int] = {}
    config: Mapping[str, str] = {}
    result = ""
    try:
        for event in events:
            if step := event.get("resourcePreEvent"):
                rows.append(_announced(_row(step["metadata"])))
            elif step := event.get("resOutputsEvent"):
                found.setdefault(str(step["metadata"]["urn"]), _row(step["metadata"]))
            elif one := event.get("diagnosticEvent"):
                if one.get("severity") in _REPORTED and not one.get("ephemeral"):
                    said.append(_said(one))
            elif one := event.get("policyEvent"):
                said.append(_violation(one))
            elif one := event.get("preludeEvent"):
                config = _texts(one.get("config") or {})
            elif one := event.get("summaryEvent"):
                counts, result = _whole_numbers(one.get("resourceChanges") or {}), one.get("result", "")
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        raise NotAPreview("its form is unknown; write it with pulumi preview --json") from None
    rows = [_outcome(row, found[row.urn]) if _waits(row) and row.urn in found else row for row in rows]
    succeeded = result == "succeeded"
    return Document(rows, said, counts, bool(result) and not succeeded, config, found, succeeded)


def _announced(row: PrintedStep) -> PrintedStep:
    """*row* without the state after a refresh that has only begun, which is the state before it."""
    return replace(row, new={}) if row.op == _REFRESH else row


def _waits(row: PrintedStep) -> bool:
    """Whether *row* announces a refresh, and does not say what it found."""
    return row.op == _REFRESH and not row.new


def _outcome(row: PrintedStep, found: PrintedStep) -> PrintedStep:
    """*row* with what the refresh has *found*; `pulumi preview --refresh` calls that a refresh in any case."""
    if not found.new:
        return replace(row, op=_DELETION)
    op = _UPDATE if found.changed else _REFRESH
    return replace(row, op=op, new=found.new, changed=found.changed)


def _row(step: Mapping[str, Any], suffix: str = "") -> PrintedStep:
    replacing = step.get("replaceReasons" if suffix else "keys") or ()
    reasons = step.get("diffReasons" if suffix else "diffs") or ()
    detail = step.get("detailedDiff") or {}
    changed = {path: str(one.get("kind") if suffix else one.get("diffKind")) for path, one in detail.items()}
    return PrintedStep(
        op=str(step["op"]),
        urn=str(step["urn"]),
        type=type_in(str(step["urn"])),
        old=_state(step.get(f"old{suffix}")),
        new=_state(step.get(f"new{suffix}")),
        changed=changed or dict.fromkeys(map(str, reasons), "update"),
        replacing=tuple(map(str, replacing)),
    )


def _state(state: Any) -> Mapping[str, object]:
    """A state, of which the inputs and the outputs are objects if they are there."""
    found: Mapping[str, Any] = state or {}
    for part in (found, found.get("inputs") or {}, found.get("outputs") or {}):
        if not isinstance(part, dict):
            raise TypeError("a state is an object")
    return found


def _said(one: Mapping[str, Any]) -> PrintedDiagnostic:
    severity = str(one.get("severity", "info")).partition("#")[0]
    return PrintedDiagnostic(
        severity, f"{one.get('prefix') or ''}{one.get('message') or ''}", str(one.get("urn") or "")
    )


def _violation(one: Mapping[str, Any]) -> PrintedDiagnostic:
    """A violation of a policy; a mandatory policy makes the preview fail."""
    severity = "error" if one.get("enforcementLevel") == "mandatory" else "warning"
    rule = f"{one.get('policyPackName')}/{one.get('policyName')}"
    return PrintedDiagnostic(
        severity, f"policy {rule}: {one.get('message') or ''}", str(one.get("resourceUrn") or ""), policy=True
    )


def _whole_numbers(counts: Mapping[str, Any]) -> Mapping[str, int]:
    return {str(op): int(count) for op, count in counts.items()}


def _texts(config: Mapping[str, Any]) -> Mapping[str, str]:
    return {str(key): value for key, value in config.items() if isinstance(value, str)}

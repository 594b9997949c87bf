"""
What one or more previews mean for a reviewer. Pure: no I/O, no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from ..reconcile.declare.shapes import outputs_of, shape_of
from ..registry import resource_type
from ..withheld import scrub, withholding
from .categories import SECTIONS
from .exact_changes import details_of
from .findings.changes import FieldChange, changes_of
from .findings.diagnostics import report_diagnostics, report_remarks, report_unknown_operations
from .findings.events import report_traffic, traffic_of
from .findings.fields import report_changes, report_rest, report_status
from .findings.finding import Finding
from .findings.keys import report_renewal
from .findings.lifecycle import (
    report_creation,
    report_deletion,
    report_import,
    report_protection,
    report_release,
    report_replacement,
    report_takeover,
)
from .findings.retries import retries_of
from .findings.settings import changed_settings, report_limits, report_providers
from .findings.subject import Fate, Subject, subjects_of
from .handovers import join_parts, pair_takeovers
from .headlines import headline_of, lead_of
from .preview import Preview, Step
from .report import Report, StackReport
from .secrecy import secret_texts
from .side_by_side import compare_stacks

_OPERATIONS = {
    "create": "created",
    "create-replacement": "replaced",
    "replace": "replaced",
    "delete-replaced": "replaced",
    "import": "imported",
    "update": "changed",
    "delete": "deleted",
}

Changed = tuple[Subject, list[FieldChange]]
"""A resource, and what changes in its declared values."""


def review(previews: Iterable[Preview], *, at: datetime | None = None) -> Report:
    """
    What *previews* mean.

    Args:
        previews: One of each stack, or several.
        at: The time, for dates that come near; without it, nothing is said of them.
    """
    stacks = [_review(one, at) for one in previews]
    return Report(stacks, compare_stacks([one for one in stacks if not one.is_drift and not one.has_failed]))


def _review(preview: Preview, at: datetime | None) -> StackReport:
    subjects = join_parts(pair_takeovers(subjects_of(preview.steps, is_drift=preview.drift)))
    with withholding(set(_secret_texts(preview.steps))):
        said = [_scrubbed(one) for one in report_diagnostics(preview)]
    changed = [(one, changes_of(one) if one.fate is not Fate.SAME else []) for one in subjects]
    found = sorted(
        chain(
            report_limits(preview, subjects),
            report_unknown_operations(preview),
            _findings(changed, preview.drift, at),
            () if preview.drift else report_providers(preview.steps),
            said,
        ),
        key=_weight,
    )
    others = _others(preview.steps)
    return StackReport(
        stack=preview.stack,
        project=preview.project,
        headline=headline_of(
            found,
            is_drift=preview.drift,
            is_first=preview.first,
            has_failed=preview.failed,
            has_others=bool(others),
        ),
        findings=found,
        details=[detail for one, changes in changed if (detail := details_of(one, changes))],
        unchanged=_unchanged(preview, subjects),
        others=others,
        is_drift=preview.drift,
        has_failed=preview.failed,
        lead=lead_of(found, is_first=preview.first),
    )


def _findings(changed: Sequence[Changed], is_drift: bool, at: datetime | None) -> Iterator[Finding]:
    traffic = {id(one.subject): one for one in traffic_of([subject for subject, _ in changed])}
    for subject, changes in changed:
        its = traffic.get(id(subject))
        found = list(report_traffic(its)) if its and subject.fate is not Fate.SAME else []
        if subject.fate is Fate.DELETED:
            found += report_deletion(subject, its)
        found += [*_findings_of(subject, changes), *report_protection(subject)]
        yield from found or (() if its and its.takes else report_rest(subject))
        if is_drift and subject.fate is not Fate.DELETED:
            yield from report_status(subject)
            yield from report_remarks(subject, at=at) if at else ()


def _findings_of(subject: Subject, changes: list[FieldChange]) -> Iterator[Finding]:
    """What a reviewer must know of one resource, but for its events and its deletion."""
    if subject.fate is Fate.CREATED:
        yield from report_creation(subject, changes)
    elif subject.fate is Fate.FORGOTTEN:
        yield from report_release(subject)
    elif subject.fate is Fate.IMPORTED:
        yield from report_import(subject)
    elif subject.fate in (Fate.CHANGED, Fate.REPLACED):
        yield from report_replacement(subject, changes) if subject.fate is Fate.REPLACED else ()
        yield from report_takeover(subject) if subject.former_name or subject.is_taken_out else ()
        yield from report_renewal(subject, changes) if subject.fate is Fate.CHANGED else ()
        yield from report_changes(subject, changes)
        for one in retries_of(subject):
            yield from one.report([change for change in changes if one.has(change)])


def _weight(finding: Finding) -> int:
    return SECTIONS.index(finding.category)


def _scrubbed(finding: Finding) -> Finding:
    return Finding(finding.categories, finding.text, finding.headline, finding.name, quote=scrub(finding.quote))


def _secret_texts(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        if step.kind:
            declaration = resource_type(step.kind).declaration
            bags = (step.old_inputs, step.new_inputs, step.old_state, step.new_state)
            yield from secret_texts(bags, (shape_of(declaration), outputs_of(declaration)))


def _unchanged(preview: Preview, subjects: Sequence[Subject]) -> int:
    listed = [one for one in subjects if one.fate is Fate.SAME]
    guarded = sum(one.is_protected or one.is_unprotected for one in listed)
    return max(preview.counts.get("same", 0), len(listed)) - guarded


def _others(steps: Iterable[Step]) -> Mapping[str, int]:
    foreign = (one for one in steps if not one.kind and not changed_settings(one))
    fates = {step.urn: _OPERATIONS[step.op] for step in foreign if step.op in _OPERATIONS}
    return dict(sorted(Counter(fates.values()).items()))

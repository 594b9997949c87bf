"""
A report as plain data, to be written as JSON. Its form is stable: an incompatible change increases `VERSION`.

Pure: no I/O.
"""

from __future__ import annotations

from typing import Any

from ...wording import harmless
from ..categories import CATEGORIES
from ..exact_changes import Detail
from ..findings.finding import Finding
from ..report import Report, StackDifference, StackReport
from .escaping import plain_text

VERSION = 1


def to_data(report: Report) -> dict[str, Any]:
    """*report* as plain data."""
    return {
        "version": VERSION,
        "categories": [one.id for one in CATEGORIES if one.id in report.categories],
        "stacks": [_stack(one) for one in report.stacks],
        "differences": [_difference(one) for one in report.differences],
    }


def _stack(stack: StackReport) -> dict[str, Any]:
    return {
        "stack": stack.stack,
        "project": stack.project,
        "drift": stack.is_drift,
        "failed": stack.has_failed,
        "headline": plain_text(stack.headline),
        "categories": [one.id for one in CATEGORIES if one in stack.categories],
        "findings": [_finding(one) for one in stack.findings],
        "changes": [_detail(one) for one in stack.details],
        "unchanged": stack.unchanged,
        "otherResources": dict(stack.others),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    known = {
        "category": finding.category.id,
        "categories": [one.id for one in finding.categories],
        "resource": finding.name,
        "kind": finding.kind,
        "text": plain_text(finding.text),
        "message": harmless(finding.quote),
        **finding.facts,
    }
    return {name: value for name, value in known.items() if value != ""}


def _detail(detail: Detail) -> dict[str, Any]:
    return {
        "resource": detail.name,
        "kind": detail.kind,
        "fate": detail.fate,
        "properties": [
            {"sign": one.sign, "path": one.path, "old": plain_text(one.old), "new": plain_text(one.new)}
            for one in detail.lines
        ],
    }


def _difference(one: StackDifference) -> dict[str, Any]:
    return {"project": one.project, "resource": one.name, "change": plain_text(one.aspect), "stacks": dict(one.stacks)}

"""
Deletions above the limit of a stack, which its deployment will refuse: no provider can say that in a preview.

Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import SettingsProblem
from ...pulumi_names import stack_in
from ...registry import platform
from ...settings.deletions import DeletionLimit
from ...settings.mechanism import Settings
from ...wording import Sentence, Shown, count
from ..categories import DELETES
from ..preview import Preview
from .finding import Finding
from .subject import Fate, Subject


def report_limits(preview: Preview, subjects: Iterable[Subject]) -> Iterator[Finding]:
    """That the deployment of *preview* deletes more than the stack's config allows; a `Provider` has its own limit."""
    if preview.drift or preview.failed:
        return
    counted: dict[str, list[Subject]] = {}
    for one in subjects:
        if _counts(one):
            counted.setdefault(one.resource.platform, []).append(one)
    stack = next((stack_in(one.urn) for one in preview.steps), "")
    for name, deleted in counted.items():
        limit = _limit(name, preview)
        if limit and limit.most is not None and len(deleted) > limit.most:
            yield _explain(limit, len(deleted), deleted[0].meaning.noun, stack)


def _counts(subject: Subject) -> bool:
    is_deleted = subject.fate in (Fate.DELETED, Fate.REPLACED) and not subject.meaning.is_only_forgotten
    return is_deleted and not subject.resource.is_part and not subject.account


def _limit(name: str, preview: Preview) -> DeletionLimit | None:
    try:
        return platform(name).transport.deletions.read(Settings(preview.config.get, {}))
    except SettingsProblem:  # The preview reports it.
        return None


def _explain(limit: DeletionLimit, number: int, noun: str, stack: str) -> Finding:
    what = f"deletes or replaces {count(number, noun)}, and {{}} allows {limit.most}"
    confirmation = f"{limit.variable}={stack}:{number}"
    text = Sentence(
        f"The deployment {what}, so it will be refused, unless {{}} is set for it.",
        Shown(limit.setting),
        Shown(confirmation),
    )
    headline = Sentence(what, Shown(limit.setting))
    facts = {"deletions": number, "limit": limit.most, "confirmation": confirmation}
    return Finding((DELETES,), text, headline, aspects=("is above the limit on deletions",), facts=facts)

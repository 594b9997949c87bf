"""
What settings mean: deletions above the limit of a stack, which its deployment will refuse, because no provider can say
that in a preview; and settings of a `Provider` of the program that change. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import SettingsProblem
from ...pulumi_names import PROVIDER, is_default_provider, stack_in
from ...registry import platform
from ...settings.deletions import DeletionLimit
from ...settings.mechanism import NAMESPACE, Settings
from ...wording import Sentence, Shown, count
from ..categories import DELETES, OTHER
from ..preview import Preview, Step
from .finding import Finding
from .phrases import enumerate_names, sentences
from .subject import Fate, Subject

_NAMESPACE = f"{NAMESPACE}:"


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
    return is_deleted and not (subject.is_retained or subject.resource.is_part or subject.account)


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


def report_providers(steps: Iterable[Step]) -> Iterator[Finding]:
    """Which settings change, by name: their values may be secret."""
    for step in steps:
        if names := changed_settings(step):
            name = Shown(step.name)
            text = sentences(Sentence("The settings of provider {} change: {}", name, enumerate_names(names)))
            headline = Sentence("changes settings of provider {}", name)
            aspects = tuple(Sentence("{} changes", Shown(one)) for one in names)
            yield Finding((OTHER,), text, headline, name=step.name, aspects=aspects)


def changed_settings(step: Step) -> list[str]:
    """The settings that change, if *step* is about a `Provider` that stays."""
    old, new = step.old_inputs, step.new_inputs
    if step.type != PROVIDER or is_default_provider(step.name) or not (old and new):
        return []
    changed = sorted(key for key in {*old, *new} if old.get(key) != new.get(key) or key in step.changed)
    return [key.removeprefix(_NAMESPACE) for key in changed if key.startswith(_NAMESPACE)]

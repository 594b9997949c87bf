"""
The rules as policies of Pulumi's SDK: the engine's values in, violations out. Decides nothing.

The SDK offers no function to refuse a configuration, to report a value that is not known yet, or to say which resources
the program declares. So this module uses private parts and an error of the SDK for that, and no other module does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import grpc
from google.protobuf import json_format
from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyPack,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
    policy,
)
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from ..pulumi_names import stack_in
from ..reconcile.declare.declaration import UNKNOWN
from ..registry import resource_type_of
from ..wording import few
from .catalogue import ALL, RULES, ChosenRule, insist_on_names
from .checked_resource import CheckedResource
from .parameters import Misconfigured, parameters_of, read_parameters
from .rule import Look, PolicyRule, RuleResult


class Hidden(UnknownValueError):
    """A value that is not known yet hides whether a rule is violated; the SDK turns it into an advisory message."""

    def __init__(self, message: str) -> None:
        super().__init__(UNKNOWN_STRING_VALUE, [])
        self.message = message


def serve(chosen: Iterable[ChosenRule], *, name: str, policies: Sequence[Policy]) -> None:
    """Serve the rules and further *policies* as a pack called *name*, until SIGINT."""
    declared: set[str] = set()
    ours = [_policy(one, declared) for one in chosen]
    check_configuration([one.name for one in policies])
    note_declared(declared)
    PolicyPack(name, [*ours, *policies], initial_config={one.rule.name: _initial(one) for one in chosen})


def _initial(chosen: ChosenRule) -> EnforcementLevel | dict[str, object]:
    level = EnforcementLevel(chosen.level)
    return {"enforcementLevel": level, **chosen.parameters} if chosen.parameters else level


def _policy(chosen: ChosenRule, declared: Collection[str]) -> Policy:
    rule = chosen.rule
    schema = PolicyConfigSchema({one.name: {"description": one.meaning, **one.schema} for one in parameters_of(rule)})
    level = EnforcementLevel(chosen.level)

    def judge_resource(args: ResourceValidationArgs, report: ReportViolation) -> None:
        resource = resource_of(args)
        if resource:
            _report(_findings(rule, [resource], args.urn, args.get_config()), report)

    def judge_stack(args: StackValidationArgs, report: ReportViolation) -> None:
        resources = [one for one in map(resource_of, args.resources) if one and is_declared(one.urn, declared)]
        urn = args.resources[0].urn if args.resources else ""
        _report(_findings(rule, resources, urn, args.get_config()), report)

    if rule.is_about_stack:
        return StackValidationPolicy(rule.name, rule.description, judge_stack, level, schema)
    return ResourceValidationPolicy(rule.name, rule.description, judge_resource, level, schema)


def _findings(
    rule: PolicyRule, resources: Sequence[CheckedResource], urn: str, given: Mapping[str, object]
) -> Iterator[RuleResult]:
    look = Look(resources, resources, datetime.now(UTC))
    return rule.findings(look, read_parameters(rule, given), stack_in(urn).rpartition("/")[2])


def _report(findings: Iterable[RuleResult], report: ReportViolation) -> None:
    hidden = []
    for one in findings:
        if one.is_known:
            report(str(one), one.about.urn if one.about else None)
        else:
            hidden.append(str(one))
    if hidden:
        raise Hidden(str(few(hidden, room=200)))


def resource_of(args: ResourceValidationArgs | PolicyResource) -> CheckedResource | None:
    """A resource as rules see it; None where it is not of this package."""
    type = resource_type_of(args.resource_type)
    if type is None:
        return None
    depends = getattr(args, "property_dependencies", {})
    return CheckedResource(
        type,
        args.urn,
        unwrap(args.props),
        args.opts.protect,
        {name: frozenset(one.urn for one in resources) for name, resources in depends.items()},
    )


def is_declared(urn: str, declared: Collection[str]) -> bool:
    """Whether the program declares a resource; if nothing is known of the program, it counts as declared."""
    return urn in declared or not declared


def unwrap(value: Any) -> Any:
    """*value* without the wrappers of the SDK; numbers as numbers, and `UNKNOWN` for what is not known yet."""
    if isinstance(value, Mapping):
        return {key: _member(value.__getitem__, key) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_member(value.__getitem__, index) for index in range(len(value))]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _member(get: Callable[[Any], Any], key: Any) -> object:
    try:
        return unwrap(get(key))
    except UnknownValueError:
        return UNKNOWN


def note_declared(declared: set[str]) -> None:
    """
    Note what the engine asks about each resource alone: what the program declares.

    After a refresh, the engine also counts resources as parts of the stack that this run is going to delete.

    Args:
        declared: Where the URNs are noted.
    """
    servicer: Any = getattr(policy, "_PolicyAnalyzerServicer", None)
    analyze = getattr(servicer, "Analyze", None)
    if analyze is None:
        return

    def noted(self: Any, request: Any, context: grpc.ServicerContext) -> object:
        declared.add(request.urn)
        return analyze(self, request, context)

    servicer.Analyze = noted


def check_configuration(others: Sequence[str]) -> None:
    """
    Let the pack refuse a configuration that names an unknown rule or parameter, which the SDK ignores.

    Args:
        others: Names of further policies in the pack.
    """
    servicer: Any = getattr(policy, "_PolicyAnalyzerServicer", None)
    configure = getattr(servicer, "Configure", None)
    if configure is None:
        return

    def checked(self: Any, request: Any, context: grpc.ServicerContext) -> object:
        given = {name: one for name, one in request.policyConfig.items() if name not in (ALL, *others)}
        try:
            insist_on_names(given)
            for rule in RULES:
                if rule.name in given:
                    read_parameters(rule, json_format.MessageToDict(given[rule.name].properties))
        except Misconfigured as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        return configure(self, request, context)

    servicer.Configure = checked

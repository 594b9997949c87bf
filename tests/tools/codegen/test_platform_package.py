"""The generated `__init__.py` of a platform: which names it has, and where they come from."""

import ast
import importlib
from dataclasses import replace

import pytest

from codegen.platform_package import functions_of, homes, package_source
from pulumi_payment_webhooks import registry

PLATFORMS = [registry.platform(name) for name in registry.PLATFORMS]

every_platform = pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)


@every_platform
def test_every_name_is_in_its_module(platform):
    """
    Each name can be imported from the module that the table names.
    """
    package = f"pulumi_payment_webhooks.{platform.name}"

    for name, module in homes(platform).items():
        assert hasattr(importlib.import_module(module, package), name)


@every_platform
def test_fewer_resources_are_fewer_names(platform):
    """
    The names follow the list of resources: without any, only the functions are left.
    """
    assert set(homes(replace(platform, resources=()))) == set(functions_of(platform.name))


@every_platform
def test_source_can_be_compiled(platform):
    """
    The text is a module; its `__all__` and its table have the same names.
    """
    [listed, table] = [one for one in ast.parse(package_source(platform)).body if isinstance(one, ast.Assign)]

    assert ast.literal_eval(listed.value) == list(ast.literal_eval(table.value)) == list(homes(platform))


def test_one_name_for_two_things_is_an_error():
    """
    Two resources whose declarations have one name are reported with both modules.
    """
    [platform] = [one for one in PLATFORMS if one.name == "cybersource"]
    first, second = platform.resources[:2]
    twin = type(first.declaration.__name__, (second.declaration,), {"__module__": second.declaration.__module__})
    both = replace(platform, resources=(first, replace(second, declaration=twin)))

    with pytest.raises(ValueError, match=r"\.digital_signature_key\.resource and \.message_.* both define Digital"):
        homes(both)


def test_platform_without_functions_has_none():
    """
    A platform needs no functions.py.
    """
    assert functions_of("reconcile") == {}

"""What the folder of a resource says about its type."""

import sys
from types import ModuleType

import pytest

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.reconcile.declare.declaration import Declaration
from pulumi_payment_webhooks.reconcile.resource import resource_in

CYBERSOURCE = "pulumi_payment_webhooks.cybersource"


@pytest.fixture
def folder(monkeypatch):
    """Makes a folder whose declaration.py defines the given classes."""

    def with_classes(*classes):
        module = ModuleType("acme.alert.declaration")
        for one in classes:
            setattr(module, one.__name__, one)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return "acme.alert"

    return with_classes


def declared(name, module="acme.alert.declaration"):
    return type(name, (Declaration,), {"__module__": module, "__doc__": "Notifies the on-call engineer."})


@pytest.mark.parametrize("resource", registry.platform("cybersource").resources, ids=lambda one: one.kind)
def test_kind_is_the_platform_and_the_class(resource):
    """
    The kind of a type is its platform's folder and the name of its declaration.
    """
    assert resource.kind == f"cybersource:{resource.declaration.__name__}"


@pytest.mark.parametrize(("name", "has_advice"), [("retry_policy", False), ("oauth_security_config", True)])
def test_advice_is_found_in_the_folder(name, has_advice):
    """
    A type has advice if its folder has an advice.py.
    """
    assert (resource_in(CYBERSOURCE, name).advise is not None) is has_advice


@pytest.mark.parametrize("names", [(), ("Alert", "Alarm")])
def test_folder_with_another_number_of_declarations_is_an_error(folder, names):
    """
    A declaration.py without a declaration, or with two, is reported by its module and the number.
    """
    package = folder(*(declared(name) for name in names))

    with pytest.raises(ValueError, match=rf"acme\.alert\.declaration must define one .* defines {len(names)}"):
        resource_in(*package.split("."))


def test_imported_declaration_does_not_count(folder):
    """
    A declaration that the module only imports is not one of the folder.
    """
    with pytest.raises(ValueError, match="defines 0"):
        resource_in(*folder(declared("Alert", module="acme.alarm.declaration")).split("."))

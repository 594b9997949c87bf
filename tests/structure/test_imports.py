"""What each room loads, seen in fresh processes."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from pulumi_payment_webhooks.registry import PLATFORMS

PACKAGE = "pulumi_payment_webhooks"
PROVIDER = Path(__file__).parents[2] / "provider"
CLIENT, RECONCILE = f"{PACKAGE}.client", f"{PACKAGE}.reconcile"
PULUMI = ("pulumi", "grpc", "google.protobuf")
CRYPTO = ("cryptography", "joserfc")
SERVER = ("starlette", "uvicorn")
HEAVY = ("pydantic", "httpx", "stamina", *CRYPTO, *SERVER, "typer", "rich")

ROOMS = {
    "*.py": (*HEAVY, *PULUMI),
    "settings": ("httpx", "stamina", *CRYPTO, *SERVER, "typer", "rich", *PULUMI),
    "crypto": ("pydantic", "httpx", "stamina", *SERVER, "typer", "rich", *PULUMI),
    "client": (*CRYPTO, *SERVER, "typer", "rich", "click", "pygments", RECONCILE, *PULUMI),
    "notifications": ("httpx", "stamina", *SERVER, "typer", "rich", CLIENT, RECONCILE, *PULUMI),
    "*/notifications": ("httpx", "stamina", *SERVER, "typer", "rich", CLIENT, RECONCILE, *PULUMI),
    "reconcile": ("httpx", "stamina", *CRYPTO, *SERVER, "typer", "rich", CLIENT, *PULUMI),
    "*/rules": (*HEAVY, CLIENT, RECONCILE, *PULUMI),
    "*/*/declaration.py": ("httpx", "stamina", *CRYPTO, *SERVER, "typer", "rich", CLIENT, *PULUMI),
    "program": (*HEAVY, CLIENT, RECONCILE),
    "*/*/resource.py": (*HEAVY, CLIENT, RECONCILE),
    "faces": ("httpx", "stamina", *CRYPTO, *SERVER, "typer", "rich", CLIENT),
    "simulator": ("stamina", "typer", CLIENT, RECONCILE, *(f"{PACKAGE}.{one}.api" for one in PLATFORMS), *PULUMI),
    "survey": ("httpx", "stamina", *CRYPTO, *SERVER, "typer", "rich", *PULUMI),
    "export": ("httpx", "stamina", *CRYPTO, *SERVER, "typer", "rich", CLIENT, *PULUMI),
    "stacks": (*HEAVY, CLIENT, RECONCILE, *PULUMI),
    "policies": ("httpx", "stamina", *CRYPTO, *SERVER, "typer", "rich", CLIENT),
    "cli": ("pydantic", "httpx", "stamina", *CRYPTO, *SERVER, CLIENT, RECONCILE, *PULUMI),
}
LATER = {f"{PACKAGE}.dynamic", f"{PACKAGE}.registry"}
"""Modules at the top that are rooms of their own: each has a statement below."""


def names_of(platform):
    """The statement that loads every name of a platform, as `c`."""
    return f"import {PACKAGE}.{platform} as c; [getattr(c, name) for name in c.__all__]"


def statements_of(platform):
    """Statements about a platform, each with what it must not load."""
    classes = f"{names_of(platform)[:-1]} if not c._HOMES[name].endswith('functions')]"
    yield classes, (*HEAVY, CLIENT, RECONCILE)
    yield f"import {PACKAGE}.{platform}", (*HEAVY, *PULUMI)
    yield f"import {PACKAGE}.registry; {PACKAGE}.registry.platform({platform!r})", ("httpx", "starlette", *PULUMI)
    yield f"import {PACKAGE}.simulator.{platform}.fixture", (*SERVER, "pydantic", "httpx", *PULUMI)


STATEMENTS = [
    (f"import {PACKAGE}", (*HEAVY, *PULUMI)),
    (f"import {PACKAGE}.policies", ("httpx", "stamina", *CRYPTO, *SERVER, "typer", CLIENT, *PULUMI, "pulumi_policy")),
    (f"import {PACKAGE}.simulator.fixtures", (*SERVER, "pydantic", "httpx", *PULUMI)),
    (f"import {PACKAGE}.dynamic", ("httpx", "joserfc", "stamina", *SERVER, "typer")),
    *(one for platform in PLATFORMS for one in statements_of(platform)),
]

LOADED_BY_THREADS = [
    pytest.param(file, id=str(file.parent.relative_to(PROVIDER)))
    for room in ("client", "crypto", "reconcile", "settings", "faces", *PLATFORMS)
    for file in sorted((PROVIDER / PACKAGE / room).rglob("__init__.py"))
    if file.parent.name != "notifications"  # receivers load it, and the provider does not
]

every_platform = pytest.mark.parametrize("platform", PLATFORMS)


def printed(script):
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


def loaded(statement):
    return set(printed(f"{statement}\nimport sys; print(*sorted(sys.modules))").split())


def modules(room):
    """Every module of a room, by its dotted name."""
    found = list((PROVIDER / PACKAGE).glob(room))
    files = {file for one in found for file in (one.rglob("*.py") if one.is_dir() else [one])}
    names = (file.relative_to(PROVIDER).with_suffix("").parts for file in files)
    return sorted({".".join(parts).removesuffix(".__init__") for parts in names} - LATER)


@pytest.mark.parametrize("room", ROOMS)
def test_room_stays_light(room):
    """
    A fresh process that loads every module of the room has loaded nothing that the room must not need.
    """
    everything = modules(room)

    assert everything
    assert loaded(f"import {', '.join(everything)}") & set(ROOMS[room]) == set()


@pytest.mark.parametrize(("statement", "forbidden"), STATEMENTS, ids=[statement for statement, _ in STATEMENTS])
def test_statement_loads_little(statement, forbidden):
    """
    A fresh process that runs the statement has loaded nothing that it must not need.
    """
    assert loaded(statement) & set(forbidden) == set()


@every_platform
def test_every_name_of_the_platform_can_be_loaded(platform):
    """
    Each name that the platform's module offers is there when it is asked for, and the list is sorted.
    """
    script = f"{names_of(platform)}; print(c.__all__ == sorted(c.__all__) == sorted(c._HOMES))"

    assert printed(script).strip() == "True"


@every_platform
def test_unknown_name_of_the_platform_is_refused(platform):
    """
    A name that the platform does not have is an ordinary AttributeError, so that `hasattr` works.
    """
    script = f"import {PACKAGE}.{platform} as c; print(hasattr(c, 'Nothing'))"

    assert printed(script).strip() == "False"


@pytest.mark.parametrize("package", LOADED_BY_THREADS)
def test_package_that_threads_load_imports_none_of_its_modules(package):
    """
    Two threads that load modules of a package at the same time never wait for each other.

    A module's lock is taken before that of its package, so a package that imports its own modules takes them in the
    opposite order, and Python ends one of the two imports with an error.
    """
    imports = [one for one in ast.parse(package.read_text()).body if isinstance(one, ast.Import | ast.ImportFrom)]

    assert not [ast.unparse(one) for one in imports if isinstance(one, ast.ImportFrom) and one.level == 1]

"""
A new resource is one folder and one line in resources.py: shown with a throw-away resource in a copy of this tree.
"""

import re
import shutil

import pytest
from tests.tools.codegen.checkout import BIN, ROOT, Checkout, copy_tree

PLATFORM = "provider/pulumi_payment_webhooks/cybersource"
FOLDER = {
    "__init__.py": '"""A note: a text that is stored nowhere but in the state."""\n',
    "declaration.py": '''\
"""
What a program declares of a note. Pure: no Pulumi, no I/O.

Source: none, it is a test.
"""

from typing import Annotated, ClassVar

from pydantic import Field, SecretStr

from ...reconcile.declare.declaration import Added, Declaration, FromAccount, Replaces
from ...reconcile.declare.meaning import Meaning
from ...reconcile.declare.values import Text


class Note(Declaration):
    """
    A text that is stored nowhere but in the state.
    """

    organization_id: Annotated[Text, Replaces(), FromAccount()] = Field(
        alias="organizationId", description="Organization that owns the note."
    )
    body: Text = Field(description="The text.")
    token: SecretStr = Field(description="Something to keep out of messages.")
    topics: frozenset[Text] | None = Field(default=None, description="Its topics, in any order.")

    meaning: ClassVar[Meaning] = Meaning("note", deletion="Pulumi forgets it", is_only_forgotten=True)

    class Outputs(Added):
        """What is added."""

        written_by: str = Field(alias="writtenBy", description="Host of the account.")
''',
    "operations.py": '''\
"""
Create, read, update and delete a note.
"""

from __future__ import annotations

from ...reconcile.ports import Observed, Request
from ..account.account import CybersourceAccount
from .declaration import Note


def create(request: Request[Note, CybersourceAccount]) -> Observed:
    """Store the note."""
    return Observed("note-1", {}, {"writtenBy": request.account.host})


def read(request: Request[None, CybersourceAccount]) -> Observed:
    """Nothing can be read back."""
    return Observed(request.id)


def update(request: Request[Note, CybersourceAccount]) -> Observed:
    """Store it again."""
    return Observed(request.id)


def delete(request: Request[None, CybersourceAccount]) -> None:
    """Forget it."""
''',
}
PROGRAM = """\
from pulumi_payment_webhooks import cybersource

note = cybersource.Note("note", body="text", token="secret", topics=["a"])
note.written_by
"""
GENERATED = {
    f"{PLATFORM}/__init__.py",
    f"{PLATFORM}/note/resource.py",
    "docs/how-to/policies.md",
    "docs/reference/policy-properties.md",
    "docs/reference/resources.md",
    "schema.json",
}
BY_HAND = {f"{PLATFORM}/resources.py", *(f"{PLATFORM}/note/{name}" for name in FOLDER)}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Checkout:
    """
    A copy with one more folder and one more line, after `make schema`.
    """
    root = copy_tree(tmp_path_factory.mktemp("checkout"))
    folder = root / PLATFORM / "note"
    folder.mkdir()
    for name, text in FOLDER.items():
        (folder / name).write_text(text)
    table = root / PLATFORM / "resources.py"
    [line] = [one for one in table.read_text().splitlines(keepends=True) if '"oauth_credentials"' in one]
    table.write_text(table.read_text().replace(line, line.replace("oauth_credentials", "note") + line))
    checkout = Checkout(root)
    checkout.run("-m", "tools.codegen")
    return checkout


def test_one_folder_and_one_line_are_written_by_hand(checkout):
    """
    Besides the folder and the line, only generated files differ; the line is one.
    """
    before, after = ((root / PLATFORM / "resources.py").read_text().splitlines() for root in (ROOT, checkout.root))

    assert checkout.changed() == GENERATED | BY_HAND
    assert len(after) == len(before) + 1


def test_generated_files_are_complete(checkout):
    """
    One run of the generators writes everything: a second one finds no stale file.
    """
    assert checkout.run("-m", "tools.codegen", "--check") == ""


def test_new_resource_passes_the_contract_suite(checkout):
    """
    The suite of every resource runs over the new one, and passes.
    """
    suite = "tests/contract/test_every_resource.py"
    ran = checkout.run("-m", "pytest", suite, "-k", "Note", "-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider")

    assert " passed" in ran


def test_new_resource_keeps_the_import_contracts(checkout):
    """
    The contracts cover the new folder without a change.
    """
    assert " 0 broken." in checkout.run(str(BIN / "lint-imports"), "--no-cache")


def test_new_resource_is_typed(checkout):
    """
    mypy accepts the new folder, and a program that uses the class.
    """
    (checkout.root / "program.py").write_text(PROGRAM)
    if (ROOT / ".mypy_cache").is_dir():
        shutil.copytree(ROOT / ".mypy_cache", checkout.root / ".mypy_cache")  # What `make check` found out: seconds.
    checked = (f"{PLATFORM}/note", f"{PLATFORM}/__init__.py", "program.py")

    assert checkout.run("-m", "mypy", *checked).startswith("Success")


FORBIDDEN = [
    ("declaration.py", "import httpx", r"note\.declaration ->\s+httpx"),
    (
        "operations.py",
        "from ..retry_policy.operations import read as other",
        r"note is not allowed to import\s+\S+retry",
    ),
    (
        "../retry_policy/operations.py",
        "from ..note.declaration import Note",
        r"retry_policy is not allowed to import\s+\S+note",
    ),
    ("../api/ids.py", "from ..note.declaration import Note", r"api is not allowed to import\s+\S+note"),
    (
        "declaration.py",
        "from .operations import read",
        r"note\.declaration is not allowed to import\s+\S+operations",
    ),
]
"""Files, from the new folder, each with an import that is wrong there, and what is reported of it."""


def test_contracts_cover_the_new_folder(checkout):
    """
    Each import that the order of a platform or of a resource forbids breaks a contract that nobody had to extend.
    """
    paths = {file: (checkout.root / PLATFORM / "note" / file).resolve() for file, _, _ in FORBIDDEN}
    texts = {path: path.read_text() for path in paths.values()}
    for file, line, _ in FORBIDDEN:
        with paths[file].open("a") as module:
            module.write(f"\n{line}\n")
    try:
        with pytest.raises(AssertionError) as broken:
            checkout.run(str(BIN / "lint-imports"), "--no-cache")
    finally:
        for path, text in texts.items():
            path.write_text(text)

    assert [reported for _, _, reported in FORBIDDEN if not re.search(reported, str(broken.value))] == []

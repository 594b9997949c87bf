"""
A new platform is its folders, one line in registry.py and a section for its knobs: shown with a copy of Digital River.
"""

import re
import shutil
from pathlib import Path

import pytest
from tests.tools.codegen.checkout import BIN, ROOT, Checkout, copy_tree

PACKAGE = "provider/pulumi_payment_webhooks"
NAMES = {"digital_river": "acme_pay", "digitalRiver": "acmePay", "DigitalRiver": "AcmePay", "DIGITAL_RIVER": "ACME_PAY"}
"""Each name of the platform in code, and that of the other one."""

FOLDERS = (f"{PACKAGE}/digital_river", f"{PACKAGE}/simulator/digital_river", "tests/digital_river")
GENERATED = {
    f"{PACKAGE}/program/settings.py",
    "docs/reference/functions.md",
    "docs/how-to/policies.md",
    "docs/reference/policy-properties.md",
    "docs/reference/resources.md",
    "docs/reference/settings.md",
    "schema.json",
}
KNOBS = "docs/reference/simulator-knobs.md"
SECTION = "\n## Acme\n\n<!-- knobs of acme_pay: written by `make schema` -->\n<!-- end -->\n"
BY_HAND = {f"{PACKAGE}/registry.py", KNOBS}


def renamed(text: str) -> str:
    for name, other in NAMES.items():
        text = text.replace(name, other)
    return text


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """
    A copy with the folders of one more platform and one more name in the registry, after `make schema`.
    """
    root = copy_tree(tmp_path_factory.mktemp("checkout"))
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*.py")):
            copy = root / renamed(str(file.relative_to(root)))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(renamed(file.read_text()))
    (root / KNOBS).write_text((root / KNOBS).read_text() + SECTION)
    registry = root / PACKAGE / "registry.py"
    registry.write_text(registry.read_text().replace('"digital_river")', '"digital_river", "acme_pay")'))
    checkout = Checkout(root)
    checkout.run("-m", "tools.codegen")
    return checkout


def test_folders_and_one_line_are_written_by_hand(checkout: Checkout) -> None:
    """
    Besides the folders of the platform, the line and the section, only generated files differ.
    """
    before, after = ((root / PACKAGE / "registry.py").read_text() for root in (ROOT, checkout.root))
    outside = {name for name in checkout.changed() if not re.search(r"/acme_pay/", name)}

    assert outside == GENERATED | BY_HAND
    assert len(after.splitlines()) == len(before.splitlines())


def test_generated_files_are_complete(checkout: Checkout) -> None:
    """
    One run of the generators writes everything: a second one finds no stale file.
    """
    assert checkout.run("-m", "tools.codegen", "--check") == ""


def test_new_platform_keeps_the_import_contracts(checkout: Checkout) -> None:
    """
    The contracts cover the new folders without a change.
    """
    assert " 0 broken." in checkout.run(str(BIN / "lint-imports"), "--no-cache")


def test_contracts_cover_the_new_platform(checkout: Checkout) -> None:
    """
    A new platform that imports another one breaks a contract that nobody had to extend.
    """
    module = checkout.root / PACKAGE / "acme_pay" / "account" / "limits.py"
    text = module.read_text()
    module.write_text(f"{text}\nfrom ...cybersource.rules import words as _words\n")
    try:
        with pytest.raises(AssertionError, match=r"acme_pay is not allowed to import\s+\S*cybersource"):
            checkout.run(str(BIN / "lint-imports"), "--no-cache")
    finally:
        module.write_text(text)


def test_new_platform_passes_the_contract_suite(checkout: Checkout) -> None:
    """
    The suite of every resource runs over those of the new platform, and passes.
    """
    suite = "tests/contract/test_every_resource.py"
    ran = checkout.run(
        "-m", "pytest", suite, "-k", "acme_pay", "-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider"
    )

    assert " passed" in ran


def test_new_platform_is_typed(checkout: Checkout) -> None:
    """
    mypy accepts the new folder.
    """
    cache = ROOT / ".mypy_cache"
    if cache.is_dir():
        shutil.copytree(
            cache, checkout.root / ".mypy_cache", dirs_exist_ok=True
        )  # What `make check` found out: seconds.

    assert checkout.run("-m", "mypy", str(Path(PACKAGE) / "acme_pay")).startswith("Success")

"""
What README.md, docs/ and examples/ say, held against the code.
"""

import ast
import json
import re
import shlex
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from typer.main import get_group

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.cli import app
from pulumi_payment_webhooks.crypto.certificates import read_certificate
from pulumi_payment_webhooks.crypto.encryption import PrivateKey, parse_sealed, rsa_private_key, seal, unseal

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "examples").rglob("README.md")),
]
PROGRAMS = sorted((ROOT / "examples").rglob("__main__.py"))
LONGEST_PROGRAM = 40
LONGEST_README = 120
FIRST_SCREEN = 30
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TWISTED = re.compile(r"\b(anew|whoever|told|of ours|over a restart|tak(?:en|es) over)\b", re.IGNORECASE)
LINK = re.compile(r"\]\(([^)#\s]+)?(#[^)\s]+)?\)")

page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def blocks(page: Path, *languages: str) -> list[str]:
    return [text for language, text in FENCE.findall(page.read_text()) if language in languages]


def anchors(page: Path) -> set[str]:
    prose = FENCE.sub("", page.read_text())
    titles = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@page
def test_python_blocks_use_what_exists(page: Path) -> None:
    """
    Each Python block compiles, and each name that it takes from the package is there.
    """
    trees = [ast.parse(block) for block in blocks(page, "python")]
    taken = {
        (node.value.id, node.attr)
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in registry.PLATFORMS
    }

    assert [one for one in sorted(taken) if one[1] not in _platform(one[0]).__all__] == []


@page
def test_settings_that_are_named_exist(page: Path) -> None:
    """
    Every setting and every environment variable that a page names is one that is asked for.
    """
    settings = [one for name in registry.PLATFORMS for one in registry.platform(name).settings]
    known = {one.name for one in settings} | {one.variable for one in settings}
    named = set(
        re.findall(
            r"\b(?:cybersource[A-Z]\w+|CYBERSOURCE_\w+|digitalRiver(?!Version\b)[A-Z]\w+|DIGITAL_RIVER_\w+)\b",
            page.read_text(),
        )
    )

    assert named <= known


@page
def test_our_commands_exist_with_their_options(page: Path) -> None:
    """
    Every `payment-webhooks` command line that a page shows is accepted by the command's own parser.
    """
    lines = [line for block in blocks(page, "sh", "console") for line in block.splitlines()]
    typed = [shlex.split(line) for line in lines if re.match(r"(\$ )?payment-webhooks ", line)]
    for words in typed:
        name, *options = words[words.index("payment-webhooks") + 1 :]
        command = get_group(app).commands[name]

        assert command.make_context(name, options) is not None


def test_options_in_prose_exist() -> None:
    """
    Every option that the page about the simulator names by itself is one of `payment-webhooks simulate`.
    """
    page = ROOT / "docs/how-to/test-without-an-account.md"
    command = get_group(app).commands["simulate"]
    known = {option for parameter in command.params for option in parameter.opts}

    assert set(re.findall(r"`(--\w[\w-]*)[^`]*`", page.read_text())) <= known


def test_pages_without_a_review_start_a_simulator_without_it() -> None:
    """
    A tutorial whose output shows no review of a URL starts the simulator with `--review auto`: tests use such one.
    """
    endpoint = "cybersourceEndpoint http://127.0.0.1:8080"
    pages = [one for one in PAGES if endpoint in one.read_text() and "PENDING_REVIEW" not in one.read_text()]

    assert len(pages) == 4
    assert [
        one for one in pages if not re.search("^payment-webhooks simulate .*--review auto", one.read_text(), re.M)
    ] == []


@page
def test_make_targets_exist(page: Path) -> None:
    """
    Every `make` target that a page names is in the Makefile.
    """
    prose = [*blocks(page, "sh"), *re.findall(r"`([^`\n]+)`", FENCE.sub("", page.read_text()))]
    named = {name for text in prose for name in re.findall(r"^make ([\w-]+)", text, re.MULTILINE)}

    assert {name for name in named if f"\n{name}:" not in (ROOT / "Makefile").read_text()} == set()


@page
def test_links_lead_somewhere(page: Path) -> None:
    """
    Every relative link names a file of this repository, and every anchor a title in it.
    """
    broken = []
    for target, anchor in LINK.findall(FENCE.sub("", page.read_text())):
        if target.startswith(("http:", "https:")):
            continue
        file = (page.parent / target) if target else page
        if not file.exists() or (anchor and anchor[1:] not in anchors(file)):
            broken.append(target + anchor)

    assert broken == []


@page
def test_prose_has_one_sentence_per_line(page: Path) -> None:
    """
    No line of prose holds the end of one sentence and the beginning of the next.
    """
    prose = FENCE.sub("", page.read_text())
    lines = [line for line in prose.splitlines() if not line.startswith("|")]

    assert [line for line in lines if re.search(r"[a-z)`*]\. [A-Z`]", line)] == []


@page
def test_prose_is_plain(page: Path) -> None:
    """
    No page uses a word for which everybody uses another one.
    """
    prose = FENCE.sub("", page.read_text())

    assert [line for line in prose.splitlines() if TWISTED.search(line)] == []


def test_preview_in_readme_is_the_one_of_the_example() -> None:
    """
    The preview that the README shows is part of the example's, which is compared with the engine's.
    """
    [preview] = [block for block in blocks(ROOT / "README.md", "") if "=>" in block]

    assert preview in (ROOT / "examples/01-one-subscription/README.md").read_text()


def test_readme_is_short() -> None:
    """
    The README has at most 120 lines, and the program ends within the first 30.
    """
    lines = (ROOT / "README.md").read_text().splitlines()

    assert len(lines) <= LONGEST_README
    assert "```" in lines[6:FIRST_SCREEN]


def _functions(platform: str) -> list[str]:
    """The functions that programs import from a platform."""
    return [name for name in _platform(platform).__all__ if name.islower()]


def _platform(name: str) -> ModuleType:
    return import_module(f"pulumi_payment_webhooks.{name}")


def test_readme_names_everything_that_a_program_can_use() -> None:
    """
    The README names each resource and each function of each platform.
    """
    readme = (ROOT / "README.md").read_text()
    resources = [one.kind for name in registry.PLATFORMS for one in registry.platform(name).resources]
    functions = [f"{one}.{name}" for one in registry.PLATFORMS for name in _functions(one)]
    named = [one.replace(":", ".") for one in resources] + functions

    assert [one for one in named if f"`{one}`" not in readme] == []


def test_every_page_can_be_found() -> None:
    """
    Each page of docs/ and each example is listed in docs/README.md.
    """
    index = ROOT / "docs/README.md"
    listed = {(index.parent / target).resolve() for target, _ in LINK.findall(index.read_text()) if target}
    pages = {one for one in PAGES if one.parent != ROOT and one != index}

    assert {str(one.relative_to(ROOT)) for one in pages - listed} == set()


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.parent.name)
def test_example_is_short(program: Path) -> None:
    """
    An example's program has fewer than 40 lines.
    """
    assert len(program.read_text().splitlines()) < LONGEST_PROGRAM


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.parent.name)
def test_example_is_whole(program: Path) -> None:
    """
    An example is a project that runs elsewhere: it says what it requires, and it or the folder above has a page.
    """
    here = {file.name for file in program.parent.iterdir()}
    page = program.parent if program.parent.parent.name == "examples" else program.parent.parent

    is_pack = "PulumiPolicy.yaml" in here
    assert {"PulumiPolicy.yaml" if is_pack else "Pulumi.yaml", "requirements.txt"} <= here
    assert (page / "README.md").exists()
    first, *others = (program.parent / "requirements.txt").read_text().splitlines()
    pinned = {line.replace("-binary", "[binary]").casefold() for line in CONSTRAINTS.read_text().splitlines()}
    assert first == f"pulumi-payment-webhooks{'[policy]' if is_pack else ''}"
    assert {line.partition("  #")[0].casefold() for line in others} <= pinned


def test_decisions_are_short_and_whole() -> None:
    """
    Each decision fits on half a page and tells context, choice and consequence.
    """
    for decision in (ROOT / "docs/decisions").glob("*.md"):
        text = decision.read_text()

        assert [word for word in ("**Context.**", "**Choice.**", "**Consequence.**") if word not in text] == []
        assert len(text.splitlines()) < LONGEST_PROGRAM


def test_json_in_shell_blocks_is_json() -> None:
    """
    What a page sends to the simulator with curl can be parsed.
    """
    for block in (block for one in PAGES for block in blocks(one, "sh", "console")):
        for data in re.findall(r"--data '([^']*)'", block):
            assert isinstance(json.loads(data), dict)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not on this machine")
def test_key_pair_that_is_shown_can_be_used(tmp_path: Path) -> None:
    """
    The command that makes a key pair makes a certificate that can be declared, and its key opens what it encrypts.
    """
    [command] = blocks(ROOT / "docs/how-to/encrypt-notifications.md", "sh")
    subprocess.run(shlex.split(command), cwd=tmp_path, capture_output=True, check=True)
    certificate = read_certificate((tmp_path / "receiver.crt").read_text())
    message = parse_sealed(seal(b"refund", certificate.public_key))

    assert unseal(message, [PrivateKey(rsa_private_key((tmp_path / "receiver.key").read_bytes()))]) == b"refund"


@page
def test_tables_have_rows(page: Path) -> None:
    """
    No table is empty below its head.
    """
    assert not re.search(r"^\|( --- \|)+\n(?!\|)", page.read_text(), re.MULTILINE)


@page
def test_key_pairs_are_made_by_every_openssl(page: Path) -> None:
    """
    The option that leaves a key unlocked is the one that LibreSSL and older versions know as well.
    """
    assert "-noenc" not in page.read_text()

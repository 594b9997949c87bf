"""
Finds or builds the real Pulumi engine, and prints the folder to put first on PATH.

In this order: `pulumi` with its Python host on PATH; a copy from an earlier run; a build with Go of the version
that go.mod pins; Pulumi's own installer. Only the installer needs more than the standard library: the SDK.
"""

import argparse
import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import go_build
from engine_cache import Unavailable, cache, put

HERE = Path(__file__).resolve().parent
HOST = HERE / "python_host"
OLDEST = (3, 216)  # The first whose refresh stores the inputs that a dynamic provider reads.

REMEDY = """\
There is no Pulumi engine, and no way to get one:
{reasons}
Do one of these, then try again:
  - install the Pulumi CLI {oldest} or newer, with its Python host, and put it on PATH;
  - install Go {go} or newer: it builds the engine, once, in 6 to 9 minutes;
  - run `make engine` on a network from which Pulumi's installer can be downloaded."""


def say(line: str) -> None:
    print(f"engine: {line}", file=sys.stderr, flush=True)


def ensure() -> Path:
    """
    Return the folder that must come first on PATH for `pulumi` to run Python programs.

    Raises:
        Unavailable: No way works; the message says what to do.
    """
    reasons = []
    for way in (on_path, cached, built, installed):
        try:
            return way()
        except Unavailable as reason:
            reasons.append(f"  - {reason}")
    oldest = ".".join(map(str, OLDEST))
    raise Unavailable(REMEDY.format(reasons="\n".join(reasons), oldest=oldest, go=go_build.oldest_go(HERE)))


def on_path() -> Path:
    pulumi = shutil.which("pulumi")
    if not pulumi:
        raise Unavailable("there is no `pulumi` on PATH")
    version = version_of(pulumi)
    if version < OLDEST:
        found, oldest = (".".join(map(str, one)) for one in (version, OLDEST))
        raise Unavailable(f"{pulumi} is {found}; {oldest} or newer is needed")
    if has_host(Path(pulumi)):
        return Path(pulumi).parent
    say(f"{pulumi} has no Python host; the stand-in in {HOST} is used")
    return HOST


def version_of(pulumi: str) -> tuple[int, ...]:
    ran = subprocess.run([pulumi, "version"], capture_output=True, text=True, check=False)
    numbers = re.match(r"v?(\d+)\.(\d+)\.(\d+)", ran.stdout.strip())
    if not numbers:
        raise Unavailable(f"`{pulumi} version` does not name a version")
    return tuple(int(number) for number in numbers.groups())


def has_host(pulumi: Path) -> bool:
    """
    The engine looks for its hosts on PATH, then beside itself.
    """
    return bool(shutil.which("pulumi-language-python")) or (pulumi.resolve().parent / "pulumi-language-python").exists()


def cached() -> Path:
    if go_build.is_complete(build_folder()):
        return with_stand_in(build_folder())
    if (official := install_folder() / "bin" / "pulumi").exists():
        return official.parent
    raise Unavailable(f"there is no copy in {cache()}")


def built() -> Path:
    go_build.build(HERE, build_folder(), say)
    return with_stand_in(build_folder())


def build_folder() -> Path:
    return cache() / f"{version()}-{go_build.key(HERE)}"


def with_stand_in(engine: Path) -> Path:
    """
    Return a folder with the tools of *engine* and our Python host.

    In one folder, because the engine warns of a host that is not beside it.
    """
    host = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(HOST.iterdir()) if file.is_file()))
    folder = engine.with_name(f"{engine.name}-{host.hexdigest()[:8]}")
    say(f"Pulumi {version()} with a stand-in for its Python host, which is not on this machine")

    def fill(empty: Path) -> None:
        shutil.copytree(HOST, empty, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        for tool in go_build.TOOLS:
            os.link(engine / tool, empty / tool)

    return put(folder, fill)


def installed() -> Path:
    """
    Let Pulumi's installer, which the SDK knows how to call, download the CLI.

    Our tests run this with a stand-in for the installer; they have never tried the download.
    """
    try:
        automation = importlib.import_module("pulumi.automation")
        semver = importlib.import_module("semver")
    except ImportError as error:
        raise Unavailable(f"Pulumi's installer needs the pulumi package, which {sys.executable} lacks") from error
    root = install_folder()
    say(f"installing Pulumi {version()} into {root} with Pulumi's own installer")
    try:
        automation.PulumiCommand.install(root=str(root), version=semver.VersionInfo.parse(version()))
    except Exception as error:  # The SDK has no error classes of its own; the message names the cause.
        raise Unavailable(f"Pulumi's installer failed: {error}") from error
    return root / "bin"


def install_folder() -> Path:
    return cache() / f"official-{version()}"


def version() -> str:
    return go_build.pinned(HERE).removeprefix("v")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--env", action="store_true", help="print a line for a shell to evaluate instead")
    wanted = parser.parse_args(arguments)
    try:
        folder = ensure()
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    print(f'export PATH="{folder}:$PATH"' if wanted.env else folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())

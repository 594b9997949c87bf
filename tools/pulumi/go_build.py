"""
Builds the engine that go.mod pins, with the Go toolchain of this machine and its usual caches.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from engine_cache import Unavailable, put

TOOLS = ("pulumi", "pulumi-language-yaml")
PACKAGE = "github.com/pulumi/pulumi/pkg/v3"
VERSION_SYMBOL = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
FLAGS = ["-v", "-trimpath", "-tags", "osusergo grpcnotrace"]
HEARTBEAT = 15.0  # Seconds between two lines of progress.


def pinned(module: Path) -> str:
    """
    Return the version of the engine that the go.mod in *module* pins, e.g. `v3.259.0`.
    """
    return _in_go_mod(module, rf"^\s*{re.escape(PACKAGE)} (v\S+)$")


def oldest_go(module: Path) -> str:
    return _in_go_mod(module, r"^go (\S+)$")


def _in_go_mod(module: Path, pattern: str) -> str:
    found = re.search(pattern, (module / "go.mod").read_text(), re.MULTILINE)
    if not found:
        raise Unavailable(f"{module / 'go.mod'} has no line like {pattern}")
    return found[1]


def key(module: Path) -> str:
    """
    A name for everything that makes the binaries different.
    """
    parts = [*FLAGS, platform.system(), platform.machine()]
    files = [(module / name).read_text() for name in ("go.mod", "go.sum")]
    return hashlib.sha256("\0".join(parts + files).encode()).hexdigest()[:12]


def is_complete(folder: Path) -> bool:
    return all(os.access(folder / tool, os.X_OK) for tool in TOOLS)


def build(module: Path, folder: Path, say: Callable[[str], None]) -> Path:
    """
    Return *folder*, with the engine built into it.

    Raises:
        Unavailable: There is no Go, it is too old, or the build failed.
    """
    go = usable_go(module)
    say(f"Pulumi {pinned(module)} will be in {folder}")

    def fill(empty: Path) -> None:
        say(f"building it with {go}, once: 6 to 9 minutes on a small machine, and 3 GB in Go's caches")
        compile_into(empty, module, say)

    return put(folder, fill)


def usable_go(module: Path) -> str:
    if not shutil.which("go"):
        raise Unavailable("there is no `go` on PATH")
    asked = subprocess.run(
        ["go", "env", "GOVERSION", "GOTOOLCHAIN"], cwd="/", capture_output=True, text=True, check=False
    )
    found, chosen = [*asked.stdout.split(), "", ""][:2]
    oldest = oldest_go(module)
    # Since 1.21, Go fetches the toolchain that a module asks for, unless GOTOOLCHAIN is local.
    fetches = numbers(found) >= (1, 21) and not chosen.startswith("local")
    if numbers(found) < numbers(oldest) and not fetches:
        raise Unavailable(f"`go` is {found or 'broken'}, GOTOOLCHAIN={chosen}; {oldest} or newer is needed")
    return found


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def compile_into(folder: Path, module: Path, say: Callable[[str], None]) -> None:
    linked = f"-s -w -X {VERSION_SYMBOL}={pinned(module)}"
    command = ["go", "build", *FLAGS, "-ldflags", linked, "-o", f"{folder}{os.sep}", "tool"]
    environment = {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"}
    started = time.monotonic()
    with subprocess.Popen(
        command, cwd=module, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        said = follow(running, say, started)
    if running.returncode or not is_complete(folder):
        raise Unavailable("the build with Go failed:\n      " + "\n      ".join(said[-8:]))
    say(f"built in {time.monotonic() - started:.0f} s")


def follow(running: "subprocess.Popen[str]", say: Callable[[str], None], started: float) -> list[str]:
    """
    Collect the output of the build until it ends, and print a line of progress every few seconds.
    """
    said: list[str] = []
    assert running.stdout is not None
    reader = threading.Thread(target=lambda lines: said.extend(lines), args=(map(str.rstrip, running.stdout),))
    reader.start()
    while reader.is_alive():
        reader.join(HEARTBEAT)
        if reader.is_alive():
            fetched = sum(line.startswith("go: downloading") for line in said)
            compiled = len(said) - fetched
            say(f"{time.monotonic() - started:.0f} s: {fetched} modules fetched, {compiled} packages compiled")
    running.wait()
    return said

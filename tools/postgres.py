"""A temporary PostgreSQL server from the system's packages, reached through a socket in its folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

DEBIAN = "/usr/lib/postgresql"
MISSING = (
    "no PostgreSQL is installed, so the receiver of example 05 is only tested with SQLite; "
    "install it: sudo apt-get install --no-install-recommends postgresql"
)
SUPERUSER = "postgres"
PATIENCE = 60


def programs() -> Path | None:
    """The folder with the server's programs, of the newest version; None when none is installed."""
    versions = sorted(Path(DEBIAN).glob("*/bin/initdb"), key=lambda found: float(found.parents[1].name))
    on_path = shutil.which("initdb")
    found = versions[-1] if versions else Path(on_path).resolve() if on_path else None
    return found.parent if found and (found.parent / "pg_ctl").exists() else None


@contextmanager
def server() -> Iterator[str]:
    """
    The folder of the socket of a server that runs until the block ends.

    Raises:
        FileNotFoundError: PostgreSQL is not installed; the text says how to install it.
    """
    found = programs()
    if found is None:
        raise FileNotFoundError(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    user = _unprivileged()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data, log = str(folder / "data"), str(folder / "log")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    try:
        _run(user, [found / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-locale", "-N"])
        _run(user, [found / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", str(PATIENCE), "start"])
        try:
            yield str(folder)
        finally:
            _run(user, [found / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    """Another user if this process is root: the server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {one.pw_name: one for one in pwd.getpwall()}
    return names.get(SUPERUSER) or names["nobody"]


def _run(user: pwd.struct_passwd | None, command: Sequence[str | Path]) -> None:
    ran = subprocess.run(
        list(map(str, command)),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if command[-1] != "start" else subprocess.DEVNULL,  # the server keeps it open
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=2 * PATIENCE,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    if ran.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {ran.stdout or 'see its log'}")


if __name__ == "__main__":
    raise SystemExit(None if programs() else MISSING)

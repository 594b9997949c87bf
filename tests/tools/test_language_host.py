"""
The stand-in for the Python language host, as the engine starts and stops it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import (
    engine_pb2,
    engine_pb2_grpc,
    language_pb2,
    language_pb2_grpc,
    resource_pb2,
    resource_pb2_grpc,
)
from tests.waiting import PATIENCE, Watched

HOST = Path(__file__).parents[2] / "tools" / "pulumi" / "python_host"


def test_interrupt_ends_it_quietly() -> None:
    """
    SIGINT, which is how the engine ends a host, ends it at once, without a traceback and without an error.
    """
    with started() as host:
        assert host.stdout is not None
        host.stdout.readline()
        os.killpg(host.pid, signal.SIGINT)
        rest = host.communicate(timeout=PATIENCE)

    assert (host.returncode, *rest) == (-signal.SIGINT, b"", b"")


def test_interrupt_ends_it_whichever_thread_receives_it() -> None:
    """
    SIGINT ends a host also when the system gives it to a thread that serves, while the main thread waits.
    """
    with started() as host:
        assert host.stdout is not None
        with grpc.insecure_channel(f"127.0.0.1:{int(host.stdout.readline())}") as channel:
            language_pb2_grpc.LanguageRuntimeStub(channel).GetPluginInfo(empty_pb2.Empty(), wait_for_ready=True)
        thread = max(int(one.name) for one in Path(f"/proc/{host.pid}/task").iterdir())
        os.kill(thread, signal.SIGINT)

        assert (thread > host.pid, host.wait(PATIENCE)) == (True, -signal.SIGINT)


def test_killed_engine_is_not_outlived() -> None:
    """
    When nobody reads its output any more, which is how an engine's death shows, the host ends by itself.
    """
    with started() as host:
        assert host.stdout is not None
        host.stdout.readline()
        host.stdout.close()

        assert host.wait(timeout=PATIENCE) == -signal.SIGKILL


def test_program_does_not_outlive_a_killed_engine(tmp_path: Path) -> None:
    """
    A program that runs when the engine is killed ends with the host.
    """
    (tmp_path / "__main__.py").write_text("import signal\nopen('begun', 'w').close()\nsignal.pause()\n")
    os.mkfifo(tmp_path / "begun")
    with engine() as address, started(engine=address) as host:
        assert host.stdout is not None
        with grpc.insecure_channel(f"127.0.0.1:{int(host.stdout.readline())}") as channel:
            info = language_pb2.ProgramInfo(
                root_directory=str(tmp_path), program_directory=str(tmp_path), entry_point="."
            )
            request = language_pb2.RunRequest(
                project="shop", stack="dev", pwd=str(tmp_path), info=info, monitor_address=address, dryRun=True
            )
            running = language_pb2_grpc.LanguageRuntimeStub(channel).Run.future(request)
            (tmp_path / "begun").read_text()  # Until the program has closed it.
            members = group(host.pid)
            watched = Watched(members)
            host.stdout.close()
            watched.wait()
            host.wait(timeout=PATIENCE)

        assert len(members) == 3, "the host, what forks programs, and the program"
        assert running.exception() is not None, "nobody answers"


def test_policy_pack_ends_with_the_call(tmp_path: Path) -> None:
    """
    A policy pack says its port, and ends as soon as the engine ends the call; what it says until then is passed on.
    """
    (tmp_path / "__main__.py").write_text(
        "import os, signal\nos.write(1, b'4711\\n')\nos.write(2, b'%d' % os.getpid())\nsignal.pause()\n"
    )
    with started() as host:
        with running(host, tmp_path) as call:
            said = [next(call), next(call)]
            watched = Watched([int(b"".join(one.stderr for one in said))])
            call.cancel()
            watched.wait()
        os.killpg(host.pid, signal.SIGINT)
        rest = host.communicate(timeout=PATIENCE)

    assert b"".join(one.stdout for one in said) == b"4711\n"
    assert (host.returncode, *rest) == (-signal.SIGINT, b"", b"")


def test_failed_policy_pack_reports_its_exit_status(tmp_path: Path) -> None:
    """
    A policy pack that cannot start leads to what it wrote and its exit status.
    """
    (tmp_path / "__main__.py").write_text("import sys\nsys.exit('no such rule')\n")
    with started() as host:
        with running(host, tmp_path) as call:
            *said, last = call
        os.killpg(host.pid, signal.SIGINT)
        host.communicate(timeout=PATIENCE)

    assert (b"".join(one.stderr for one in said), last.exitcode) == (b"no such rule\n", 1)


@contextmanager
def running(host: "subprocess.Popen[bytes]", pack: Path) -> Iterator[Any]:
    """
    A call that runs a policy pack.
    """
    assert host.stdout is not None
    with grpc.insecure_channel(f"127.0.0.1:{int(host.stdout.readline())}") as channel:
        request = language_pb2.RunPluginRequest(
            kind="analyzer",
            pwd=str(pack),
            args=["127.0.0.1:1"],
            env=[f"{name}={value}" for name, value in os.environ.items()],
            info=language_pb2.ProgramInfo(root_directory=str(pack), program_directory=str(pack), entry_point="."),
        )
        yield language_pb2_grpc.LanguageRuntimeStub(channel).RunPlugin(request, wait_for_ready=True)


class Engine(resource_pb2_grpc.ResourceMonitorServicer, engine_pb2_grpc.EngineServicer):
    """
    As much of an engine as a program needs to begin.
    """

    def SetRootResource(self, request: Any, context: Any) -> engine_pb2.SetRootResourceResponse:  # noqa: N802 - the protocol's name
        return engine_pb2.SetRootResourceResponse()

    def Log(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802 - the protocol's name
        return empty_pb2.Empty()

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:  # noqa: N802 - the protocol's name
        context.abort(grpc.StatusCode.UNIMPLEMENTED, "")

    def SupportsFeature(self, request: Any, context: Any) -> resource_pb2.SupportsFeatureResponse:  # noqa: N802 - the protocol's name
        return resource_pb2.SupportsFeatureResponse()

    def RegisterResource(self, request: Any, context: Any) -> resource_pb2.RegisterResourceResponse:  # noqa: N802 - the protocol's name
        return resource_pb2.RegisterResourceResponse(urn="urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev")


@contextmanager
def engine() -> Iterator[str]:
    """
    Serves an engine, and gives its address.
    """
    server = grpc.server(ThreadPoolExecutor(2))
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(Engine(), server)
    engine_pb2_grpc.add_EngineServicer_to_server(Engine(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"127.0.0.1:{port}"
    server.stop(None).wait()


def group(leader: int) -> list[int]:
    """
    The processes of a group.
    """
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, own = stat.read_text().rpartition(")")[2].split()[:3]
            found += [int(stat.parent.name)] if int(own) == leader and state != "Z" else []
    return found


def test_python_without_the_sdk_is_named() -> None:
    """
    A project's interpreter that lacks the SDK leads to one line that names the interpreter and the remedy.
    """
    command = [sys.executable, "-S", str(HOST / "language_host.py"), "127.0.0.1:1"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    assert ran.stderr.startswith(f"{sys.executable} cannot load the Pulumi SDK")
    assert ran.stderr.count("\n") == 1


def test_host_that_runs_nothing_does_not_load_the_sdk() -> None:
    """
    A host that is started to be asked, as one is for every command, serves before the SDK is loaded, and without it.
    """
    with started("-X", "importtime") as host:
        assert host.stdout is not None
        port = host.stdout.readline()
        os.killpg(host.pid, signal.SIGINT)
        _, loaded = host.communicate(timeout=PATIENCE)

    assert (int(port) > 0, b"grpc" in loaded, b" pulumi\n" in loaded) == (True, True, False)


def started(*flags: str, engine: str = "127.0.0.1:1") -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-u", *flags, str(HOST / "language_host.py"), engine],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=os.environ | {"PULUMI_PYTHON_CMD": sys.executable},
    )

"""
A stand-in for Pulumi's Python language host, for machines that have the engine but not the host.

It runs ordinary programs (`Pulumi.yaml`, `__main__.py`) for `up`, `preview`, `refresh`, `destroy` and so on, and
policy packs (`PulumiPolicy.yaml`). It does not install dependencies, generate code or run other plugins written in
Python; the official host does. In a policy pack, `pulumi.get_stack()` needs the official host: URNs name the stack.

Every program runs in a process of its own, forked from one that has loaded the SDK and nothing else:
preview and update of one `pulumi up` share no module state, and only the first waits for the SDK to load.
The host itself answers without it, because the engine starts one just to ask what a project needs.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import logging
import os
import runpy
import select
import selectors
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.util import find_spec
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2


def protocol() -> ModuleType:
    """
    Return a package that holds the SDK's messages: to load them by the SDK's own name loads all of it.
    """
    sdk = find_spec("pulumi")
    if sdk is None or sdk.origin is None:
        raise ImportError("No module named 'pulumi'")
    package = ModuleType("protocol")
    package.__path__ = [str(Path(sdk.origin).parent / "runtime" / "proto")]
    return package


try:
    import grpc
    from google.protobuf.empty_pb2 import Empty

    if not TYPE_CHECKING:
        sys.modules["protocol"] = protocol()
        from protocol import language_pb2, language_pb2_grpc, plugin_pb2
except ImportError as missing:
    sys.exit(f"{sys.executable} cannot load the Pulumi SDK ({missing}). Install it there: pip install pulumi")

CALLS = 64  # At once: each program and each policy pack occupies one as long as it runs.
REPORTED = 32  # Exit status of a program whose error the user has already been shown.


class StandIn(language_pb2_grpc.LanguageRuntimeServicer):
    """
    Answers the engine; programs are run by the process at the other end of *programs*.
    """

    def __init__(self, programs: Connection) -> None:
        self._programs = programs

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo()

    def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        return language_pb2.GetRequiredPackagesResponse()

    def About(self, request: language_pb2.AboutRequest, context: grpc.ServicerContext) -> language_pb2.AboutResponse:
        return language_pb2.AboutResponse(executable=sys.executable, version=sys.version.split()[0])

    def GetProgramDependencies(
        self, request: language_pb2.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetProgramDependenciesResponse:
        installed = sorted((one.name, one.version) for one in importlib.metadata.distributions())
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[language_pb2.DependencyInfo(name=name, version=version) for name, version in installed]
        )

    def Run(self, request: language_pb2.RunRequest, context: grpc.ServicerContext) -> language_pb2.RunResponse:
        self._programs.send_bytes(request.SerializeToString())
        status = int(self._programs.recv_bytes())
        if status == REPORTED:
            return language_pb2.RunResponse(bail=True)
        if status:
            return language_pb2.RunResponse(error=f"the program ended with exit status {status}")
        return language_pb2.RunResponse()

    def RunPlugin(
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        if request.kind != "analyzer":
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"the stand-in Python host runs no {request.kind} plugins")
        pack = policy_pack(request, context)
        if not context.add_callback(pack.terminate):  # The engine ends the call when it has no more to ask.
            pack.terminate()
        yield from output(pack)
        yield language_pb2.RunPluginResponse(exitcode=pack.wait())

    def InstallDependencies(
        self, request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        remedy = f"{sys.executable} -m pip install -r requirements.txt"
        context.set_code(grpc.StatusCode.UNIMPLEMENTED)
        context.set_details(f"the stand-in Python host leaves that to you: {remedy}")
        return iter(())

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        return Empty()


def policy_pack(request: language_pb2.RunPluginRequest, context: grpc.ServicerContext) -> subprocess.Popen[bytes]:
    """
    Start a policy pack; the first line of its stdout is the port at which it answers.
    """
    folder, virtualenv = Path(request.info.root_directory), request.info.options.fields["virtualenv"].string_value
    python = os.environ.get("PULUMI_PYTHON_CMD", "python3")
    if virtualenv:
        python = str(folder / virtualenv / "bin" / "python")
    program = str(Path(request.info.program_directory, request.info.entry_point))
    try:
        return subprocess.Popen(
            [python, "-u", "-m", "pulumi.policy", *request.args, program],
            cwd=request.pwd,
            env=dict(one.split("=", 1) for one in request.env if "=" in one),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError:
        remedy = f"there is no {python}: create it, and install the requirements of {folder} into it"
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, remedy)
        raise


def output(process: subprocess.Popen[bytes]) -> Iterator[language_pb2.RunPluginResponse]:
    """
    Pass on what a process writes, as it comes, until it has closed both streams.
    """
    with selectors.DefaultSelector() as streams:
        for name in ("stdout", "stderr"):
            streams.register(getattr(process, name), selectors.EVENT_READ, name)
        while streams.get_map():
            for key, _ in streams.select():
                data = os.read(key.fd, 1 << 16)
                if not data:
                    streams.unregister(key.fileobj)
                elif key.data == "stdout":
                    yield language_pb2.RunPluginResponse(stdout=data)
                else:
                    yield language_pb2.RunPluginResponse(stderr=data)


def run_programs(requests: Connection, engine: str) -> None:
    """
    Fork a process for each program that is asked for, until the host is gone; answer with its exit status.
    """
    with suppress(EOFError):
        while request := requests.recv_bytes():
            import pulumi  # noqa: F401 - once, for all children

            child = os.fork()
            if child == 0:
                sys.exit(run(language_pb2.RunRequest.FromString(request), engine))
            _, status = os.waitpid(child, 0)
            requests.send_bytes(b"%d" % os.waitstatus_to_exitcode(status))


def run(request: language_pb2.RunRequest, engine: str) -> int:
    """
    Run one program to its end, in this process, and return the exit status.
    """
    from pulumi.runtime import reset_options, run_in_stack, set_all_config

    import pulumi

    reset_options(
        project=request.project,
        stack=request.stack,
        root_directory=request.info.root_directory,
        parallel=request.parallel,
        engine_address=engine,
        monitor_address=request.monitor_address,
        preview=request.dryRun,
        organization=request.organization,
    )
    set_all_config(dict(request.config), list(request.configSecretKeys))
    os.chdir(request.pwd)
    # asyncio complains about outputs nobody awaited; after a failed resource that is as it should be.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    home = Path(request.info.program_directory)
    try:
        with asyncio.Runner() as runner:
            # As many calls at once as the official host allows.
            runner.get_loop().set_default_executor(ThreadPoolExecutor(max(request.parallel, 1) * 4))
            runner.run(run_in_stack(program(home, request.info.entry_point)))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
    except grpc.RpcError as error:
        # An engine that has gone away has said why already.
        if error.code() is not grpc.StatusCode.UNAVAILABLE:
            pulumi.log.error(f"the engine refused a call: {error.details()}")
    except Exception as error:  # noqa: BLE001 - outermost: whatever a program raises is shown to its author
        pulumi.log.error("Program failed with an unhandled exception:\n" + described(error, home))
    else:
        return 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return REPORTED


def program(home: Path, entry_point: str) -> Callable[[], None]:
    """
    Return what runs the program *entry_point* in the folder *home*, or the folder's `__main__.py` for ".".
    """
    path = home / entry_point

    def body() -> None:
        sys.argv = [str(path)]
        sys.path.insert(0, str(path if path.is_dir() else path.parent))
        runpy.run_path(str(path), run_name="__main__")

    return body


def described(error: Exception, home: Path) -> str:
    """
    Format *error* with its traceback from the author's first line on; what leads there is ours and the SDK's.
    """
    if isinstance(error, SyntaxError):
        return "".join(traceback.format_exception_only(error))
    own = error.__traceback__
    while own and not is_within(home, Path(own.tb_frame.f_code.co_filename)):
        own = own.tb_next
    return "".join(traceback.format_exception(error.with_traceback(own or error.__traceback__)))


def is_within(home: Path, source: Path) -> bool:
    return source.is_relative_to(home) and "site-packages" not in source.parts


def main() -> None:
    # The engine ends a host with SIGINT to it and its children; the user waits for those that do not obey. A handler of
    # Python's would not run where the system gives the signal to another thread than the main one, which waits.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ours, theirs = Pipe()
    if os.fork() == 0:  # Before the server: a process with running threads must not be forked.
        ours.close()
        run_programs(theirs, engine=sys.argv[-1])
        return
    theirs.close()
    server = grpc.server(ThreadPoolExecutor(CALLS))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(StandIn(ours), server)
    print(server.add_insecure_port("127.0.0.1:0"))
    server.start()
    # An engine that was killed ends nobody, but no longer reads what we print.
    reader = select.poll()
    reader.register(sys.stdout, 0)
    reader.poll()
    end()


def end() -> None:
    """
    End this process, and the programs that it runs: without an engine nobody hears of what they do.
    """
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main()

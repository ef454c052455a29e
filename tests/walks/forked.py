"""`sekisho` from a process that has loaded it already, by a fork each: loading it anew takes half a second of a processor.

The same entry point, environment, descriptors and exit status as the program; terminals and a few walks start the program itself.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn

_ROOT = Path(__file__).parents[2]
_REQUEST_BYTES = 128 * 1024
_SERVE = "from tests.walks.forked import serve; serve()"


def run(
    command: Sequence[str], text: str, environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """As subprocess.run would, which raises TimeoutExpired likewise."""
    files = [os.memfd_create(name) for name in ("in", "out", "err")]
    ended, status = os.pipe()
    try:
        os.write(files[0], text.encode())
        os.lseek(files[0], 0, os.SEEK_SET)
        asked = {"argv": list(command), "environment": dict(environment), "folder": str(Path.cwd())}
        try:
            socket.send_fds(_server(), [json.dumps(asked).encode()], [*files, status])
        finally:
            os.close(status)
        if not select.select([ended], [], [], seconds)[0]:
            raise subprocess.TimeoutExpired(list(command), seconds)
        said = os.read(ended, 16)
        out, err = (_content(file) for file in files[1:])
    finally:
        for descriptor in (*files, ended):
            os.close(descriptor)
    return subprocess.CompletedProcess(list(command), int(said) if said else -signal.SIGKILL, out, err)


def serve() -> NoReturn:
    """Fork for whoever asks, until nobody can ask any more."""
    import gateway.cli.entering
    import gateway.cli.main  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries them
    asking = socket.socket(fileno=0)
    while True:
        data, descriptors, _, _ = socket.recv_fds(asking, _REQUEST_BYTES, 4)
        if not data:
            os._exit(0)
        if os.fork() == 0:
            _become(json.loads(data), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _become(asked: dict[str, object], descriptors: list[int]) -> NoReturn:
    from gateway.cli.main import main

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, descriptor in enumerate(descriptors[:3]):
        os.dup2(descriptor, number)
    argv, environment = asked["argv"], asked["environment"]
    assert isinstance(argv, list)
    assert isinstance(environment, dict)
    sys.argv = argv
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(str(asked["folder"]))
    status = 0
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # as the interpreter does
        sys.excepthook(*sys.exc_info())
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(descriptors[3], str(status).encode())
    os._exit(status)


@cache
def _server() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    with theirs:
        process = subprocess.Popen([sys.executable, "-c", _SERVE], stdin=theirs, cwd=_ROOT, env=environment)
    atexit.register(_end, ours, process)
    return ours


def _end(ours: socket.socket, process: "subprocess.Popen[bytes]") -> None:
    ours.close()
    process.wait(5)


def _content(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    with os.fdopen(os.dup(file), "rb") as read:
        return read.read().decode()

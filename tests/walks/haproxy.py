"""HAProxy as `deploy/haproxy/haproxy.cfg` sets it up, on loopback: its addresses are replaced, nothing else."""

import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from deploy.callcentre import ports
from tests.walks.clients import need

EXAMPLE: Final = Path(__file__).parents[2] / "deploy" / "haproxy" / "haproxy.cfg"
FROM: Final = "127.0.0.5"
"""The address HAProxy connects from."""
_PORTS: Final = {"ssh": (22, 2222), "postgresql": (5432, 5432), "office": (443, 8443)}
READY_SECONDS: Final = 20


def configured(doors: Mapping[str, int], backs: Mapping[str, int], send: str = "send-proxy-v2") -> str:
    """The example with ports of `doors` in front of those of `backs`, by name, on one node; names in neither are left out."""
    text = EXAMPLE.read_text()
    for name, (front, back) in _PORTS.items():
        if name not in doors:
            text = re.sub(rf"frontend {name}\n(    .*\n)+\nbackend {name}_nodes\n(    .*\n)+", "", text)
            continue
        text = text.replace(f"bind 192.0.2.5:{front}\n", f"bind 127.0.0.1:{doors[name]}\n")
        text = re.sub(rf"192\.0\.2\.11:{back} ", f"127.0.0.1:{backs[name]} source {FROM} ", text)
    text = re.sub(r"    server node2 .*\n", "", text)
    return text.replace("send-proxy-v2 ", f"{send} ")


@contextmanager
def haproxy(folder: Path, backs: Mapping[str, int], send: str = "send-proxy-v2") -> Iterator[dict[str, int]]:
    """It runs; the ports of its doors by name."""
    taken = [ports.free_port() for _ in backs]
    doors = dict(zip(backs, taken, strict=True))
    file = folder / "haproxy.cfg"
    file.write_text(configured(doors, backs, send))
    log = (folder / "haproxy.log").open("wb")
    process = subprocess.Popen([need("haproxy"), "-db", "-f", str(file)], stdout=log, stderr=log)
    try:
        _wait(process, doors, folder / "haproxy.log")
        yield doors
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _wait(process: "subprocess.Popen[bytes]", doors: Mapping[str, int], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while not all(ports.answers(port) for port in doors.values()):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.05)

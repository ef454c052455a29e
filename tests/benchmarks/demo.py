"""The demo stack a benchmark speaks to: a running one, or one of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def account_of(demo: dict[str, Any]) -> str:
    """The account on the demo's build-host, under which the peers run as root."""
    found: str = next(target["account"] for target in demo["targets"] if target["name"] == "build-host")
    return found


@contextmanager
def a_demo(manifest: Path | None, folder: Path, people: int) -> Iterator[dict[str, Any]]:
    """The manifest of a running demo, or of one started here with so many people and ended afterwards."""
    if manifest is not None:
        yield json.loads(manifest.read_text(encoding="utf-8"))
        return
    file = folder / "manifest.json"
    command = [
        sys.executable,
        "-m",
        "deploy.demo_stack",
        f"--state={folder / 'state'}",
        f"--manifest={file}",
        f"--people={people}",
    ]
    with (folder / "demo.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        while not file.exists():
            if process.poll() is not None:
                raise SystemExit((folder / "demo.log").read_text(errors="replace"))
            time.sleep(0.1)
        yield json.loads(file.read_text(encoding="utf-8"))
    finally:
        process.terminate()
        process.wait(60)

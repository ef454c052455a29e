"""The project's policies, and where the demo's call centre keeps its logs and settings: what an operator would write for it."""

import json
import shutil
from pathlib import Path

from deploy.callcentre.papers import LOGS, SETTINGS

_SHIPPED = Path(__file__).resolve().parents[2] / "policies"
_WORK_TYPES = Path("commands") / "work_types.toml"
_TARGET = """
# Written by deploy/demo: the folders of this call centre.
[target.{name}]
roots.logs = [{logs}]
roots.edited = [{settings}]
roots.configuration = [{settings}, "/etc"]
"""


def place_policies(to: Path, target: str, data: Path) -> None:
    """A copy of the shipped policies in `to`, each time anew, with the folders in `data` named for `target`."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(_SHIPPED, to)
    data = data.resolve()  # a command's path is compared as the target resolves it
    with (to / _WORK_TYPES).open("a", encoding="utf-8") as file:
        folders = {"logs": data / LOGS, "settings": data / SETTINGS}
        file.write(_TARGET.format(name=target, **{name: json.dumps(str(path)) for name, path in folders.items()}))
    for path in (to, *to.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)

"""A demo stack whose processes have seams: `python tests/walks/seamed.py MODULE ARGUMENT...` runs a module of ours with them.

Each process of it starts the next by this script, as `python -m` would have been started: the demo the supervisor, the
supervisor its children. Where the seams meet the test is the folder `seams` beside the demo's state.
"""

import os
import runpy
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]


def program(module: str, *arguments: str) -> list[str]:
    """What starts `module` with seams."""
    return [sys.executable, "-P", str(Path(__file__).resolve()), module, *arguments]


def seam_the_demo() -> None:
    """The demo starts its Sekisho by this script."""
    from deploy.demo_stack.sekisho import Sekisho

    errand = Sekisho.errand

    def seamed(self: Sekisho, environment: Any) -> Any:
        return replace(errand(self, environment), command=program("gateway", "serve"))

    Sekisho.errand = seamed  # type: ignore[method-assign]


def seam_the_process(process: str) -> None:
    """This process of Sekisho, and whatever it starts."""
    from gateway.wiring import own_program
    from tests.walks import seams

    own_program.own_program = program
    seams.lay(process, Path(os.environ["SEKISHO_SETTINGS"]).parents[1] / seams.FOLDER)


def main() -> None:
    """Lay the seams, then be the module."""
    sys.path.insert(0, str(PROJECT))
    module, *arguments = sys.argv[1:]
    if module == "deploy.demo_stack":
        seam_the_demo()
    else:
        seam_the_process(arguments[-1] if module == "gateway" else module)
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

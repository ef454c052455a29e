"""By what the tests draw that draw by chance: the same in an ordinary run, so that it says nothing but of the change it is of.

With `--long` it is drawn anew each time and printed with what was measured; SEKISHO_SEED (hexadecimal) draws the same again.
"""

import os

VARIABLE = "SEKISHO_SEED"
_ORDINARY = "3bce2508"


def draw() -> None:
    """Anew, for this process and those it starts; before any test reads SEED."""
    os.environ.setdefault(VARIABLE, os.urandom(4).hex())


def __getattr__(name: str) -> str:
    """SEED, as it stands when it is first asked for (PEP 562)."""
    if name == "SEED":
        return os.environ.get(VARIABLE, _ORDINARY)
    raise AttributeError(name)

"""The same policy files are read and proved once a process: a town's every verb asks for them, and proving takes 0.2 s.

The loader itself is tested where it lives; here it only must not be paid for again and again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gateway.authorization import files, loader
from gateway.authorization.policy import Policy
from gateway.wiring import office, office_policy

_proved: dict[str, Policy] = {}


def load(directory: Path) -> Policy:
    """As loader.load, from memory where these very bytes were proved before. Raises PolicyUnfit."""
    digest = files.digest(files.read(directory))
    if digest not in _proved:
        _proved[digest] = loader.load(directory)
    return _proved[digest]


@contextmanager
def policy_once() -> Iterator[None]:
    """The office in this process loads its policy so."""
    before = office.load, office_policy.load
    office.load = office_policy.load = load  # type: ignore[attr-defined]
    try:
        yield
    finally:
        office.load, office_policy.load = before  # type: ignore[attr-defined]

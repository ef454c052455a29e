"""A parameter of a listed command: its kind says what may be typed, its bounds say how much of it."""

from dataclasses import dataclass
from enum import StrEnum

from gateway.vocabulary.outcome import Text


class Kind(StrEnum):
    """What a value is. `values.py` holds one reader a kind; a kind without one does not exist."""

    FILE = "file"  # a regular file under `root`
    FOLDER = "folder"  # a folder under `root`
    UNIT = "unit"  # a systemd unit; one of the set `named`, where the parameter says so
    NAMED = "named"  # one of the set `named` of the target: hosts, databases
    NUMBER = "number"  # minimum to maximum
    PATTERN = "pattern"  # a fixed string of minimum to maximum letters
    REGEX = "regex"  # a bounded subset of extended regular expressions (POSIX XBD 9.4)
    TIME = "time"  # a date, a time of day, or so long ago
    CHOICE = "choice"  # one of `choices`
    FLAG = "flag"  # there or not there; its value is the empty string
    PACKAGE = "package"  # a package's name


PATHS = frozenset({Kind.FILE, Kind.FOLDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A word to type, and the argument that stands for it."""

    word: str
    argument: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter. `options` are other spellings to type (`-n`, `--lines`); they never reach the target.

    `root` names a root (PATHS only), `named` a set of the target (NAMED, and UNIT where limited). `minimum` and `maximum` bound
    a NUMBER, or the letters of a PATTERN or REGEX; 0 elsewhere. `default` is taken where nothing was typed; an optional
    parameter without one leaves its whole argument out.
    """

    name: str
    kind: Kind
    text: Text
    options: tuple[str, ...] = ()
    root: str | None = None
    named: str | None = None
    minimum: int = 0
    maximum: int = 0
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    default: str | int | None = None

"""What a step of the log-in walk comes to. Values, matched by type; none of them has a truth value."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NoReturn

from gateway.authentication.ledger import Factor
from gateway.authentication.login_name import LoginName
from gateway.vocabulary.outcome import Text

Method = Literal["publickey", "keyboard-interactive"]


class _Matched:
    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("match on the type of a step's outcome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """A person who proved every factor and may log in. `assertion` is the keeper's word for it; `at` is UTC."""

    person_id: str
    username: str
    terminal_id: str
    factors: tuple[Factor, ...]
    at: datetime
    assertion: bytes
    login_name: LoginName


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt(_Matched):
    """One question (RFC 4256 §3.2). `text` keeps an ASCII part, `instructions` is the newest refusal or empty."""

    name: str
    instructions: str
    text: str
    echo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial(_Matched):
    """So far so good: `methods` may follow. After an answer it means: ask the next `prompt()`."""

    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(_Matched):
    """Logged in. Comes once."""

    proved: Proved


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(_Matched):
    """This step was refused; another may be tried."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Over(_Matched):
    """The walk has ended without a log-in: show the text and hang up."""

    text: Text


Progress = Partial | Done | Failed | Over

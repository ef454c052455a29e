"""Which answers were right on a connection, as a keyed digest: recognisable when they are shown again, and nothing else.

The key is drawn when the keeper starts and never leaves its memory, so a digest is of no use to anybody or after that. Only what
the keeper itself has judged to be right is remembered: a session process cannot choose what a grant answers to.
"""

import secrets
from dataclasses import dataclass

from gateway.crypto.digest import keyed
from gateway.keeper.requests import CodeVerify, PasswordVerify
from gateway.keeper.standing import Standing
from gateway.vocabulary.secret import Secret


@dataclass(eq=False, slots=True)
class _Heard:
    """Of one connection: the digest after the password, and after the code."""

    begun: bytes | None = None
    whole: bytes | None = None


class Answers:
    """One keeper's."""

    def __init__(self) -> None:
        self._key = Secret(secrets.token_bytes(32))

    def password_was_right(self, standing: Standing, asked: PasswordVerify) -> None:
        """To be told before the code is asked for."""
        heard = standing.memory(_Heard)
        heard.begun = None if asked.terminal is None else self._begun(asked.username, asked.terminal, asked.password)

    def code_was_right(self, standing: Standing, asked: CodeVerify) -> None:
        """The code that was right; without a password before it nothing is remembered."""
        heard = standing.memory(_Heard)
        if heard.begun is not None and asked.terminal is not None:
            heard.whole = self._whole(heard.begun, asked.terminal, asked.code)

    def of(self, standing: Standing) -> bytes | None:
        """What was right on this connection; None before both were."""
        return standing.memory(_Heard).whole

    def shown(self, *, username: str, terminal: str, password: str, code: str) -> bytes:
        """The digest of answers that are shown again."""
        return self._whole(self._begun(username, terminal, password), terminal, code)

    def _begun(self, username: str, terminal: str, password: str) -> bytes:
        return keyed(self._key, b"password" + _parts(username, terminal, password))

    def _whole(self, begun: bytes, terminal: str, code: str) -> bytes:
        return keyed(self._key, b"code" + begun + _parts(terminal, code))


def _parts(*texts: str) -> bytes:
    """Each preceded by its length, so that no two sets read alike."""
    encoded = [text.encode("utf-8") for text in texts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)

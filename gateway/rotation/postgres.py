"""A database role's password, changed by the role itself and proved by logging in with it.

The way to the server is a session's own (`relay.postgres.target`): TLS with a pinned certificate, SCRAM bound to it, and in the
clear only on this very machine. The server is told a verifier, so the password itself reaches neither its logs nor the wire.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from gateway.relay.postgres.target.reaching import reached
from gateway.relay.postgres.target.talking import Refusing, Talk
from gateway.relay.postgres.wire import target_login
from gateway.relay.reaching import NOT_LET_IN, NotLetIn, Unreachable
from gateway.rotation.ports import Vault
from gateway.rotation.scram_verifier import verifier_of
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Target

DATABASES: Final = ("postgres", "template1")  # every server has them; a role needs no right of its own in either
ANSWER_SECONDS: Final = 15.0
_SETTINGS: Final = {
    "application_name": "sekisho-rotation", "client_encoding": "UTF8", "search_path": "pg_catalog, pg_temp",
    "statement_timeout": "10000", "lock_timeout": "5000", "client_min_messages": "error",
}  # fmt: skip
_JUDGED: Final = "28"  # class of what a server says of a log-in it refuses
_LATER: Final = frozenset({"53300", "53400", "57P01", "57P02", "57P03"})  # full, or starting, or stopping


class PostgresRotator:
    """Fills `ports.Rotator` for a PostgreSQL server."""

    def __init__(self, target: Target, vault: Vault) -> None:
        self._target, self._vault = target, vault

    def change(self) -> None:
        """Every role of the target that does not take the next password yet changes it.

        Raises Unreachable, AnotherHost, NotLetIn, or another TargetError.
        """
        following = self._vault.password(self._target.name, "next")
        present = self._vault.password(self._target.name, "present")
        for role in self._target.accounts:
            if not self._takes(role, following):
                self._change(role, present, following)

    def lets_in(self) -> bool:
        """True if every role logs in with the next password."""
        following = self._vault.password(self._target.name, "next")
        return all(self._takes(role, following) for role in self._target.accounts)

    def _takes(self, role: str, password: Secret) -> bool:
        try:
            with self._logged_in(role, password):
                return True
        except NotLetIn:
            return False

    def _change(self, role: str, present: Secret, following: Secret) -> None:
        # A role may be read-only by default; its own password it may still change.
        change = f"BEGIN READ WRITE; ALTER ROLE CURRENT_USER PASSWORD '{verifier_of(following)}'; COMMIT"
        with self._logged_in(role, present) as talk:
            try:
                talk.ask(change, ANSWER_SECONDS)
            except Refusing as refused:
                raise NotLetIn(
                    f"{self._target.name}: the password was not changed ({refused.sqlstate})", NOT_LET_IN
                ) from None

    @contextmanager
    def _logged_in(self, role: str, password: Secret) -> Iterator[Talk]:
        talk = self._opened(role, password)
        try:
            yield talk
        finally:
            talk.close()

    def _opened(self, role: str, password: Secret) -> Talk:
        why = ""
        for database in DATABASES:
            try:
                return reached(self._target, role, _Password(password), database=database, settings=_SETTINGS).talk
            except target_login.NotLetIn as refused:
                why = refused.sqlstate
                if why in _LATER:
                    raise Unreachable(f"{self._target.name}: {role} could not ask to be let in", refused.text) from None
                if why.startswith(_JUDGED):
                    break
        raise NotLetIn(f"{self._target.name}: {role} was not let in ({why})", NOT_LET_IN)


class _Password:
    """The one password a log-in of this file shows; certificates are for sessions, and have nothing to rotate."""

    def __init__(self, password: Secret) -> None:
        self._password = password

    def password(self) -> bytes:
        return self._password.reveal()

    def x509(self, public_key: bytes) -> bytes:  # noqa: ARG002  # the port's signature
        raise GatewayFault("a target that is logged in to by certificate has no password to be changed")

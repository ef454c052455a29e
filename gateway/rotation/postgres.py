"""A database role's password, changed by the role itself and proved by logging in with it.

The server is told a SCRAM-SHA-256 verifier computed here (RFC 5803), so the password itself reaches neither its logs nor the
wire; and a server that asks for the password in any other way than SCRAM is not answered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from gateway.relay.ssh.dialling import NotLetIn, Unreachable
from gateway.rotation.ports import Vault
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Target

CONNECT_SECONDS: Final = 10
DATABASES: Final = ("postgres", "template1")  # every server has them; a role needs no right of its own in either
SILENCE_MILLISECONDS: Final = 15_000
_WRONG: Final = "password authentication failed"
_FULL: Final = ("too many", "remaining connection slots")


class PostgresRotator:
    """Fills `ports.Rotator` for a PostgreSQL server."""

    def __init__(self, target: Target, vault: Vault) -> None:
        self._target, self._vault = target, vault

    def change(self) -> None:
        """Every role of the target that does not take the next password yet changes it. Raises Unreachable or NotLetIn."""
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
        with self._logged_in(role, present) as connection:
            verifier = connection.pgconn.encrypt_password(following.reveal(), role.encode(), b"scram-sha-256").decode()
            connection.read_only = False  # a role may be read-only by default; its own password it may still change
            try:
                connection.execute(sql.SQL("ALTER ROLE CURRENT_USER PASSWORD {}").format(sql.Literal(verifier)))
                connection.commit()
            except psycopg.Error as refused:
                raise NotLetIn(f"{self._target.name}: the password was not changed ({refused.sqlstate})") from None

    @contextmanager
    def _logged_in(self, role: str, password: Secret) -> Iterator[psycopg.Connection[Any]]:
        connection = self._opened(role, password)
        try:
            yield connection
        finally:
            connection.close()

    def _opened(self, role: str, password: Secret) -> psycopg.Connection[Any]:
        for database in DATABASES:
            try:
                return psycopg.connect(
                    **self._where(database),
                    user=role,
                    password=password.reveal().decode(),
                    require_auth="scram-sha-256",
                    application_name="sekisho-rotation",
                    tcp_user_timeout=SILENCE_MILLISECONDS,
                )
            except psycopg.OperationalError as error:
                why = str(error)
                if _WRONG in why:
                    break
        # libpq tells no SQLSTATE of a connection that failed, and the words are the server's own language: so whoever answers a
        # ping has judged us, unless it says that it is full.
        if self._answers() and not any(full in why for full in _FULL):
            raise NotLetIn(f"{self._target.name}: {role} was not let in")
        raise Unreachable(f"{self._target.name}: {role} could not ask to be let in")

    def _answers(self) -> bool:
        where = make_conninfo("", **self._where(DATABASES[0]))
        return bool(PGconn.ping(where.encode()) == Ping.OK)

    def _where(self, database: str) -> dict[str, Any]:
        target = self._target
        return {"host": target.address, "port": target.port, "dbname": database, "connect_timeout": CONNECT_SECONDS}

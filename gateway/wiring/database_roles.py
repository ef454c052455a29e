"""Every process's role on PostgreSQL as the server has it, against what it is to have. Asked by anybody; changes nothing."""

from dataclasses import dataclass

from gateway.settings.schema import Settings
from gateway.storage.engine import open_engine, reading
from gateway.storage.rights import Process
from gateway.storage.rights_held import Difference, difference, exists, unguarded
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.wiring.database import address_of, roles_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One process's role. `difference` is None where the server does not know it."""

    process: Process
    name: str
    difference: Difference | None

    @property
    def is_right(self) -> bool:
        """True where it may exactly what its process is to."""
        return self.difference is not None and self.difference.is_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """All of them, and the tables of the journal that have lost their trigger."""

    roles: tuple[Role, ...]
    unguarded: tuple[str, ...]

    @property
    def are_right(self) -> bool:
        """True where nothing differs."""
        return not self.unguarded and all(role.is_right for role in self.roles)


def judged(settings: Settings) -> Roles:
    """What the server says now. Raises GatewayFault, also for an SQLite file, which knows no roles."""
    names = roles_of(settings)
    if not names:
        raise GatewayFault("an SQLite file has no roles", _NO_ROLES)
    engine = open_engine(address_of(settings, Process.OFFICE), application="sekisho-roles")
    try:
        with reading(engine) as connection:
            found = tuple(
                Role(
                    process=process,
                    name=name,
                    difference=difference(connection, process, name) if exists(connection, name) else None,
                )
                for process, name in names.items()
            )
            return Roles(roles=found, unguarded=unguarded(connection))
    finally:
        engine.dispose()


_NO_ROLES = Text(
    ja="データベースは SQLite のファイルで、役割はありません。ファイルの権限（グループ sekisho-db）が守っています。",
    en="The database is an SQLite file and has no roles: the file's rights (group sekisho-db) guard it.",
)

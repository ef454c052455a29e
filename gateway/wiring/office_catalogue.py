"""The catalogue of a database as an administrator works on it: what the database has, beside what its file says.

Reading a target is an administrator's act in three steps, each judged where it happens: the keeper permits one log-in, the
registrar journals the reading, the worker reads. A listing that the database's own administrator made needs none of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gateway.authorization.columns.catalogue import UNKNOWN, ColumnFile
from gateway.authorization.columns.comparing import Difference, differences
from gateway.authorization.columns.keeping import kept
from gateway.authorization.columns.proposal import propose
from gateway.authorization.columns.reading import Told, told
from gateway.authorization.columns.rendering import rendered
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Protocol, Target
from gateway.wiring.office import Office
from gateway.wiring.office_targets import target_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One database beside its file (None: nobody classified it). `text` is the file as it could become."""

    target: Target
    database: str
    file: ColumnFile | None
    told: Told
    differences: tuple[Difference, ...]
    text: str

    @property
    def wants_work(self) -> bool:
        """True where somebody has to classify, or where not everything was looked at."""
        return bool(self.told.left_out) or any(each.wants_work for each in self.differences)


def read_catalogue(office: Office, name: str, *, database: str | None, account: str | None) -> Compared:
    """Have the schema read now and compare. Raises CallRefused in words, GatewayFault."""
    office.require_person()
    office.require_register(Permission.TARGETS_MANAGE, name)
    target = database_target(office, name)
    role = target.accounts[0] if account is None else account
    wanted = _database(office, target, database)
    office.secrets.permit_catalogue(target.name, role)
    return _compared(office, target, wanted, office.schema(target.name, role, wanted))


def listed_catalogue(
    office: Office, name: str, rows: Sequence[Sequence[str | None]], *, database: str | None
) -> Compared:
    """Compare a listing that somebody made on the database himself. Raises CallRefused for what is none."""
    target = database_target(office, name)
    try:
        found = told(rows)
    except ValueError:
        raise CallRefused("catalogue.listing", NO_LISTING) from None
    return _compared(office, target, _database(office, target, database), found)


def database_target(office: Office, name: str) -> Target:
    """A target that is a database. Raises CallRefused."""
    target = target_named(office, name)
    if target.protocol is not Protocol.POSTGRESQL:
        raise CallRefused("catalogue.protocol", NO_DATABASE)
    return target


def _database(office: Office, target: Target, given: str | None) -> str:
    """The given one, else the only one that a file is about."""
    if given is not None:
        return given
    files = office.policy.columns.of_target(target.name)
    if len(files) != 1:
        raise CallRefused("catalogue.which", WHICH)
    return files[0].database


def _compared(office: Office, target: Target, database: str, found: Told) -> Compared:
    file = office.policy.columns.file(target.name, database)
    catalogue = UNKNOWN if file is None else file.catalogue
    proposal = kept(propose(found.columns), catalogue)
    return Compared(
        target=target,
        database=database,
        file=file,
        told=found,
        differences=differences(catalogue, found.columns),
        text=rendered(proposal, (target.name,) if file is None else file.targets, database, file),
    )


NO_DATABASE: Final = Text(
    ja="列を分類できるのはデータベース（PostgreSQL）の接続先だけです。",
    en="Only a database (PostgreSQL) has columns to classify.",
)
WHICH: Final = Text(
    ja="データベース名を --database で指定してください（この接続先について書かれたファイルが 1 つではありません）。",
    en="Name the database with --database: there is not exactly one file about this target.",
)
NO_LISTING: Final = Text(
    ja="列の一覧として読めません。「sekisho target catalogue 接続先 --query」の SQL の、psql --csv の結果を渡してください。",
    en="This is no listing of columns. Give what `psql --csv` prints for: sekisho target catalogue NAME --query.",
)

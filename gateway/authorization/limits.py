"""The numbers of policies/limits.toml. They are defaults of the office, so they stand there and nowhere in the code."""

import re
from dataclasses import dataclass
from enum import StrEnum

from gateway.authorization.lifespans import Lifespans, lifespans_of
from gateway.authorization.strict_table import StrictTable, toml_of

FILE = "limits.toml"
AUDIT_YEARS_MIN = 10
_MEBIBYTE = 1024 * 1024
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*\*?")
# Set by the target's own loader or shell, or by us; no policy may hand them over.
_NEVER = ("LD_", "PATH", "IFS", "ENV", "BASH_", "PYTHON", "PERL", "SSH_")


class Unreadable(StrEnum):
    """What becomes of an uploaded file that nobody here can look into."""

    REFUSE = "refuse"
    ACCEPT = "accept"  # and say so in the journal


class OnTransferStart(StrEnum):
    """What becomes of a session in which a file transfer starts inside the terminal's stream."""

    END = "end"
    FREEZE = "freeze"  # until a supervisor lets it go on; what had begun of the transfer is lost


class Watcher(StrEnum):
    """Whether a free shell needs somebody who watches it live."""

    NONE = "none"
    REQUIRED = "required"  # where personal data are


class SecurityKeyVerification(StrEnum):
    """What a security key must ask of a person before it signs; a touch in any case."""

    TOUCH = "touch"
    PIN = "pin"  # or a biometric


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLimits:
    """Per file and per session. Sizes in bytes; `unpacked_*` and `nesting` bound how far a file is looked into.

    `people` holds for each file, and for the sum of a session's files with `summed_from` people or more.
    """

    file_bytes: int
    session_bytes: int
    files: int
    people: int
    summed_from: int
    unreadable: Unreadable
    unpacked_bytes: int
    unpacked_files: int
    nesting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLimits:
    """What is typed. From `paste_bytes` 16-65536 in one breath on it is a paste, journalled without its content."""

    paste_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandLimits:
    """One listed command: bytes it may print, seconds it may be followed, seconds it may be held up while a person reads."""

    output_bytes: int
    follow_seconds: int
    held_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseLimits:
    """One statement at a database: seconds it may run, rows it may show, people who must stand behind each aggregate.

    A session in which nothing is asked for `idle_seconds` ends.
    """

    statement_seconds: int
    rows: int
    group_size: int
    idle_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WatcherLimits:
    """How a free shell is watched: it waits `wait_seconds` 10-3600 for the first watcher, `gone_seconds` 2-600 for the next."""

    watcher: Watcher
    wait_seconds: int
    gone_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The numbers.

    `window_hours` 1-24, `warn_seconds` 60-3600, `factors_minutes` 1-1440, `menu_idle_minutes` 1-60, `reason_letters` 10-2000.
    `subjects` 1-10000 people an order may name; approvals faster than `quick_approval_seconds` 1-600 or more than
    `approvals_per_hour` 1-1000 of one person are shown to auditors.
    `sessions_per_person` 1-1000 at once. `refusals_alarmed` 1-100 of one person within `refusals_minutes` 1-1440 raise an
    alarm, again after `alarm_again_minutes` 1-1440 at the earliest. The journal is kept for `audit_years`, 10 or more (R-84),
    and `recordings` by client.
    """

    window_hours: int
    reason_letters: int
    subjects: int
    quick_approval_seconds: int
    approvals_per_hour: int
    warn_seconds: int
    factors_minutes: int
    menu_idle_minutes: int
    environment: tuple[str, ...]
    upload: UploadLimits
    sessions_per_person: int
    refusals_alarmed: int
    refusals_minutes: int
    alarm_again_minutes: int
    security_key_verification: SecurityKeyVerification
    on_transfer_start: OnTransferStart
    typed: TypedLimits
    commands: CommandLimits
    database: DatabaseLimits
    watching: WatcherLimits
    audit_years: int
    recordings: Lifespans


def limits_of(content: bytes) -> Limits:
    """The limits. Raises PolicyUnfit naming the key."""
    top = StrictTable(FILE, toml_of(FILE, content))
    order, session, alarm = top.table("order"), top.table("session"), top.table("alarm")
    login, shell, retention = top.table("login"), top.table("shell"), top.table("retention")
    limits = Limits(
        window_hours=order.whole("window_hours_max", 1, 24),
        reason_letters=order.whole("reason_letters_max", 10, 2000),
        subjects=order.whole("subjects_max", 1, 10_000),
        quick_approval_seconds=order.whole("quick_approval_seconds", 1, 600),
        approvals_per_hour=order.whole("approvals_per_hour_max", 1, 1000),
        warn_seconds=session.whole("warn_seconds_before_end", 60, 3600),
        factors_minutes=session.whole("factors_minutes_max", 1, 1440),
        menu_idle_minutes=session.whole("menu_idle_minutes_max", 1, 60),
        environment=_environment(session),
        upload=_upload(top.table("upload")),
        sessions_per_person=session.whole("per_person_max", 1, 1000),
        refusals_alarmed=alarm.whole("refusals", 1, 100),
        refusals_minutes=alarm.whole("refusals_minutes", 1, 1440),
        alarm_again_minutes=alarm.whole("again_minutes", 1, 1440),
        security_key_verification=login.word("security_key_verification", SecurityKeyVerification),
        on_transfer_start=shell.word("on_transfer_start", OnTransferStart),
        typed=_typed(shell.table("typed")),
        commands=_commands(top.table("commands")),
        database=_database(top.table("database")),
        watching=_watching(shell),
        audit_years=_audit_years(retention),
        recordings=lifespans_of(retention),
    )
    for table in (order, session, alarm, login, shell, retention, top):
        table.done()
    return limits


def _commands(table: StrictTable) -> CommandLimits:
    limits = CommandLimits(
        output_bytes=table.whole("output_mebibytes_max", 1, 1024) * _MEBIBYTE,
        follow_seconds=table.whole("follow_minutes_max", 1, 480) * 60,
        held_seconds=table.whole("held_minutes_max", 1, 60) * 60,
    )
    table.done()
    return limits


def _database(table: StrictTable) -> DatabaseLimits:
    limits = DatabaseLimits(
        statement_seconds=table.whole("statement_seconds_max", 1, 600),
        rows=table.whole("rows_per_statement_max", 1, 1_000_000),
        group_size=table.whole("group_size_min", 2, 1000),
        idle_seconds=table.whole("idle_minutes_max", 1, 480) * 60,
    )
    table.done()
    return limits


def _watching(shell: StrictTable) -> WatcherLimits:
    return WatcherLimits(
        watcher=shell.word("watcher", Watcher),
        wait_seconds=shell.whole("watcher_wait_seconds", 10, 3600),
        gone_seconds=shell.whole("watcher_gone_seconds", 2, 600),
    )


def _audit_years(table: StrictTable) -> int:
    years = table.whole("audit_years", 0, 1000)
    if years < AUDIT_YEARS_MIN:
        raise table.unfit(
            "audit_years", f"is less than {AUDIT_YEARS_MIN}: theft went unnoticed for nine and a half years (R-84)"
        )
    return years


def _typed(table: StrictTable) -> TypedLimits:
    limits = TypedLimits(paste_bytes=table.whole("paste_bytes", 16, 65_536))
    table.done()
    return limits


def _environment(session: StrictTable) -> tuple[str, ...]:
    names = session.texts("environment_allowed")
    for name in names:
        if not _VARIABLE.fullmatch(name) or name == "*" or name.startswith(_NEVER):
            raise session.unfit("environment_allowed", f"{name} may not be passed on to a target")
    return names


def _upload(table: StrictTable) -> UploadLimits:
    limits = UploadLimits(
        file_bytes=table.whole("file_mebibytes_max", 1, 65_536) * _MEBIBYTE,
        session_bytes=table.whole("session_mebibytes_max", 1, 1_048_576) * _MEBIBYTE,
        files=table.whole("files_max", 1, 1_000_000),
        people=table.whole("people_max", 0, 1000),
        summed_from=table.whole("people_summed_from", 1, 1000),
        unreadable=table.word("unreadable", Unreadable),
        unpacked_bytes=table.whole("unpacked_mebibytes_max", 1, 65_536) * _MEBIBYTE,
        unpacked_files=table.whole("unpacked_files_max", 1, 1_000_000),
        nesting=table.whole("nesting_max", 0, 10),
    )
    table.done()
    return limits

"""The numbers of policies/limits.toml. They are defaults of the office, so they stand there and nowhere in the code."""

import re
from dataclasses import dataclass
from enum import StrEnum

from gateway.authorization.strict_table import StrictTable, toml_of

FILE = "limits.toml"
_MEBIBYTE = 1024 * 1024
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*\*?")
# Set by the target's own loader or shell, or by us; no policy may hand them over.
_NEVER = ("LD_", "PATH", "IFS", "ENV", "BASH_", "PYTHON", "PERL", "SSH_")


class Unreadable(StrEnum):
    """What becomes of an uploaded file that nobody here can look into."""

    REFUSE = "refuse"
    ACCEPT = "accept"  # and say so in the journal


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
class Limits:
    """The numbers.

    `window_hours` 1-24, `warn_seconds` 60-3600, `factors_minutes` 1-1440, `menu_idle_minutes` 1-60, `reason_letters` 10-2000.
    `subjects` 1-10000 people an order may name; approvals faster than `quick_approval_seconds` 1-600 or more than
    `approvals_per_hour` 1-1000 of one person are shown to auditors.
    `sessions_per_person` 1-1000 at once. `refusals_alarmed` 1-100 of one person within `refusals_minutes` 1-1440 raise an
    alarm, again after `alarm_again_minutes` 1-1440 at the earliest.
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


def limits_of(content: bytes) -> Limits:
    """The limits. Raises PolicyUnfit naming the key."""
    top = StrictTable(FILE, toml_of(FILE, content))
    order, session, alarm = top.table("order"), top.table("session"), top.table("alarm")
    login = top.table("login")
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
    )
    for table in (order, session, alarm, login, top):
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

"""The numbers of the office."""

import pytest

from gateway.authorization.limits import CommandLimits, OnTransferStart, Unreadable, Watcher, WatcherLimits, limits_of
from gateway.authorization.unfit import PolicyUnfit
from tests.gateway.authorization.a_request import SHIPPED

TEXT = (SHIPPED / "limits.toml").read_text(encoding="utf-8")


def test_R23_shipped_numbers() -> None:
    limits = limits_of(TEXT.encode())
    assert (limits.window_hours, limits.warn_seconds, limits.factors_minutes) == (8, 600, 60)
    assert limits.environment == ("LANG", "LC_*", "TERM", "COLORTERM", "NO_COLOR")


def test_R02_shipped_numbers_of_alarms_and_sessions() -> None:
    limits = limits_of(TEXT.encode())
    assert (limits.refusals_alarmed, limits.refusals_minutes, limits.alarm_again_minutes) == (3, 10, 10)
    assert limits.sessions_per_person == 20
    assert limits.menu_idle_minutes == 10


def test_R84_the_journal_is_kept_for_ten_years_at_least() -> None:
    assert limits_of(TEXT.encode()).audit_years == 10
    assert limits_of(TEXT.replace("audit_years = 10", "audit_years = 30").encode()).audit_years == 30
    with pytest.raises(PolicyUnfit, match=r"limits\.toml.*audit_years.*less than 10"):
        limits_of(TEXT.replace("audit_years = 10", "audit_years = 9").encode())


@pytest.mark.parametrize(
    ("old", "new", "key", "nearest"),
    [
        ("window_hours_max = 8", "window_hours_maxx = 8", "order.window_hours_max", None),
        (
            "window_hours_max = 8",
            "window_hours_max = 8\nwindow_hour_min = 1",
            "order.window_hour_min",
            "window_hours_max",
        ),
        ("window_hours_max = 8", "window_hours_max = 25", "order.window_hours_max", None),
        ("window_hours_max = 8", "window_hours_max = 0", "order.window_hours_max", None),
        ("factors_minutes_max = 60", "factors_minutes_max = true", "session.factors_minutes_max", None),
        ("menu_idle_minutes_max = 10", "menu_idle_minutes_max = 61", "session.menu_idle_minutes_max", None),
        ("per_person_max = 20", "per_person_max = 0", "session.per_person_max", None),
        ("refusals = 3", "refusals = 0", "alarm.refusals", None),
        ("again_minutes = 10", "again_minutes = 100000", "alarm.again_minutes", None),
        ("[alarm]", "[alarms]", "alarm", None),
        ("audit_years = 10", "audit_years = 9", "retention.audit_years", None),
        ("audit_years = 10", "audit_years = 0", "retention.audit_years", None),
        ("audit_years = 10", "audit_years = 10.5", "retention.audit_years", None),
        ("audit_years = 10", "", "retention.audit_years", None),
        ("audit_years = 10", "audit_years = 10\naudit_days = 1", "retention.audit_days", "audit_years"),
        ("[retention]", "[retentions]", "retention", None),
        ('watcher = "none"', 'watcher = "nobody"', "shell.watcher.nobody", None),
        ('watcher = "none"', "", "shell.watcher", None),
        ("paste_bytes = 512", "paste_bytes = 15", "shell.typed.paste_bytes", None),
        ("output_mebibytes_max = 8", "output_mebibytes_max = 0", "commands.output_mebibytes_max", None),
        ("follow_minutes_max = 60", "follow_minutes_max = 481", "commands.follow_minutes_max", None),
        ("[commands]", "[command]", "commands", None),
        ("watcher_wait_seconds = 900", "watcher_wait_seconds = 9", "shell.watcher_wait_seconds", None),
        ("watcher_gone_seconds = 30", "watcher_gone_seconds = 601", "shell.watcher_gone_seconds", None),
        ('on_transfer_start = "end"', 'on_transfer_start = "ignore"', "shell.on_transfer_start.ignore", None),
        (
            'on_transfer_start = "end"',
            'on_transfer_start = "end"\non_transfer = 1',
            "shell.on_transfer",
            "on_transfer_start",
        ),
        ("[session]", "[sesion]\nx = 1\n[session]", "sesion", "session"),
    ],
)
def test_a_wrong_number_or_key_is_named(old: str, new: str, key: str, nearest: str | None) -> None:
    with pytest.raises(PolicyUnfit) as found:
        limits_of(TEXT.replace(old, new, 1).encode())
    assert (found.value.file, found.value.key, found.value.nearest) == ("limits.toml", key, nearest)


def test_R16_what_a_security_key_must_ask_for_is_one_of_two_words() -> None:
    assert limits_of(TEXT.encode()).security_key_verification == "touch"
    pin = TEXT.replace('security_key_verification = "touch"', 'security_key_verification = "pin"')
    assert limits_of(pin.encode()).security_key_verification == "pin"
    for wrong in ('"none"', '""', "true", "0"):
        with pytest.raises(PolicyUnfit, match=r"login\.security_key_verification"):
            limits_of(
                TEXT.replace('security_key_verification = "touch"', f"security_key_verification = {wrong}").encode()
            )


def test_R03_R27_shipped_words() -> None:
    limits = limits_of(TEXT.encode())
    assert limits.on_transfer_start is OnTransferStart.END
    freezing = TEXT.replace('on_transfer_start = "end"', 'on_transfer_start = "freeze"')
    assert limits_of(freezing.encode()).on_transfer_start is OnTransferStart.FREEZE
    assert limits.commands == CommandLimits(output_bytes=8 << 20, follow_seconds=3600, held_seconds=600)
    assert limits.watching == WatcherLimits(watcher=Watcher.NONE, wait_seconds=900, gone_seconds=30)
    required = limits_of(TEXT.replace('watcher = "none"', 'watcher = "required"').encode())
    assert required.watching.watcher is Watcher.REQUIRED


@pytest.mark.parametrize(
    "name", ["*", "LD_PRELOAD", "LD_*", "PATH", "BASH_ENV", "ENV", "lang", "A B", "PYTHONPATH", "LC_*X"]
)
def test_what_could_run_code_on_the_target_is_never_passed_on(name: str) -> None:
    with pytest.raises(PolicyUnfit):
        limits_of(TEXT.replace('"LANG"', f'"{name}"').encode())


def test_R10_uploads_are_bounded_as_shipped() -> None:
    upload = limits_of(TEXT.encode()).upload
    assert (upload.people, upload.summed_from, upload.unreadable) == (20, 5, Unreadable.REFUSE)
    assert (upload.file_bytes, upload.session_bytes, upload.files) == (512 << 20, 2048 << 20, 2000)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('unreadable = "refuse"', 'unreadable = "ignore"'), ("people_max = 20", "people_max = 1001"),
        ("file_mebibytes_max = 512", "file_mebibytes_max = 0"), ("nesting_max = 4", "nesting_max = 11"),
        ("[upload]", "[uploads]"),
    ],
)  # fmt: skip
def test_R10_upload_limits_are_strict(old: str, new: str) -> None:
    with pytest.raises(PolicyUnfit):
        limits_of(TEXT.replace(old, new).encode())

"""The numbers of the office."""

import pytest

from gateway.authorization.limits import Unreadable, limits_of
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
        ("[session]", "[sesion]\nx = 1\n[session]", "sesion", "session"),
    ],
)
def test_a_wrong_number_or_key_is_named(old: str, new: str, key: str, nearest: str | None) -> None:
    with pytest.raises(PolicyUnfit) as found:
        limits_of(TEXT.replace(old, new).encode())
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

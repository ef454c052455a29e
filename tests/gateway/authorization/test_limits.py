"""The numbers of the office."""

import pytest

from gateway.authorization.limits import limits_of
from gateway.authorization.unfit import PolicyUnfit
from tests.gateway.authorization.a_request import SHIPPED

TEXT = (SHIPPED / "limits.toml").read_text(encoding="utf-8")


def test_R23_shipped_numbers() -> None:
    limits = limits_of(TEXT.encode())
    assert (limits.window_hours, limits.warn_seconds, limits.factors_minutes) == (8, 600, 60)
    assert limits.environment == ("LANG", "LC_*", "TERM")


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
        ("[session]", "[sesion]\nx = 1\n[session]", "sesion", "session"),
    ],
)
def test_a_wrong_number_or_key_is_named(old: str, new: str, key: str, nearest: str | None) -> None:
    with pytest.raises(PolicyUnfit) as found:
        limits_of(TEXT.replace(old, new).encode())
    assert (found.value.file, found.value.key, found.value.nearest) == ("limits.toml", key, nearest)


@pytest.mark.parametrize(
    "name", ["*", "LD_PRELOAD", "LD_*", "PATH", "BASH_ENV", "ENV", "lang", "A B", "PYTHONPATH", "LC_*X"]
)
def test_what_could_run_code_on_the_target_is_never_passed_on(name: str) -> None:
    with pytest.raises(PolicyUnfit):
        limits_of(TEXT.replace('"LANG"', f'"{name}"').encode())

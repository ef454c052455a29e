"""R-24: purposes by version of the memorandum, by the day in Japan."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.purposes import purposes_of
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.clock import JST
from tests.gateway.authorization.a_request import SHIPPED

TEXT = (SHIPPED / "purposes.toml").read_text(encoding="utf-8")
PURPOSES = purposes_of(TEXT.encode())
SWITCH = datetime(2024, 1, 26, tzinfo=JST)
FIRST = datetime(2023, 10, 19, tzinfo=JST)


def test_R24_only_three_purposes_since_2024_01_26() -> None:
    names = [name.ja for name in PURPOSES.permitted_at(SWITCH).values()]
    assert names == ["システムバックアップ", "セキュリティ上の問題への対処", "サービスの故障対応"]


def test_R24_the_former_version_judges_the_day_before() -> None:
    assert PURPOSES.permits("inquiry", SWITCH - timedelta(microseconds=1))
    assert not PURPOSES.permits("inquiry", SWITCH)
    assert PURPOSES.permits("failure", SWITCH)


def test_the_switch_is_at_midnight_in_japan_whatever_the_zone_of_the_moment() -> None:
    assert not PURPOSES.permits("inquiry", datetime(2024, 1, 25, 15, 0, tzinfo=UTC))
    assert PURPOSES.permits("inquiry", datetime(2024, 1, 25, 14, 59, 59, tzinfo=UTC))


def test_before_the_first_version_nothing_is_permitted() -> None:
    assert PURPOSES.version_at(FIRST - timedelta(microseconds=1)) is None
    assert not PURPOSES.permits("backup", FIRST - timedelta(microseconds=1))
    assert not PURPOSES.permitted_at(FIRST - timedelta(days=3000))


def test_an_unknown_purpose_is_shown_harmlessly() -> None:
    name = PURPOSES.name_of("\x1b[2J目的" + "x" * 100)
    assert name.ja.isascii()
    assert name.ja.isprintable()
    assert len(name.ja) < 120


@given(st.timedeltas(min_value=timedelta(days=-9000), max_value=timedelta(days=9000)))
def test_exactly_one_version_is_in_force(offset: timedelta) -> None:
    moment = datetime(2024, 1, 26, tzinfo=UTC) + offset
    version = PURPOSES.version_at(moment)
    day = moment.astimezone(JST).date()
    expected = [each for each in PURPOSES.versions if each.effective <= day]
    assert version is (expected[-1] if expected else None)


@pytest.mark.parametrize(
    ("old", "new", "key", "nearest"),
    [
        ('"failure", "inquiry"]', '"failure", "enquiry"]', "version[0].permitted.enquiry", "inquiry"),
        ("2024-01-26", "2023-10-18", "version.effective", None),
        ("2024-01-26", "2023-10-19", "version.effective", None),
        ("effective = 2024", "efective = 2024", "version[1].effective", None),
        ("[desk]", "[desks]", "desk", None),
    ],
)
def test_a_wrong_key_is_named(old: str, new: str, key: str, nearest: str | None) -> None:
    with pytest.raises(PolicyUnfit) as found:
        purposes_of(TEXT.replace(old, new, 1).encode())
    assert (found.value.key, found.value.nearest) == (key, nearest)


def test_versions_are_dated() -> None:
    assert [version.effective for version in PURPOSES.versions] == [date(2023, 10, 19), date(2024, 1, 26)]
    assert all(version.contract.ja for version in PURPOSES.versions)

"""The mark of an opened page."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from admin_ui.approvals.opened import SECONDS_MAX, mark, seconds_since

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def app():
    made = Flask(__name__)
    made.secret_key = b"f" * 32
    with made.app_context():
        yield made


def test_whole_seconds_since_it_was_opened(app: Flask):
    opened = mark("WO-1", "P-1", NOW)
    assert seconds_since(opened, "WO-1", "P-1", NOW) == 0
    assert seconds_since(opened, "WO-1", "P-1", NOW + timedelta(seconds=9.9)) == 9


def test_of_another_order_person_or_key_it_says_nothing(app: Flask):
    opened = mark("WO-1", "P-1", NOW)
    assert seconds_since(opened, "WO-2", "P-1", NOW) is None
    assert seconds_since(opened, "WO-1", "P-2", NOW) is None
    app.secret_key = b"g" * 32
    assert seconds_since(opened, "WO-1", "P-1", NOW) is None


@pytest.mark.parametrize("given", ["", "x", "a.b.c", "é", "\x00", "W10.x"])
def test_what_is_no_mark_says_nothing(app: Flask, given: str):
    assert seconds_since(given, "WO-1", "P-1", NOW) is None


def test_from_the_future_or_too_old_it_says_nothing(app: Flask):
    opened = mark("WO-1", "P-1", NOW)
    assert seconds_since(opened, "WO-1", "P-1", NOW - timedelta(seconds=2)) is None
    assert seconds_since(opened, "WO-1", "P-1", NOW + timedelta(seconds=SECONDS_MAX + 2)) is None

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select

from gateway.storage.engine import writing
from gateway.storage.stores import web_paces
from gateway.storage.stores.web_paces import WebPaces
from gateway.storage.tables import WEB_PACE
from tests.gateway.storage.samples import HOUR, NOW

SECOND = timedelta(seconds=1)
KEY, OTHER = b"k" * 32, b"o" * 32


def times(paces, key=KEY, bucket="sign-in", now=NOW):
    return paces.count(bucket, key, now=now, ends_at=now + HOUR).times


def rows(connection):
    return connection.execute(select(func.count()).select_from(WEB_PACE)).scalar_one()


def test_tries_are_counted_by_bucket_and_key(database):
    with writing(database) as connection:
        paces = WebPaces(connection)
        assert [times(paces), times(paces), times(paces)] == [1, 2, 3]
        assert (times(paces, OTHER), times(paces, bucket="again")) == (1, 1)


def test_a_window_lasts_from_its_first_try(database):
    with writing(database) as connection:
        paces = WebPaces(connection)
        times(paces)
        last = paces.count("sign-in", KEY, now=NOW + HOUR - SECOND, ends_at=NOW + 2 * HOUR)
        assert (last.times, last.ends_at) == (2, NOW + HOUR)
        fresh = paces.count("sign-in", KEY, now=NOW + HOUR, ends_at=NOW + 2 * HOUR)
        assert (fresh.times, fresh.ends_at) == (1, NOW + 2 * HOUR)


def test_windows_that_are_over_are_deleted(database):
    with writing(database) as connection:
        paces = WebPaces(connection)
        for number in range(5):
            times(paces, bytes([number]) * 32)
        assert rows(connection) == 5
        times(paces, OTHER, now=NOW + HOUR)
        assert rows(connection) == 1


def test_the_table_is_bounded_and_newcomers_share_one_count(database, monkeypatch):
    monkeypatch.setattr(web_paces, "ROWS_MAX", 3)
    with writing(database) as connection:
        paces = WebPaces(connection)
        for number in range(3):
            assert times(paces, bytes([number]) * 32) == 1
        assert [times(paces, bytes([number]) * 32) for number in range(10, 14)] == [1, 2, 3, 4]
        assert times(paces, bytes(32)) == 2
        assert rows(connection) == 4


def test_of_many_at_once_each_is_counted_once(database):
    def one(_: int) -> int:
        with writing(database) as connection:
            return times(WebPaces(connection))

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(one, range(40))) == list(range(1, 41))

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from gateway.authentication.web_session import Tries
from gateway.ipc.messages import CallRefused
from gateway.wiring.office_pace import Bucket, Pace, paced, too_fast

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class Registrar:
    """Counts, and remembers what it was told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bytes, int]] = []

    def pace(self, bucket: str, counted: bytes, seconds: int) -> Tries:
        self.asked.append((bucket, counted, seconds))
        return Tries(times=len(self.asked), ends_at=NOW + timedelta(seconds=seconds))


class Clock:
    def now(self) -> datetime:
        return NOW + timedelta(seconds=59.5)


def of(times: int) -> Pace:
    return Pace(times=times, allowed=3, retry_seconds=61)


def test_as_often_as_is_allowed_and_no_more() -> None:
    of(3).require()
    with pytest.raises(CallRefused, match=r"entry\.pace") as refused:
        of(4).require()
    assert "約2分後" in refused.value.text.ja
    assert refused.value.text == too_fast(61)


def test_only_a_digest_leaves_and_buckets_do_not_meet() -> None:
    registrar = Registrar()
    one = paced(cast(Any, registrar), Bucket.SIGN_IN_NAME, "sato", cast(Any, Clock()))
    paced(cast(Any, registrar), Bucket.AGAIN_PERSON, "sato", cast(Any, Clock()))
    (label, first, seconds), (_, second, _) = registrar.asked
    assert (label, seconds) == ("sign-in.name", 300)
    assert (len(first), b"sato" in first, first == second) == (32, False, False)
    assert (one.times, one.allowed, one.retry_seconds) == (1, Bucket.SIGN_IN_NAME.allowed, 241)


def test_every_bucket_has_a_name_of_its_own_and_bounds() -> None:
    assert len({bucket.label for bucket in Bucket}) == len(Bucket)
    assert all(bucket.allowed > 0 and 0 < bucket.seconds <= 86_400 for bucket in Bucket)

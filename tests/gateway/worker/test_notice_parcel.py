"""One notice on its way."""

from datetime import UTC, datetime

from gateway.worker.notice_parcel import BACK_OFF_SECONDS, NoticeParcel
from gateway.worker.ports import Delivery, Seen

SEEN = Seen(seq=7, at=datetime(2026, 11, 22, tzinfo=UTC), kind="order.asked", data={})


def parcel() -> NoticeParcel:
    made = NoticeParcel(seen=SEEN, order="WO-1", about="asked")
    assert not made.is_done
    made.for_everybody(["a@x", "b@x", "a@x"])
    return made


def test_everybody_once() -> None:
    assert parcel().open == ("a@x", "b@x")


def test_done_when_all_have_it() -> None:
    made = parcel()
    made.handed_in(Delivery(taken=("a@x", "b@x"), refused=(), later=()))
    assert made.is_done
    assert (made.taken, made.missed) == (2, 0)


def test_put_off_waits_longer_each_time() -> None:
    made, waits = parcel(), []
    for _ in range(7):
        made.later(100.0)
        waits.append(made.not_before - 100.0)
    assert waits == [*BACK_OFF_SECONDS, BACK_OFF_SECONDS[-1], BACK_OFF_SECONDS[-1]]
    assert not made.is_done  # nobody has it yet


def test_nobody_to_tell_is_done_at_once() -> None:
    made = NoticeParcel(seen=SEEN, order="WO-1", about="asked")
    made.for_everybody([])
    assert made.is_done

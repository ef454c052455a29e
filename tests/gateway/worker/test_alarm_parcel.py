from gateway.worker.alarm_parcel import RETRIES_MAX, Parcel
from gateway.worker.letter import Letter
from gateway.worker.ports import Delivery

TWO = ("a@x", "b@x")


def parcel() -> Parcel:
    return Parcel(Letter(subject="s", text="t"), first=3, through=9, alarms=2, recipients=TWO, node="node1")


def came(taken: tuple[str, ...] = (), refused: tuple[str, ...] = (), later: tuple[str, ...] = ()) -> Delivery:
    return Delivery(taken=taken, refused=refused, later=later)


def test_it_is_done_once_everybody_has_it():
    made = parcel()
    made.tried(came(taken=TWO))
    assert made.is_done
    assert (made.taken, made.missed, made.number) == (2, 0, "alarms-node1-3-9")


def test_what_nobody_took_is_tried_for_ever_refused_or_not():
    made = parcel()
    for _ in range(100):
        made.tried(came(refused=("a@x",), later=("b@x",)))
        assert set(made.open) == set(TWO)
        assert not made.is_done


def test_an_address_refused_for_good_is_given_up_once_somebody_has_it():
    made = parcel()
    made.tried(came(taken=("b@x",), refused=("a@x",)))
    assert made.is_done
    assert (made.taken, made.missed) == (1, 1)


def test_one_that_is_put_off_is_tried_some_more():
    made = parcel()
    made.tried(came(taken=("b@x",), later=("a@x",)))
    for _ in range(RETRIES_MAX):
        assert not made.is_done
        assert made.open == ("a@x",)
        made.tried(came(later=("a@x",)))
    assert made.is_done
    assert made.missed == 1


def test_nobody_gets_it_twice():
    made = parcel()
    made.tried(came(taken=("b@x",), later=("a@x",)))
    made.tried(came(taken=("a@x",)))
    assert made.is_done
    assert made.taken == 2

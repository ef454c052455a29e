import msgspec
import pytest

from gateway.metrics.places import Place
from gateway.metrics.readiness import Bounds, Check, checks, missing
from tests.gateway.metrics.a_picture import DOOR, GIB, ROOM, STORES, a_census, a_picture, some_figures

BOUNDS = Bounds(age_seconds_max=30.0, free_bytes_min=GIB)


def lacking(picture, now=1001.0):
    return set(missing(checks(picture, BOUNDS, now)))


def door(**changed):
    return msgspec.structs.replace(DOOR, **changed)


def without(place, space=None):
    rooms = dict.fromkeys(Place, ROOM)
    if space is None:
        del rooms[place]
    else:
        rooms[place] = space
    return rooms


def space(**changed):
    from dataclasses import replace

    return replace(ROOM, **changed)


def test_where_all_is_well_a_log_in_would_succeed():
    assert lacking(a_picture()) == set()


def test_nothing_known_is_nothing_ready():
    assert lacking(None) == set(Check)


def test_an_old_look_says_nothing_of_now():
    assert lacking(a_picture(), 1030.0) == set()
    assert lacking(a_picture(), 1030.1) == set(Check)


@pytest.mark.parametrize(
    ("picture", "what"),
    [
        (a_picture(keeper_seconds=None), {Check.KEEPER}),
        (a_picture(figures=some_figures(census=None)), {Check.DATABASE}),
        (a_picture(figures=some_figures(write_seconds=None)), {Check.JOURNAL}),
        (a_picture(figures=some_figures(writable={Place.RECORDINGS: True, Place.JOURNAL: False})), {Check.JOURNAL}),
        (a_picture(figures=some_figures(writable={Place.RECORDINGS: False, Place.JOURNAL: True})), {Check.RECORDINGS}),
        (a_picture(figures=some_figures(writable={})), {Check.JOURNAL, Check.RECORDINGS}),
        (a_picture(figures=some_figures(clock_trusted=False)), {Check.CLOCK}),
        (a_picture(figures=some_figures(connections={"worker": 1})), {Check.GATEWAY}),
        (a_picture(figures=some_figures(door=None, door_told_seconds=None)), {Check.GATEWAY}),
        (a_picture(figures=some_figures(door_told_seconds=8.5)), {Check.GATEWAY}),
        (a_picture(figures=some_figures(door=door(processes=2000, unauthenticated=0))), {Check.GATEWAY}),
        (a_picture(figures=some_figures(door=door(processes=2000, unauthenticated=1))), set()),
        (a_picture(spaces=without(Place.RECORDINGS)), {Check.SPACE}),
        (a_picture(spaces=without(Place.JOURNAL)), {Check.SPACE}),
        (a_picture(spaces=without(Place.STATE)), {Check.SPACE}),
        (a_picture(spaces=without(Place.DATABASE)), set()),
        (a_picture(spaces=without(Place.WITNESS)), set()),
        (a_picture(spaces=without(Place.DATABASE, space(free_bytes=GIB - 1))), {Check.SPACE}),
        (a_picture(spaces=without(Place.DATABASE, space(free_bytes=GIB))), set()),
        (a_picture(spaces=without(Place.RECORDINGS, space(free_files=0))), {Check.SPACE}),
        (a_picture(spaces=without(Place.RECORDINGS, space(free_files=0, endless_files=True))), set()),
        (a_picture(spaces=without(Place.WITNESS, space(free_bytes=0))), {Check.SPACE}),
        (a_picture(figures=some_figures(witness_behind=True, census=a_census(recordings_unsealed=9))), set()),
        (a_picture(office=False), set()),
    ],
)
def test_each_part_can_say_no_by_itself(picture, what):
    assert lacking(picture) == what


def test_without_the_registrar_nothing_is_known_of_what_it_knows():
    assert lacking(a_picture(figures=None)) == {
        Check.REGISTRAR, Check.DATABASE, Check.JOURNAL, Check.RECORDINGS, Check.GATEWAY, Check.CLOCK,
    }  # fmt: skip


def test_R11_a_store_too_short_for_a_new_session_says_no():
    stores = msgspec.structs.replace(STORES, short={Place.JOURNAL: True, Place.RECORDINGS: False})
    assert lacking(a_picture(figures=some_figures(stores=stores))) == {Check.SPACE}

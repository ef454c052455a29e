from datetime import timedelta

import pytest

from gateway.ipc.messages import CallRefused
from gateway.metrics.collecting import ENDS_SECONDS, Collector, Sources
from gateway.metrics.picture import Ending
from gateway.metrics.places import Place
from gateway.vocabulary.outcome import GatewayFault, Text
from tests.gateway.metrics.a_picture import NOW, a_census, some_figures


class Clock:
    def __init__(self):
        self.seconds = 0.0

    def now(self):
        return NOW

    def monotonic(self):
        self.seconds += 0.01
        return self.seconds


class World:
    """Everybody who is asked; `broken` are those who do not answer."""

    def __init__(self):
        self.broken, self.looks = {}, 0
        self.answer = some_figures()

    def figures(self):
        self._maybe("registrar")
        return self.answer

    def ready(self):
        self._maybe("keeper")

    def office(self):
        self.looks += 1
        self._maybe("office")
        return NOW + timedelta(days=30)

    def files(self):
        return {Ending.OFFICE_AUTHORITY: NOW + timedelta(days=3000)}

    def _maybe(self, who):
        if who in self.broken:
            raise self.broken[who]


@pytest.fixture
def world():
    return World()


@pytest.fixture
def collector(world, tmp_path):
    sources = Sources(registrar=world, keeper=world, certificates=world, folders={Place.STATE: tmp_path})
    return Collector(sources, Clock(), lambda _: None)


def test_a_look_at_everything(collector, world):
    picture = collector.look()
    assert picture.figures is world.answer
    assert picture.registrar_seconds == pytest.approx(0.01)
    assert picture.keeper_seconds == pytest.approx(0.01)
    assert picture.office
    assert picture.spaces == world.answer.spaces
    assert picture.ends == {
        Ending.OFFICE: NOW + timedelta(days=30),
        Ending.OFFICE_AUTHORITY: NOW + timedelta(days=3000),
    }


@pytest.mark.parametrize("failure", [GatewayFault("gone"), CallRefused("keeper.busy", Text(ja="x", en="x"))])
def test_whoever_does_not_answer_is_absent_and_the_others_are_there(collector, world, failure):
    world.broken = {"registrar": failure, "keeper": failure, "office": ConnectionRefusedError()}
    picture = collector.look()
    assert (picture.figures, picture.registrar_seconds, picture.keeper_seconds, picture.office) == (
        None,
        None,
        None,
        False,
    )
    assert set(picture.ends) == {Ending.OFFICE_AUTHORITY}
    assert set(picture.spaces) == {Place.STATE}  # as the monitor sees them itself
    world.broken = {}
    assert collector.look().office


def test_certificates_are_looked_at_now_and_then(collector, world):
    collector.look()
    collector.look()
    assert world.looks == 1
    collector._clock.seconds += ENDS_SECONDS
    collector.look()
    assert world.looks == 2


def test_a_targets_pinned_certificate_ends_too(collector, world):
    world.answer = some_figures(census=a_census(pin_ends_at=NOW.timestamp() + 60))
    assert collector.look().ends[Ending.TARGET_PIN] == NOW + timedelta(seconds=60)


def test_it_looks_until_it_is_over(world, tmp_path):
    shown = []
    sources = Sources(registrar=world, keeper=world, certificates=world, folders={})
    waits = iter([False, False, True])
    Collector(sources, Clock(), shown.append).run(lambda _: next(waits))
    assert len(shown) == 3


def test_a_defect_ends_it_loudly(collector, world):
    world.broken = {"keeper": KeyError("x")}
    with pytest.raises(KeyError):
        collector.look()

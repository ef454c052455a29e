import pytest

from gateway.audit.event import decode, encode
from gateway.menu.events import Form, Leaving, MenuChosen, MenuLeft
from gateway.registrar.kinds import Writer, may_append
from gateway.wiring import events as wired

EVENTS = [
    MenuChosen(
        person="P-1",
        terminal="TM-1",
        target="callcenter-app",
        order="WO-1",
        account="maint",
        form=Form.SCREEN,
        address="192.0.2.7:1",
    ),
    *(
        MenuLeft(person="P-1", terminal="TM-1", form=Form.PLAIN, reason=reason, address="192.0.2.7:1")
        for reason in Leaving
    ),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_an_event_reads_as_it_was_written(event):
    assert wired.ALL
    assert decode(event.kind, encode(event)) == event


@pytest.mark.parametrize("kind", ["menu.chosen", "menu.left"])
def test_only_a_proved_session_process_may_say_so(kind):
    assert {writer for writer in Writer if may_append(writer, kind)} == {Writer.SESSION}

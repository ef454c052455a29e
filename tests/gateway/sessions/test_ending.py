import threading

import pytest

from gateway.ipc.messages import CallRefused
from gateway.sessions import texts
from gateway.sessions.ending import LEFT, Ender, Ending, EndReason, PersonLeft, SessionCut, ending_of
from gateway.vocabulary.outcome import GatewayFault, PeerError, TargetError, Text

CUT = Ending(reason=EndReason.CUT, text=Text(ja="切断", en="cut"))
WINDOW = Ending(reason=EndReason.WINDOW_OVER, text=texts.WINDOW_OVER)
OWN = Text(ja="語", en="own words")


@pytest.mark.parametrize(
    ("failure", "reason", "text"),
    [
        (TargetError("x"), EndReason.TARGET_FAULT, texts.TARGET_GONE),
        (TargetError("x", OWN), EndReason.TARGET_FAULT, OWN),
        (PeerError("x"), EndReason.PEER_FAULT, texts.PEER_FAULT),
        (GatewayFault("x"), EndReason.GATEWAY_FAULT, texts.GATEWAY_FAULT),
        (CallRefused("order.refused", OWN), EndReason.REFUSED, OWN),
        (ValueError("x"), EndReason.GATEWAY_FAULT, texts.GATEWAY_FAULT),
        (OSError("x"), EndReason.GATEWAY_FAULT, texts.GATEWAY_FAULT),
        (PersonLeft(), EndReason.LEFT, None),
        (SessionCut(CUT), EndReason.CUT, CUT.text),
    ],
)
def test_every_failure_has_a_word_and_words(failure, reason, text):
    ending = ending_of(failure, client_gone=False)
    assert (ending.reason, ending.text) == (reason, text)


@pytest.mark.parametrize("failure", [OSError("closed"), EOFError()])
def test_a_line_that_broke_because_the_person_went_is_nobodys_fault(failure):
    assert ending_of(failure, client_gone=True) == LEFT


def test_a_fault_stays_a_fault_though_the_person_went():
    assert ending_of(GatewayFault("x"), client_gone=True).reason is EndReason.GATEWAY_FAULT


def test_details_are_bounded():
    assert len(ending_of(GatewayFault("x" * 5000), client_gone=False).detail or "") == 500
    assert len(ending_of(RuntimeError("x" * 5000), client_gone=False).detail or "") == 500


def test_an_end_before_the_session_runs_is_not_lost():
    ender, heard = Ender(), []
    ender.end(CUT)
    with pytest.raises(SessionCut) as cut:
        ender.attach(heard.append)
    assert cut.value.ending is CUT


def test_the_first_reason_counts():
    ender, heard = Ender(), []
    ender.attach(heard.append)
    ender.end(CUT)
    ender.end(WINDOW)
    assert ender.ending is CUT
    assert {failure.ending for failure in heard} == {CUT}


def test_attach_and_end_at_once_always_meet():
    for _ in range(300):
        ender, heard = Ender(), []
        thread = threading.Thread(target=ender.end, args=(CUT,))
        thread.start()
        try:
            ender.attach(heard.append)
        except SessionCut as cut:
            heard.append(cut)
        thread.join()
        assert heard

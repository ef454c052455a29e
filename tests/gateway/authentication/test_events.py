import inspect
from dataclasses import fields

import pytest

from gateway.audit.event import decode, encode
from gateway.authentication import events
from gateway.authentication.events import LoginEvent
from gateway.authentication.ledger import Factor, Stage
from gateway.authentication.login_name import NameFault
from gateway.authentication.ports import Door

KINDS = [
    kind
    for _, kind in inspect.getmembers(events, inspect.isclass)
    if issubclass(kind, LoginEvent) and kind is not LoginEvent
]
VALUES = {
    "connection": "C-1", "door": Door.SSH, "address": "192.0.2.7:1", "username": "sato", "terminal": "T-7", "person": "P-1",
    "wanted_target": "app", "wanted_account": "postgres", "factor": Factor.CODE, "fingerprint": "SHA256:x", "owner": "P-2",
    "failures": 3, "key_fault": events.KeyFault.UNREGISTERED, "seconds": 300, "offered": ("SHA256:x", "SHA256:y"),
    "person_key_proved": False, "reason": None, "name_fault": NameFault.EMPTY_PART, "account": "P-1", "stage": Stage.TERMINAL,
    "factors": (Factor.TERMINAL_KEY, Factor.CODE), "fault": None,
}  # fmt: skip
OWN = {
    events.LoginKeyDeclined: {"fault": events.KeyFault.OTHER_PERSON},
    events.LoginFailed: {"fault": events.StepFault.WRONG},
    events.LoginTerminalUnapproved: {"fault": events.TerminalFault.NO_KEY},
    events.LoginRefused: {"reason": events.RefusalReason.SUSPENDED},
    events.LoginCutOff: {"reason": events.CutOffReason.TOO_MANY_QUERIES},
}


def filled(kind: type[LoginEvent]) -> LoginEvent:
    values = {**VALUES, **OWN.get(kind, {})}
    return kind(**{field.name: values[field.name] for field in fields(kind) if field.name in values})


@pytest.mark.parametrize("kind", KINDS)
def test_every_event_is_read_back_as_it_was(kind):
    event = filled(kind)
    assert decode(event.kind, encode(event)) == event


def test_the_kinds_are_these_and_all_speak_of_a_log_in():
    assert sorted(kind.kind for kind in KINDS) == [
        "login.abandoned",
        "login.completed",
        "login.cut_off",
        "login.factor_proved",
        "login.failed",
        "login.key_declined",
        "login.locked",
        "login.refused",
        "login.started",
        "login.terminal_unapproved",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_R15_every_event_names_connection_door_address_and_claimed_name(kind):
    assert {"connection", "door", "address", "username"} <= encode(filled(kind)).keys()

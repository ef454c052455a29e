import subprocess
import sys

import msgspec
import pytest

from gateway.keeper import requests

ALL = [each for each in vars(requests).values() if isinstance(each, type) and issubclass(each, requests.Asked)]


@pytest.mark.parametrize("params", ALL, ids=lambda params: params.__name__)
def test_an_unknown_key_is_refused(params):
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(msgspec.msgpack.encode({"nobody_thought_of": 1}), type=params)


@pytest.mark.parametrize("params", ALL, ids=lambda params: params.__name__)
def test_repr_is_blind(params):
    assert params.__repr__ is requests.Asked.__repr__
    assert params.__rich_repr__ is requests.Asked.__rich_repr__


@pytest.mark.parametrize(
    ("params", "value"),
    [
        (requests.PasswordVerify, {"username": "x" * 129, "terminal": None, "password": "p"}),
        (requests.PasswordVerify, {"username": "sato", "terminal": None, "password": "p" * 1025}),
        (requests.CodeVerify, {"username": "", "terminal": None, "code": "1"}),
        (requests.CodeVerify, {"username": "sato", "terminal": None, "code": 123456}),
        (requests.PlainField, {"context": "a\0b", "value": ""}),
        (requests.PlainField, {"context": "", "value": ""}),
        (requests.RecordingSign, {"kind": "anything", "body": b""}),
        (requests.RecordingOpen, {"recording": "R", "segment": -1, "wrapped": b"", "purpose": "replay"}),
        (requests.CheckpointSign, {"note": b"", "old_size": -1, "proof": []}),
        (requests.CheckpointSign, {"note": b"", "old_size": 0, "proof": [b"short"]}),
        (requests.CheckpointSign, {"note": b"", "old_size": 0, "proof": [bytes(32)] * 129}),
    ],
)
def test_beyond_its_bounds_nothing_is_read(params, value):
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=params)


def test_asking_the_keeper_loads_no_primitive():
    heavy = "{'cryptography', 'argon2', 'pyotp', 'sqlalchemy', 'paramiko'}"
    program = f"import sys, gateway.keeper.clients; print(sorted({heavy} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""Thieves of links, codes and passwords (R-13, R-16): two processes with one link, what travels, what is kept."""

import json
import logging
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pyotp
import pytest

from gateway.ipc.messages import CallRefused
from gateway.settings.reading import read
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.secret import Secret
from gateway.wiring.first_administrator import _running
from gateway.wiring.office import Actor, enter
from gateway.wiring.office_enrolling import FirstFactors, begin_enrolment, finish_enrolment
from tests.gateway.wiring.test_first_administrator import GIVEN, PASSWORD, init

RACER = """
import sys, json
from gateway.settings.reading import read
from gateway.vocabulary.secret import Secret
from gateway.wiring.office_enrolling import FirstFactors, finish_enrolment
from gateway.ipc.messages import CallRefused
told = json.loads(sys.stdin.read())
factors = FirstFactors(password=Secret(told["password"].encode()), sealed=bytes.fromhex(told["sealed"]),
                       code=Secret(told["code"].encode()))
try:
    print(len(finish_enrolment(read(__import__("pathlib").Path(told["settings"])), told["token"], factors)))
except CallRefused as refused:
    print(refused.code)
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Real keeper and registrar processes, and a fresh link of the first administrator."""
    folder = tmp_path_factory.mktemp("thieves")
    done = init(folder, "--administrator", "ito", *GIVEN, "--contract-end", "2035-03-31")
    assert done.exit_code == 0, done.output
    settings = read(folder / "settings.toml")
    with _running(settings, "keeper"), _running(settings, "registrar"):
        yield settings, json.loads(done.stdout)["enrol_url"].rpartition("/")[2]


def typed(found, seconds: int = 0, password: str = PASSWORD) -> dict[str, str]:
    now = int(SystemClock().now().timestamp()) + seconds
    code = pyotp.TOTP(found.code_secret.secret).at(now)
    return {"password": password, "sealed": found.code_secret.sealed.hex(), "code": code}


def refused(settings, token: str, told: dict[str, str]) -> tuple[str, str]:
    factors = FirstFactors(
        password=Secret(told["password"].encode()),
        sealed=bytes.fromhex(told["sealed"]),
        code=Secret(told["code"].encode()),
    )
    with pytest.raises(CallRefused) as caught:
        finish_enrolment(settings, token, factors)
    return caught.value.code, caught.value.text.ja


def test_R16_ten_megabytes_of_password_do_not_travel(begun):
    settings, token = begun
    found = begin_enrolment(settings, token)
    started = time.monotonic()
    assert refused(settings, token, typed(found, password="p" * 10_000_000))[0] == "password.weak"
    assert refused(settings, token, {**typed(found), "code": "1" * 10_000_000})[0] == "code.wrong"
    assert time.monotonic() - started < 2


def test_R16_a_broken_token_is_one_refusal_in_one_time(begun):
    settings, token = begun
    changed = ("B" if token[0] == "A" else "A") + token[1:]

    def seconds(candidate: str) -> float:
        taken = []
        for _ in range(9):
            started = time.perf_counter()
            with pytest.raises(CallRefused) as caught:
                begin_enrolment(settings, candidate)
            assert caught.value.code == "enrol.refused"
            taken.append(time.perf_counter() - started)
        return median(taken)

    one, other = seconds(changed), seconds("A" * 43)
    assert abs(one - other) < 0.05


def test_R16_of_two_processes_with_one_link_one_wins(begun, caplog):
    settings, token = begun
    caplog.set_level(logging.DEBUG)
    found = [begin_enrolment(settings, token) for _ in range(2)]
    racers = [
        subprocess.Popen([sys.executable, "-c", RACER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in found
    ]
    for racer, each, seconds in zip(racers, found, (0, 30), strict=True):  # steps apart, in or out of a minute
        told = {**typed(each, seconds), "token": token, "settings": str(settings.file)}
        assert racer.stdin is not None
        racer.stdin.write(json.dumps(told))
        racer.stdin.close()
    outcomes = sorted(racer.stdout.read().strip() for racer in racers)
    for racer in racers:
        racer.wait(20)
        racer.stdout.close()
    assert outcomes == ["10", "enrol.refused"]
    assert refused(settings, token, typed(found[0], 30))[0] == "enrol.refused"
    everything = caplog.text
    assert token not in everything and PASSWORD not in everything


def test_R16_the_code_that_enrolled_opens_no_door(begun):
    settings, token = begun
    state = Path(settings.state.directory)
    stored = b"".join(path.read_bytes() for path in state.rglob("*") if path.is_file())
    assert token.encode() not in stored and PASSWORD.encode() not in stored
    actor = Actor(username="ito", password=Secret(PASSWORD.encode()), code=Secret(b"000000"))
    with pytest.raises(CallRefused) as caught:
        enter(settings, actor)
    assert caught.value.code == "entry.wrong"

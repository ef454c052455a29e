"""An empty gateway's first person: registered, linked, enrolled, signed in, and nobody chose a password for him (R-13)."""

import json
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner

from gateway.cli.main import command
from gateway.ipc.messages import CallRefused
from gateway.settings.reading import read
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.secret import Secret
from gateway.wiring.first_administrator import _running, first_administrator
from gateway.wiring.office import Actor, Unnamed, enter
from gateway.wiring.office_enrolling import FirstFactors, begin_enrolment, finish_enrolment

GIVEN = ("--name", "伊藤 明", "--kana", "イトウ アキラ", "--number", "A001", "--employer", "みなと運用")
PASSWORD = "kV9-mPq2-xLw7-Rt4"


def init(folder: Path, *more: str):
    args = ["init", "--state", str(folder / "state"), "--settings", str(folder / "settings.toml"), "--json"]
    return CliRunner().invoke(command(), [*args, "--witness", str(folder / "witness"), *more])


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A state made by `sekisho init --administrator`, and what it printed."""
    folder = tmp_path_factory.mktemp("first")
    done = init(folder, "--administrator", "ito", *GIVEN, "--contract-end", "2035-03-31")
    assert done.exit_code == 0, (done.output, done.exception)
    return folder, json.loads(done.stdout)


def test_R13_init_gives_the_first_administrator_a_link_and_repeats_it_safely(begun):
    folder, said = begun
    assert re.fullmatch(r"https://localhost:8443/enrol/[A-Za-z0-9_-]{43}", said["enrol_url"])
    again = init(folder, "--administrator", "ito", *GIVEN, "--contract-end", "2035-03-31")
    assert again.exit_code == 0 and json.loads(again.stdout)["enrol_url"] != said["enrol_url"]
    other = init(folder, "--administrator", "eve", *GIVEN, "--contract-end", "2035-03-31")
    assert other.exit_code == 1 and "init.staffed" in other.stdout


def test_init_says_what_is_missing(tmp_path):
    done = init(tmp_path, "--administrator", "ito", "--name", "伊藤 明")
    assert done.exit_code == 1 and "--kana" in done.stdout and not (tmp_path / "state").exists()


def test_R16_the_first_link_works_once_from_end_to_end(begun):
    folder, _ = begun
    settings = read(folder / "settings.toml")
    token = json.loads(init(folder, "--administrator", "ito", *GIVEN, "--contract-end", "2035-03-31").stdout)[
        "enrol_url"
    ].rpartition("/")[2]
    with _running(settings, "keeper"), _running(settings, "registrar"):
        found = begin_enrolment(settings, token)
        assert found.username == "ito"
        code = pyotp.TOTP(found.code_secret.secret)
        now = int(SystemClock().now().timestamp())
        typed = FirstFactors(
            password=Secret(PASSWORD.encode()), sealed=found.code_secret.sealed, code=Secret(code.at(now).encode())
        )
        assert len(set(finish_enrolment(settings, token, typed))) == 10
        for _ in range(2):
            with pytest.raises(CallRefused) as told:
                begin_enrolment(settings, token)
            assert told.value.code == "enrol.refused"
        actor = Actor(username="ito", password=Secret(PASSWORD.encode()), code=Secret(code.at(now + 30).encode()))
        with closing(enter(settings, actor, clock=SystemClock())) as office:
            assert office.who is not None and office.who.username == "ito"
            assert office.lists.factors(office.who.person).recovery_left == 10
        with closing(enter(settings, Unnamed.NOBODY, clock=SystemClock())) as nobody:
            with pytest.raises(CallRefused) as told:
                first_administrator(settings, _application())
            assert told.value.code == "bind.first"
            assert nobody.lists.people()
    journal = subprocess.run(
        [sys.executable, "-m", "gateway", "audit", "show", "--limit", "1000", "--json"],
        env={"SEKISHO_SETTINGS": str(settings.file), "PATH": "/usr/bin"}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert '"Enrolled"' in journal and token not in journal and PASSWORD not in journal


def _application():
    from datetime import date

    from gateway.people.registration import Application
    from gateway.vocabulary.identity import Engagement, Role

    return Application(
        username="ito",
        name="伊藤 明",
        kana="イトウ アキラ",
        number="A001",
        employer="みなと運用",
        engagement=Engagement.OWN,
        agency=None,
        contract_end=date(2035, 3, 31),
        roles=frozenset({Role.ADMINISTRATOR}),
    )

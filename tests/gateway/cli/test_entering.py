import os
import pty
import subprocess
import sys
import time

import pytest

from tests.gateway.cli.town import PASSWORD, Town, told

VERB = ("order", "approve", "WO-20261122-0000000000", "--json")


@pytest.mark.parametrize(
    ("password", "code", "kind"),
    [("wrong", None, "entry.wrong"), (PASSWORD, "000000", "entry.wrong"), (PASSWORD, "12", "entry.wrong")],
)
def test_R16_a_wrong_password_or_code_enters_nowhere_and_is_journalled(
    town: Town, password: str, code: str | None, kind: str
) -> None:
    before = len(town.events("office.declined"))
    text = f"{password}\n{code or town.code('yamada')}\n"
    refused = told(town.run(*VERB, "--as", "yamada", "--password-stdin", text=text), 1)
    assert refused["code"] == kind
    declined = town.events("office.declined")[before:]
    assert [each["username"] for each in declined] == ["yamada"]
    assert PASSWORD not in str(declined)


def test_R16_a_code_is_good_once_at_the_office_too(town: Town) -> None:
    text = f"{PASSWORD}\n{town.code('yamada')}\n"
    told(town.run(*VERB, "--as", "yamada", "--password-stdin", text=text), 1)
    refused = told(town.run(*VERB, "--as", "yamada", "--password-stdin", text=text), 1)
    assert refused["code"] == "entry.used"
    assert "秒" in refused["ja"]


def test_an_unknown_name_is_refused_like_a_known_one(town: Town) -> None:
    unknown = told(town.run(*VERB, "--as", "nobody1", "--password-stdin", text="x\n123456\n"), 1)
    known = told(town.run(*VERB, "--as", "yamada", "--password-stdin", text="x\n123456\n"), 1)
    assert unknown == known
    town.as_("yamada", *VERB)  # a right code ends the counting


def test_nobody_acts_without_a_name(town: Town) -> None:
    assert told(town.run(*VERB), 1)["code"] == "entry.nobody"


def test_without_a_terminal_nothing_is_asked_on_one(town: Town) -> None:
    assert told(town.run(*VERB, "--as", "yamada"), 1)["code"] == "stdin.no-terminal"
    assert (
        told(town.run(*VERB, "--as", "yamada", "--password-stdin", text="only a password\n"), 1)["code"]
        == "stdin.ended"
    )


def test_who_entered_is_journalled_with_the_operating_systems_user(town: Town) -> None:
    before = len(town.events("office.entered"))
    town.as_("yamada", *VERB)
    (entered,) = town.events("office.entered")[before:]
    assert entered["by_username"] == "yamada"
    assert entered["person"] == town.people["yamada"].id
    assert entered["os_user"]


def test_a_suspended_person_is_told_so_and_stays_out(town: Town) -> None:
    assert town.as_("ito", "person", "suspend", "kobayashi").exit_code == 0
    assert told(town.as_("kobayashi", *VERB), 1)["code"] == "entry.not-active"
    assert town.as_("ito", "person", "resume", "kobayashi").exit_code == 0


def test_password_and_code_are_asked_without_echo(town: Town) -> None:
    """On a terminal, as a person sees it."""
    primary, secondary = pty.openpty()
    environment = {**os.environ, "SEKISHO_SETTINGS": str(town.settings)}
    command = [sys.executable, "-m", "gateway", *VERB, "--as", "yamada"]
    process = subprocess.Popen(
        command, stdin=secondary, stdout=secondary, stderr=secondary, env=environment, start_new_session=True
    )
    os.close(secondary)
    shown = _answer(primary, b"assword", b"a secret of yamada\n") + _answer(primary, b"code", b"987654\n")
    assert process.wait(30) == 1
    shown += _rest(primary)
    assert b"a secret" not in shown
    assert b"987654" not in shown


def _answer(terminal: int, question: bytes, answer: bytes) -> bytes:
    shown = b""
    while question not in shown:
        shown += os.read(terminal, 4096)
    time.sleep(0.2)  # getpass turns the echo off just behind its question
    os.write(terminal, answer)
    return shown


def _rest(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
    finally:
        os.close(terminal)

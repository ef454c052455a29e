"""Names and codes as nobody should give them, by real clients at the door and at the office: a name is matched whole or it is
none, and a code is good once, wherever and however often at once it is given (R-13, R-16).
"""

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.gateway.listener.a_gate import a_gate
from tests.gateway.listener.an_attacker import FAILURE, INFO_REQUEST, SUCCESS, an_attacker, is_partial
from tests.walks.clients import SECONDS, Client, eventually
from tests.walks.codes import STEP_SECONDS, Codes, code
from tests.walks.office import Sekisho
from tests.walks.own_stack import own_stack

# --- names -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    with a_gate(tmp_path_factory.mktemp("gate")) as made:
        yield made


NOT_NAMES = {
    "case": [b"Sato", b"SATO", b"sATO+build-host", b"sato+Build-Host", b"sato+BUILD-HOST"],
    "separators": [
        b"sato++build-host",
        b"sato+",
        b"+sato",
        b"+",
        b"+build-host",
        b"sato+build-host+",
        b"sato+ build-host",
        b"sato +build-host",
        b"sato+build-host+root+more",
        b"sato==build-host",
        b"sato=+build-host",
        b" sato",
        b"sato ",
        b"sato  build-host",
        b"sato%2Bbuild-host",
        b"sato:build-host",
        b"sato/build-host",
        b"sato@build-host",
        b"sato,build-host",
        b"sato\tbuild-host",
        b"sato;build-host",
    ],
    "control bytes": [
        b"sato\x00",
        b"sato\x00+build-host",
        b"\x00",
        b"sato\n",
        b"sato\r\n+build-host",
        b"sato\x1b[2J",
        b"sato\x7f",
        b"sato+build-host\x00",
        b"sato\x08\x08\x08\x08kato",
        b"sato\x1b]52;c;eA==\x07",
    ],
    "look-alikes": [
        "ｓａｔｏ".encode(),
        "sаto".encode(),
        "sato＋build-host".encode(),
        "sato\u202e+build-host".encode(),
        "sato\u200b".encode(),
        "sato\u2066\u2069".encode(),
        "\ufeffsato".encode(),
        "sato\u0301".encode(),
        "佐藤".encode(),
        "sato\u3000build-host".encode(),
    ],
    "no text": [
        b"\xff\xfe\xfd",
        b"sato\xff",
        b"sato+build-host\xed\xa0\x80",
        "佐藤".encode("euc-jp"),
        "佐藤".encode("cp932"),
        b"\xc0\xafsato",
    ],
    "sizes": [
        b"",
        b"x" * 33,
        b"x" * 256,
        b"x" * 257,
        b"x" * 100_000,
        b"sato+" + b"b" * 300,
        b"sato+build-host+" + b"a" * 300,
    ],
    "more than a name": [
        b"sato+../../etc",
        b"sato+127.0.0.1",
        b"sato+build-host;id",
        b"sato+$(id)",
        b"sato' or '1'='1",
        b"-oProxyCommand=id",
        b"root\\sato",
    ],
}


@pytest.mark.parametrize(
    "name", [name for names in NOT_NAMES.values() for name in names], ids=lambda name: ascii(name[:24])
)
def test_R13_what_is_not_exactly_a_name_is_none(gate, name):
    """With both of sato's keys and his code at hand: no spelling but his own is his."""
    with an_attacker(gate, user=name) as attacker:
        attacker.service()
        heard = attacker.sign(gate.terminal)
        if is_partial(heard):
            heard = attacker.sign(gate.person)
        assert not is_partial(heard), "both keys were taken for this name"
    backstage = gate.backstages[-1]
    assert "login.completed" not in backstage.diary.kinds
    spelled = name.decode("utf-8", errors="ignore")
    if len(spelled) > 8:
        assert spelled not in repr(backstage.diary.events), "what was typed there may be a password"
    assert gate.registry.steps == []


def test_a_name_of_five_megabytes_ends_the_connection(gate):
    with an_attacker(gate, user=b"sato" * 1_250_000) as attacker:
        attacker.service()
        attacker.request("none")
        assert attacker.is_gone()


@pytest.mark.parametrize(
    "name", [b"sato", b"sato+build-host", b"sato=build-host", b"sato build-host", b"sato=build-host=maint"]
)
def test_every_spelling_that_is_his_own_leads_on(gate, name):
    with an_attacker(gate, user=name) as attacker:
        attacker.service()
        assert is_partial(attacker.sign(gate.terminal))
        assert is_partial(attacker.sign(gate.person))
        assert attacker.ask() == INFO_REQUEST


@pytest.mark.parametrize(
    "other",
    [
        b"sato=build-host",
        b"sato+callcenter-app",
        b"sato",
        b"Sato+build-host",
        b"suzuki+build-host",
        b"sato+build-host ",
        b"\xff",
        b"",
    ],
)
@pytest.mark.parametrize("after", ["terminal", "person", "question"])
def test_R13_another_name_in_the_middle_ends_the_connection_whatever_it_is(gate, other, after):
    with an_attacker(gate) as attacker:
        attacker.service()
        assert is_partial(attacker.sign(gate.terminal))
        if after != "terminal":
            assert is_partial(attacker.sign(gate.person))
        if after == "question":
            assert attacker.ask() == INFO_REQUEST
        attacker.request("keyboard-interactive", "", "", user=other)
        assert attacker.is_gone()
        assert "login.completed" not in gate.backstages[-1].diary.kinds


# --- codes at the door ---------------------------------------------------------------------------------------------------


def asked(gate, attacker):
    attacker.service()
    assert is_partial(attacker.sign(gate.terminal))
    assert is_partial(attacker.sign(gate.person))
    assert attacker.ask() == INFO_REQUEST


@pytest.mark.parametrize(
    "spelled",
    [
        lambda code: code + code,
        lambda code: code + b" " + code,
        lambda code: code + b"\n" + code,
        lambda code: code + b"\x00",
        lambda code: b"+" + code,
        lambda code: b"0" + code,
        lambda code: code.decode().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")).encode(),
        lambda code: code + b"\xff",
        lambda code: code + b"9" * 100_000,
        lambda code: b"",
    ],
)
def test_R16_a_code_is_six_digits_and_nothing_else_and_a_wrong_spelling_does_not_use_it_up(tmp_path, spelled):
    with a_gate(tmp_path) as gate, an_attacker(gate) as attacker:
        asked(gate, attacker)
        right = gate.code.encode()
        assert attacker.answer(spelled(right)) in (INFO_REQUEST, FAILURE, -1)
        assert not gate.is_logged_in
        if not attacker.is_gone(0.1):
            assert attacker.answer(right) == SUCCESS


@pytest.mark.parametrize("again", ["plain", "with a blank", "full width"])
def test_R16_another_spelling_of_a_used_code_is_used_too(tmp_path, again):
    """Blanks and full-width digits are taken, as people type them; they make no second code."""
    with a_gate(tmp_path) as gate:
        right = gate.code
        wide = right.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        with an_attacker(gate) as attacker:
            asked(gate, attacker)
            assert attacker.answer(wide.encode()) == SUCCESS
        with an_attacker(gate) as attacker:
            asked(gate, attacker)
            said = {"plain": right, "full width": wide}.get(again, f"{right[:3]} {right[3:]}")
            assert attacker.answer(said.encode()) == INFO_REQUEST
            assert "login.completed" not in gate.backstages[-1].diary.kinds


def test_R16_six_wrong_codes_and_the_right_one_come_too_late(tmp_path):
    with a_gate(tmp_path) as gate, an_attacker(gate) as attacker:
        asked(gate, attacker)
        for _ in range(6):
            if attacker.answer(b"000000") != INFO_REQUEST:
                break
        attacker.say(61, 1, gate.code)
        assert attacker.is_gone()
        assert not gate.is_logged_in


# --- codes, with real clients, on the running stack -------------------------------------------------------------------------

USED = ("使用済み", "already been used")


@pytest.fixture
def client(demo, engineer, tmp_path):
    return Client(demo, engineer, tmp_path)


@pytest.fixture
def client_with_password(demo, engineer_with_password, tmp_path):
    return Client(demo, engineer_with_password, tmp_path)


def office(sekisho, person, answer):
    """The command line in somebody's name, with password and this code."""
    asking = [
        "--target",
        "build-host",
        "--purpose",
        "failure",
        "--mode",
        "shell",
        "--hours",
        "1",
        "--reason",
        "試験",
    ]
    return subprocess.run(
        [sekisho._cli, "order", "request", *asking, "--as", person["username"], "--password-stdin"],
        input=f"{person['password']}\n{answer}\n", env=sekisho.environment, capture_output=True, text=True, timeout=SECONDS,
        check=False,
    )  # fmt: skip


def logged_in(sekisho, username):
    return [one["kind"] for one in sekisho.events_of(username)].count("login.completed")


def test_R16_a_code_of_the_door_opens_no_office_and_one_of_the_office_no_door(demo, client_with_password):
    sekisho, person = Sekisho(demo), client_with_password.person
    used = client_with_password.code()
    assert client_with_password.ssh("build-host", "true", answer=used).returncode == 0
    assert office(sekisho, person, used).returncode != 0
    fresh = client_with_password.code()
    assert office(sekisho, person, fresh).returncode == 0
    refused = client_with_password.ssh("build-host", "true", answer=fresh)
    assert refused.returncode == 255
    assert USED[1].encode() in refused.stderr


def test_R16_one_code_in_two_processes_at_once_opens_one(demo, client):
    sekisho, shared = Sekisho(demo), client.code()
    with ThreadPoolExecutor(4) as together:
        ran = list(together.map(lambda _: client.ssh("build-host", "true", answer=shared), range(4)))
    assert sorted(one.returncode for one in ran) == [0, 255, 255, 255]
    assert logged_in(sekisho, client.username) == 1


def test_R16_a_code_of_another_half_minute_is_none(demo, client):
    far = code(client.person["totp_secret"], STEP_SECONDS * 7)
    assert client.ssh("build-host", "true", answer=far).returncode == 255
    assert "login.completed" not in [one["kind"] for one in Sekisho(demo).events_of(client.username)]


@pytest.mark.timeout(200)
def test_R16_a_code_stays_used_when_everything_was_killed_meanwhile(tmp_path):
    """Keeper and gateway die without a word, and come back: what was used is not forgotten with them."""
    with own_stack(2) as stack:
        person = next(one for one in stack.demo["people"] if one["username"] == "e001")
        client = Client(stack.demo, person, tmp_path)
        used = Codes(stack.demo).fresh(person)
        assert client.ssh("build-host", "true", answer=used).returncode == 0
        for name in ("keeper", "gateway"):
            died = stack.kill(name)
            eventually(lambda name=name, died=died: _is_back(stack, name, died), 40)
        again = eventually(lambda: _answered(client.ssh("build-host", "true", answer=used)), 40)
        assert again.returncode == 255
        assert USED[1].encode() in again.stderr
        assert client.ssh("build-host", "true").returncode == 0


def _is_back(stack, name, died):
    try:
        return stack.pid(name) != died
    except AssertionError:
        return False


def _answered(ran):
    """What came of it, once the door is open again."""
    closed = (
        b"Connection refused",
        b"Connection closed",
        b"Connection reset",
        b"cannot be accepted now",
        b"kex_exchange",
    )
    return None if any(word in ran.stderr for word in closed) else ran

"""Ways into the gateway without proving anything, tried by a client that keeps no rule. Rows of paramiko's defects: A B C D.

Each attack stands beside the honest log-in it imitates, so that a door that refuses everybody fails here as well.
"""

import time

import pytest

from gateway.authentication.ports import KeyKind, KeyOwner
from gateway.vocabulary.identity import Standing
from tests.gateway.listener.a_gate import a_gate
from tests.gateway.listener.an_attacker import (
    BANNER,
    CHANNEL_REQUEST,
    DISCONNECT,
    EXT_INFO,
    FAILURE,
    GLOBAL_REQUEST,
    INFO_REQUEST,
    INFO_RESPONSE,
    OPEN,
    OPEN_FAILURE,
    PK_OK,
    REQUEST_FAILURE,
    SUCCESS,
    an_attacker,
    blob_of,
    is_partial,
    rsa_blob,
    string,
)
from tests.gateway.relay.ssh.a_client import wait_until


@pytest.fixture
def gate(tmp_path):
    with a_gate(tmp_path) as made:
        yield made


@pytest.fixture
def attacker(gate):
    with an_attacker(gate) as made:
        yield made


def nobody_is_in(gate):
    assert not gate.is_logged_in
    assert gate.registry.steps == []
    assert gate.target.accepted == 0


def proved(gate):
    return [event.factor for event in gate.backstages[-1].diary.events if event.kind == "login.factor_proved"]


def test_R11_the_honest_way_leads_in(gate, attacker):
    attacker.log_in()
    assert gate.is_logged_in


# --- A: offered is not proved ----------------------------------------------------------------------------------------


def test_R18_a_public_key_that_was_only_shown_proves_nothing(gate, attacker):
    attacker.service()
    assert attacker.query(gate.terminal.blob) == PK_OK
    assert attacker.query(gate.person.blob) == PK_OK
    assert is_partial(attacker.sign(gate.person))
    assert attacker.ask() == FAILURE
    assert proved(gate) == ["person-key"]
    nobody_is_in(gate)


def test_R18_a_signature_by_another_key_proves_nothing(gate, attacker):
    """The demonstrated bypass of a stock server: the callback believes, the signature check comes after it."""
    attacker.service()
    assert not is_partial(attacker.sign(gate.stranger, named=gate.terminal.blob))
    assert is_partial(attacker.sign(gate.person))
    assert attacker.ask() == FAILURE
    assert proved(gate) == ["person-key"]
    nobody_is_in(gate)


def test_R18_a_query_between_two_signatures_changes_nothing(gate, attacker):
    attacker.service()
    attacker.query(gate.terminal.blob)
    assert not is_partial(attacker.sign(gate.stranger))
    attacker.query(gate.terminal.blob)
    assert is_partial(attacker.sign(gate.person))
    assert attacker.ask() == FAILURE
    nobody_is_in(gate)


def test_R18_a_signature_of_another_connection_proves_nothing(gate):
    with an_attacker(gate) as first, an_attacker(gate) as second:
        second.service()
        assert not is_partial(second.sign(gate.terminal, session=first.transport.session_id))
        assert proved(gate) == []


def test_R13_a_signature_over_another_name_proves_nothing(gate, attacker):
    attacker.service()
    assert not is_partial(attacker.sign(gate.person, user=b"suzuki+build-host"))
    assert proved(gate) == []


def test_R13_somebody_elses_key_does_not_speak_for_sato(gate, attacker):
    owner = KeyOwner(kind=KeyKind.PERSON, owner_id="P-suzuki", name="suzuki", standing=Standing.ACTIVE)
    gate.world.directory.keys[gate.stranger.blob] = owner
    attacker.service()
    assert is_partial(attacker.sign(gate.terminal))
    assert not is_partial(attacker.sign(gate.stranger))
    assert proved(gate) == ["terminal-key"]


def test_a_signed_request_without_its_signature_proves_nothing(gate, attacker):
    attacker.service()
    attacker.request("publickey", True, b"ssh-ed25519", gate.terminal.blob)
    assert attacker.hear(FAILURE)[0] in (FAILURE, -1)
    assert proved(gate) == []


# --- B: an answer needs a question -----------------------------------------------------------------------------------


def test_R16_an_answer_nobody_asked_for_ends_the_connection(gate, attacker):
    attacker.service()
    attacker.say(INFO_RESPONSE, 1, gate.code)
    assert attacker.is_gone()
    assert gate.world.keeper.calls == []
    nobody_is_in(gate)


def test_R16_an_answer_before_the_persons_key_is_none(gate, attacker):
    attacker.service()
    assert is_partial(attacker.sign(gate.terminal))
    attacker.say(INFO_RESPONSE, 1, gate.code)
    assert attacker.is_gone()
    nobody_is_in(gate)


def test_R16_one_question_takes_one_answer(gate, attacker):
    attacker.service()
    attacker.sign(gate.terminal)
    attacker.sign(gate.person)
    attacker.ask()
    attacker.say(INFO_RESPONSE, 1, "000000")
    attacker.say(INFO_RESPONSE, 1, "000001")
    assert attacker.hear(INFO_REQUEST)[0] == INFO_REQUEST  # of the first; the second answers the question asked again
    attacker.request("publickey", False, b"ssh-ed25519", gate.person.blob)  # abandons the question
    attacker.say(INFO_RESPONSE, 1, gate.code)
    assert attacker.is_gone()
    nobody_is_in(gate)


def test_R16_an_answer_after_the_log_in_ends_the_connection(gate, attacker):
    attacker.log_in()
    calls = list(gate.world.keeper.calls)
    attacker.say(INFO_RESPONSE, 1, "000000")
    assert attacker.is_gone()
    assert gate.world.keeper.calls == calls


def test_a_log_in_after_the_log_in_ends_the_connection(gate, attacker):
    attacker.log_in()
    attacker.request("none")
    assert attacker.is_gone()


@pytest.mark.parametrize("announced", [0, 2, 3, 0xFFFFFFFF])
def test_R16_not_exactly_one_answer_is_a_wrong_answer(gate, attacker, announced):
    """paramiko makes a list as long as the client says: 2^32 - 1 empty answers would fill the memory of the process."""
    attacker.service()
    attacker.sign(gate.terminal)
    attacker.sign(gate.person)
    attacker.ask()
    started = time.monotonic()
    assert attacker.answer(gate.code.encode(), announced=announced) == INFO_REQUEST
    assert time.monotonic() - started < 5
    nobody_is_in(gate)
    assert attacker.answer(gate.code.encode()) == SUCCESS


# --- C and D: other keys ---------------------------------------------------------------------------------------------

OTHER_KEYS = {
    "security key": (
        b"sk-ssh-ed25519@openssh.com",
        blob_of(b"sk-ssh-ed25519@openssh.com", string(bytes(32)) + string(b"ssh:")),
    ),
    "certificate": (b"ssh-ed25519-cert-v01@openssh.com", blob_of(b"ssh-ed25519-cert-v01@openssh.com", string(b"x"))),
    "SHA-1": (b"ssh-rsa", rsa_blob()),
    "DSA": (b"ssh-dss", blob_of(b"ssh-dss")),
    "unknown": (b"ssh-tomorrow@example.com", blob_of(b"ssh-tomorrow@example.com")),
    "no text": (b"\xff\xfe\x00", b"\xff"),
    "nothing": (b"", b""),
    "another type inside": (b"ssh-ed25519", rsa_blob()),
    "RSA said to be Ed25519": (b"rsa-sha2-512", blob_of(b"ssh-ed25519", string(bytes(32)))),
}


@pytest.mark.parametrize("algorithm, blob", OTHER_KEYS.values(), ids=OTHER_KEYS)
def test_R11_a_key_of_another_kind_is_passed_over(gate, attacker, algorithm, blob):
    """Row C: stock paramiko hangs up, and an agent with a security key in it can never log in."""
    attacker.service()
    assert attacker.query(blob, algorithm) == FAILURE
    attacker.request("publickey", True, algorithm, blob, b"signature")
    assert attacker.hear(FAILURE)[0] == FAILURE
    assert is_partial(attacker.sign(gate.terminal))
    assert is_partial(attacker.sign(gate.person))


def test_R11_fourteen_other_keys_before_the_right_ones(gate, attacker):
    """Row D: stock paramiko counts each query and hangs up at ten."""
    attacker.service()
    attacker.request("none")
    attacker.hear(FAILURE)
    for at in range(14):
        assert attacker.query(gate.new_key(f"other{at}").blob) == FAILURE
    assert is_partial(attacker.sign(gate.terminal))
    assert is_partial(attacker.sign(gate.person))
    assert attacker.ask() == INFO_REQUEST
    assert attacker.answer(gate.code.encode()) == SUCCESS


def test_asking_without_end_is_cut_off_in_words(gate, attacker):
    attacker.service()
    for _ in range(41):  # one more than is answered: what was left unread would reset the socket, and lose answers
        attacker.request("publickey", False, b"ssh-ed25519", gate.stranger.blob)
    assert attacker.is_gone()
    answered = [kind for kind, _ in attacker.all if kind == FAILURE]
    assert len(answered) == 40
    assert any(kind == BANNER and b"Too many attempts" in said for kind, said in attacker.all)


def test_failing_without_end_is_cut_off(gate, attacker):
    attacker.service()
    for _ in range(10):
        if attacker.sign(gate.stranger, named=gate.terminal.blob)[0] != FAILURE:
            break
    assert attacker.is_gone()
    assert gate.journal.count("login.failed") == 6
    nobody_is_in(gate)


@pytest.mark.parametrize(
    "method", ["none", "password", "hostbased", "gssapi-with-mic", "gssapi-keyex", "", "publickey\x00"]
)
def test_R11_no_other_method_leads_anywhere(gate, attacker, method):
    attacker.service()
    attacker.sign(gate.terminal)
    attacker.sign(gate.person)
    attacker.request(method, False, "password", "x")
    kind, said = attacker.hear(FAILURE)
    assert kind == FAILURE
    assert said.endswith(b"\x00")
    nobody_is_in(gate)


# --- names -----------------------------------------------------------------------------------------------------------


def test_R13_another_name_in_the_middle_ends_the_connection(gate, attacker):
    attacker.service()
    assert is_partial(attacker.sign(gate.terminal))
    attacker.request("none", user=b"suzuki+build-host")
    assert attacker.is_gone()


@pytest.mark.parametrize(
    "name", [b"\xff\xfe\xfd", b"x" * 100_000, b"x" * 257, b"sato\x00+build-host", b"", b"sato\nfake line"]
)
def test_a_name_that_cannot_be_one_ends_the_connection(gate, name):
    with an_attacker(gate, user=name) as attacker:
        attacker.service()
        attacker.request("none")
        assert attacker.is_gone()
    nobody_is_in(gate)
    assert gate.failures == []


def test_a_name_of_five_megabytes_is_not_even_read(gate, attacker):
    attacker.service()
    attacker.request("none", user=b"x" * 5_000_000)
    assert attacker.is_gone()
    nobody_is_in(gate)
    assert gate.journal == []


def test_another_service_ends_the_connection(gate, attacker):
    attacker.service()
    attacker.say(50, attacker.user, "ssh-root", "none")
    assert attacker.is_gone()


# --- before the log-in there is nothing else (CVE-2018-7750, CVE-2018-1000805) -----------------------------------------


def test_no_channel_before_the_log_in(gate, attacker):
    attacker.say(OPEN, "session", 0, 1 << 21, 32768)
    assert attacker.hear()[0] == OPEN_FAILURE
    nobody_is_in(gate)


def test_no_forwarding_before_the_log_in(gate, attacker):
    attacker.say(GLOBAL_REQUEST, "tcpip-forward", True, "127.0.0.1", 0)
    assert attacker.hear()[0] == REQUEST_FAILURE
    nobody_is_in(gate)


def test_no_command_before_the_log_in(gate, attacker):
    attacker.say(CHANNEL_REQUEST, 0, "exec", True, "id")
    assert attacker.is_gone()
    nobody_is_in(gate)


@pytest.mark.parametrize("kind", [51, 52, 53, 60, 61, 6])
def test_a_client_cannot_say_what_servers_say(gate, kind):
    """USERAUTH_SUCCESS from a client let it in (CVE-2018-1000805)."""
    with an_attacker(gate) as attacker:
        attacker.service()
        attacker.say(kind, "ssh-connection", True)
        attacker.say(OPEN, "session", 0, 1 << 21, 32768)
        assert attacker.hear(OPEN_FAILURE)[0] in (OPEN_FAILURE, -1)
    nobody_is_in(gate)


def test_no_message_of_any_number_leads_in(gate):
    for kind in range(2, 256):
        with an_attacker(gate) as attacker:
            attacker.say(kind, "ssh-connection", True, "session", 0, 0, 0)
            attacker.say(OPEN, "session", 0, 1 << 21, 32768)
            assert attacker.hear(OPEN_FAILURE)[0] in (OPEN_FAILURE, -1), kind
    nobody_is_in(gate)
    assert gate.failures == []


def test_a_list_of_extensions_without_end_is_not_walked(gate, attacker):
    """paramiko loops as often as the client says: hours of a processor, before any log-in."""
    attacker.say(EXT_INFO, 0xFFFFFFFF)
    assert attacker.is_gone(3)
    wait_until(lambda: gate.backstages[-1].is_closed.is_set(), 3)


def test_a_disconnect_is_believed(gate, attacker):
    attacker.say(DISCONNECT, 11, "bye", "")
    wait_until(lambda: gate.backstages[-1].is_closed.is_set(), 3)
    nobody_is_in(gate)

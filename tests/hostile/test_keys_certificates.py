"""Certificates nobody should take, shown by a client that keeps no rule, each beside the one that is let in: rows A, L.

Each test is one check: take it out of gateway/crypto/user_certificate.py or authentication/certificates.py and it goes red.
"""

import pytest

from gateway.authentication.ports import KeyKind, KeyOwner
from gateway.crypto.openssh import string
from gateway.vocabulary.identity import Standing
from tests.gateway.authentication.a_door import a_terminal
from tests.gateway.crypto.a_security_key import ASecurityKey
from tests.gateway.crypto.an_authority import HOST, PlainKey, Wish, certified, options
from tests.gateway.listener.a_gate import a_gate
from tests.gateway.listener.an_attacker import (
    CHANNEL_REQUEST,
    FAILURE,
    GLOBAL_REQUEST,
    GONE,
    INFO_REQUEST,
    INFO_RESPONSE,
    OPEN,
    OPEN_CONFIRMATION,
    OPEN_FAILURE,
    PK_OK,
    REQUEST,
    REQUEST_FAILURE,
    REQUEST_SUCCESS,
    SUCCESS,
    an_attacker,
    is_partial,
)
from tests.gateway.relay.ssh.a_scripted_target import built

CA, KEY = PlainKey(), PlainKey()
CERT = b"ssh-ed25519-cert-v01@openssh.com"


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    with a_gate(tmp_path_factory.mktemp("gate")) as made:
        made.world.directory.authorities[CA.blob] = "head office"
        yield made


@pytest.fixture
def attacker(gate):
    gate.world.directory.revoked.clear()
    gate.world.directory.withdrawn.clear()
    gate.world.directory.keys.pop(KEY.blob, None)
    with an_attacker(gate) as made:
        made.service()
        yield made


def signed(attacker, blob, key=KEY, *, algorithm=CERT, over=None):
    """A signed request with `blob`, by `key`; `over` is what the signature covers instead of the true blob."""
    body = (
        string(attacker.transport.session_id)
        + built(
            REQUEST, attacker.user, "ssh-connection", "publickey", True, algorithm, blob if over is None else over
        ).asbytes()
    )
    attacker.request("publickey", True, algorithm, blob, key.sign(body))
    return attacker.hear(FAILURE, SUCCESS)


def proved(gate):
    return [event.factor for event in gate.backstages[-1].diary.events if event.kind == "login.factor_proved"]


def is_refused(gate, attacker, blob, key=KEY, algorithm=CERT):
    """Neither shown nor signed does it lead on, and the connection goes on: the honest way is still open."""
    assert is_partial(attacker.sign(gate.terminal))
    assert attacker.query(blob, algorithm) == FAILURE
    assert not is_partial(signed(attacker, blob, key, algorithm=algorithm))
    assert proved(gate) == ["terminal-key"]
    assert is_partial(attacker.sign(gate.person))


def test_the_good_one_leads_in(gate, attacker):
    blob = certified(CA, Wish(KEY))
    assert is_partial(attacker.sign(gate.terminal))
    assert attacker.query(blob, CERT) == PK_OK
    assert is_partial(signed(attacker, blob))
    assert attacker.ask() == INFO_REQUEST
    assert attacker.answer(gate.code.encode()) == SUCCESS
    assert proved(gate) == ["terminal-key", "person-key", "code"]


# --- A: shown is not proved ------------------------------------------------------------------------------------------


def test_R16_a_certificate_only_shown_proves_nothing(gate, attacker):
    assert is_partial(attacker.sign(gate.terminal))
    assert attacker.query(certified(CA, Wish(KEY)), CERT) == PK_OK
    assert proved(gate) == ["terminal-key"]


def test_R16_a_certificate_signed_for_by_another_key_proves_nothing(gate, attacker):
    """The certificate is public; its authority's own key and the other person's are no better than a stranger's."""
    blob = certified(CA, Wish(KEY))
    assert is_partial(attacker.sign(gate.terminal))
    for other in (PlainKey(), CA):
        assert not is_partial(signed(attacker, blob, other))
    assert proved(gate) == ["terminal-key"]


def test_R16_a_signature_over_the_plain_key_does_not_prove_the_certificate(gate, attacker):
    blob = certified(CA, Wish(KEY))
    assert is_partial(attacker.sign(gate.terminal))
    assert not is_partial(signed(attacker, blob, over=KEY.blob))
    assert not is_partial(signed(attacker, KEY.blob, algorithm=b"ssh-ed25519", over=blob))
    assert proved(gate) == ["terminal-key"]


def test_R16_a_good_certificate_shown_and_another_one_signed(gate, attacker):
    assert is_partial(attacker.sign(gate.terminal))
    assert attacker.query(certified(CA, Wish(KEY)), CERT) == PK_OK
    assert not is_partial(signed(attacker, certified(PlainKey(), Wish(KEY))))
    assert proved(gate) == ["terminal-key"]


def test_R18_a_certificate_alone_is_no_terminal(gate, attacker):
    assert is_partial(signed(attacker, certified(CA, Wish(KEY))))
    assert proved(gate) == ["person-key"]
    assert attacker.ask() == FAILURE


# --- L: each check ---------------------------------------------------------------------------------------------------


def test_a_self_made_certificate(gate, attacker):
    is_refused(gate, attacker, certified(KEY, Wish(KEY)))


def test_an_authority_that_is_only_named(gate, attacker):
    is_refused(gate, attacker, certified(PlainKey(), Wish(KEY), shown_authority=CA.blob))


def test_an_authority_that_was_revoked(gate, attacker):
    other = PlainKey()
    gate.world.directory.authorities[other.blob] = "other"
    blob = certified(other, Wish(KEY))
    assert attacker.query(blob, CERT) == PK_OK
    del gate.world.directory.authorities[other.blob]
    is_refused(gate, attacker, blob)


def test_a_host_certificate(gate, attacker):
    is_refused(gate, attacker, certified(CA, Wish(KEY, kind=HOST)))


@pytest.mark.parametrize("when", [{"before": 1}, {"after": 2**62}, {"after": 2**62, "before": 1}, {"before": 0}])
def test_a_certificate_out_of_its_time(gate, attacker, when):
    is_refused(gate, attacker, certified(CA, Wish(KEY, **when)))


def test_the_last_second_is_not_among_its_time(gate, attacker):
    now = int(gate.world.clock.now().timestamp())
    is_refused(gate, attacker, certified(CA, Wish(KEY, before=now)))


@pytest.mark.parametrize(
    "principals",
    [
        (),
        (b"",),
        (b"suzuki",),
        (b"sato,suzuki",),
        (b",sato",),
        (b"SATO",),
        (b"sato\x00",),
        (b"sato+build-host",),
        (b"*",),
    ],
)
def test_principals_that_do_not_name_the_user(gate, attacker, principals):
    is_refused(gate, attacker, certified(CA, Wish(KEY, principals=principals)))


@pytest.mark.parametrize("option", [b"force-command", b"verify-required", b"no-such-option@example.org"])
def test_a_critical_option_that_we_do_not_enforce(gate, attacker, option):
    is_refused(gate, attacker, certified(CA, Wish(KEY, critical=options((option, b"x")))))


@pytest.mark.parametrize("listed", [b"198.51.100.0/24", b"", b"192.0.2.7/8", b"::1", b"0.0.0.0/0,!192.0.2.7"])
def test_a_source_address_that_is_not_ours_or_none(gate, attacker, listed):
    is_refused(gate, attacker, certified(CA, Wish(KEY, critical=options((b"source-address", listed)))))


@pytest.mark.parametrize("listed", [b"192.0.2.0/24", b"::ffff:192.0.2.0/120", b"198.51.100.1,192.0.0.0/16"])
def test_a_source_address_that_is_ours(attacker, listed):
    assert attacker.query(certified(CA, Wish(KEY, critical=options((b"source-address", listed)))), CERT) == PK_OK


@pytest.mark.parametrize("mark", [7, "sato 2026"])
def test_a_certificate_that_was_revoked(gate, attacker, mark):
    gate.world.directory.revoked.add((CA.blob, mark))
    is_refused(gate, attacker, certified(CA, Wish(KEY)))


@pytest.mark.parametrize(
    "owner",
    [
        a_terminal("T-7"),
        a_terminal("T-9", Standing.SUSPENDED),
        KeyOwner(kind=KeyKind.TERMINAL, owner_id="T-x", name="sato", standing=Standing.ACTIVE),
        KeyOwner(kind=KeyKind.PERSON, owner_id="P-suzuki", name="suzuki", standing=Standing.ACTIVE),
    ],
)
def test_R18_a_certificate_of_a_key_that_is_somebody_elses_or_a_terminals(gate, attacker, owner):
    gate.world.directory.keys[KEY.blob] = owner
    is_refused(gate, attacker, certified(CA, Wish(KEY)))


def test_R18_a_certificate_of_a_revoked_key(gate, attacker):
    gate.world.directory.withdrawn.add(KEY.blob)
    is_refused(gate, attacker, certified(CA, Wish(KEY)))


def test_a_nested_certificate(gate, attacker):
    inner = certified(CA, Wish(KEY))
    gate.world.directory.authorities[inner] = "nested"
    is_refused(gate, attacker, certified(KEY, Wish(KEY), shown_authority=inner))


def test_a_certificate_signed_with_sha_1(gate, attacker):
    rsa = PlainKey("ssh-rsa")
    gate.world.directory.authorities[rsa.blob] = "rsa"
    assert attacker.query(certified(rsa, Wish(KEY), algorithm="rsa-sha2-256"), CERT) == PK_OK
    is_refused(gate, attacker, certified(rsa, Wish(KEY), algorithm="ssh-rsa"))


def test_a_certificate_of_a_security_key(gate, attacker):
    device = ASecurityKey()
    name = b"sk-ssh-ed25519-cert-v01@openssh.com"
    blob = certified(CA, Wish(KEY, type_name=name, fields=device.blob[4 + len(device.name) :]))
    is_refused(gate, attacker, blob, algorithm=name)


@pytest.mark.parametrize("more", [b"\x00", b"x" * 9000])
def test_a_certificate_with_more_behind_it(gate, attacker, more):
    is_refused(gate, attacker, certified(CA, Wish(KEY)) + more)


def test_a_monstrous_certificate(gate, attacker):
    """Well signed, and longer than anything we read."""
    is_refused(gate, attacker, certified(CA, Wish(KEY, extensions=options((b"x", b"y" * 8192)))))


@pytest.mark.parametrize("cut", [1, 40, 100, -1])
def test_a_certificate_cut_short_is_a_failure_and_not_the_end(gate, attacker, cut):
    is_refused(gate, attacker, certified(CA, Wish(KEY))[:cut])


# --- two keys are no log-in (B, and CVE-2018-7750, CVE-2018-1000805) ---------------------------------------------------


@pytest.mark.parametrize(
    ("said", "parts", "answer"),
    [
        (OPEN, ("session", 0, 1 << 21, 32768), OPEN_FAILURE),
        (GLOBAL_REQUEST, ("tcpip-forward", True, "127.0.0.1", 0), REQUEST_FAILURE),
        (CHANNEL_REQUEST, (0, "exec", True, "id"), GONE),
        (INFO_RESPONSE, (1, "000000"), GONE),
    ],
    ids=["channel", "forward", "command", "answer"],
)
@pytest.mark.parametrize("success_said", [False, True])
def test_R16_nothing_opens_between_the_certificate_and_the_code(attacker, gate, said, parts, answer, success_said):
    assert is_partial(attacker.sign(gate.terminal))
    assert is_partial(signed(attacker, certified(CA, Wish(KEY))))
    if success_said:
        attacker.say(SUCCESS)
    attacker.say(said, *parts)
    assert attacker.hear(OPEN_FAILURE, OPEN_CONFIRMATION, REQUEST_FAILURE, REQUEST_SUCCESS)[0] in (answer, GONE)
    assert proved(gate) == ["terminal-key", "person-key"]
    assert gate.target.accepted == 0


# --- at the moment of proof, and at the end --------------------------------------------------------------------------


@pytest.mark.parametrize("changed", ["authority", "revoked", "withdrawn", "terminals"])
def test_R18_what_changes_before_the_code_counts(gate, attacker, changed):
    other = PlainKey()
    directory = gate.world.directory
    directory.authorities[other.blob] = "soon gone"
    blob = certified(other, Wish(KEY))
    assert is_partial(attacker.sign(gate.terminal))
    assert is_partial(signed(attacker, blob))
    assert attacker.ask() == INFO_REQUEST
    match changed:
        case "authority":
            del directory.authorities[other.blob]
        case "revoked":
            directory.revoked.add((other.blob, 7))
        case "withdrawn":
            directory.withdrawn.add(KEY.blob)
        case _:
            directory.keys[KEY.blob] = a_terminal("T-8")
    gate.world.next_code()
    assert attacker.answer(gate.code.encode()) != SUCCESS
    refusals = [event for event in gate.backstages[-1].diary.events if event.kind == "login.refused"]
    assert [event.reason for event in refusals] == ["key-withdrawn"]

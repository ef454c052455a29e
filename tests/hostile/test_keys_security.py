"""Security keys nobody should believe, shown by a client that keeps no rule, each beside the one that is let in: rows A, C, D."""

import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.authentication.ports import KeyKind, KeyOwner, Noted, SecurityKeyDemand
from gateway.authorization.limits import SecurityKeyVerification
from gateway.crypto.openssh import string
from gateway.vocabulary.identity import Standing
from tests.gateway.authentication.a_door import a_terminal
from tests.gateway.crypto.a_security_key import ASecurityKey, mpint
from tests.gateway.crypto.an_authority import PlainKey
from tests.gateway.listener.a_gate import a_gate
from tests.gateway.listener.an_attacker import FAILURE, INFO_REQUEST, PK_OK, REQUEST, SUCCESS, an_attacker, is_partial
from tests.gateway.relay.ssh.a_scripted_target import built

DEVICES = {kind: ASecurityKey(kind) for kind in ("ed25519", "ecdsa")}
SATO = KeyOwner(kind=KeyKind.PERSON, owner_id="P-sato", name="sato", standing=Standing.ACTIVE)


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    with a_gate(tmp_path_factory.mktemp("gate")) as made:
        for device in DEVICES.values():
            made.world.directory.keys[device.blob] = SATO
        yield made


@pytest.fixture
def attacker(gate):
    with an_attacker(gate) as made:
        made.service()
        yield made


@pytest.fixture(params=sorted(DEVICES))
def device(request):
    return DEVICES[request.param]


def body(attacker, blob, algorithm):
    asked = built(REQUEST, attacker.user, "ssh-connection", "publickey", True, algorithm, blob).asbytes()
    return string(attacker.transport.session_id) + asked


def signed(attacker, device, make, algorithm=None):
    """A signed request with `device`'s blob; `make` turns what is to be signed into the signature."""
    named = (device.name if algorithm is None else algorithm).encode()
    attacker.request("publickey", True, named, device.blob, make(body(attacker, device.blob, named)))
    return attacker.hear(FAILURE, SUCCESS)


def proved(gate):
    return [event.factor for event in gate.backstages[-1].diary.events if event.kind == "login.factor_proved"]


def test_the_good_one_leads_in(gate, attacker, device):
    assert is_partial(attacker.sign(gate.terminal))
    assert attacker.query(device.blob, device.name.encode()) == PK_OK
    assert is_partial(signed(attacker, device, device.sign))
    assert attacker.ask() == INFO_REQUEST
    gate.world.next_code()
    assert attacker.answer(gate.code.encode()) == SUCCESS
    assert gate.backstages[-1].diary.counted[device.blob] == 0


def test_clients_are_told_which_signatures_we_take(attacker):
    """server-sig-algs (RFC 8308 §3.1): some clients offer no key whose type it does not name."""
    told = attacker.transport.server_extensions["server-sig-algs"].decode().split(",")
    assert {device.name for device in DEVICES.values()} <= set(told)
    assert not [name for name in told if "cert" in name or "webauthn" in name or name in ("ssh-rsa", "ssh-dss")]


# --- A ---------------------------------------------------------------------------------------------------------------


def test_R16_a_device_only_shown_proves_nothing(gate, attacker, device):
    assert is_partial(attacker.sign(gate.terminal))
    assert attacker.query(device.blob, device.name.encode()) == PK_OK
    assert proved(gate) == ["terminal-key"]


def test_R18_a_terminals_device_shown_and_the_persons_signed_is_no_terminal(gate, attacker, device):
    terminal = ASecurityKey()
    gate.world.directory.keys[terminal.blob] = a_terminal("T-7")
    assert attacker.query(terminal.blob, terminal.name.encode()) == PK_OK
    assert not is_partial(signed(attacker, terminal, device.sign))
    assert is_partial(signed(attacker, device, device.sign))
    assert attacker.ask() == FAILURE
    assert proved(gate) == ["person-key"]


def test_R16_a_devices_signature_of_another_connection_proves_nothing(gate, attacker, device):
    with an_attacker(gate) as first:
        first.service()
        other = body(first, device.blob, device.name.encode())
        assert not is_partial(signed(attacker, device, lambda _: device.sign(other)))


def test_R16_a_plain_signature_by_the_devices_own_key_is_not_the_devices(attacker, device):
    """Whoever could sign with it outside the device has no flags and no count."""
    assert not is_partial(
        signed(
            attacker,
            device,
            lambda data: string(device.name.encode()) + string(device.raw(data)) + struct.pack(">BI", 1, 0),
        )
    )
    assert not is_partial(signed(attacker, device, lambda data: string(b"ssh-ed25519") + string(device.raw(data))))


# --- flags and count -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flags", [0, 4])
def test_R16_without_a_touch_however_well_signed(gate, attacker, device, flags):
    assert not is_partial(signed(attacker, device, lambda data: device.sign(data, flags=flags)))
    assert proved(gate) == []
    failed = [event for event in gate.backstages[-1].diary.events if event.kind == "login.failed"]
    assert [event.key_fault for event in failed] == ["not-touched"]


@pytest.mark.parametrize("flag", [0x02, 0x08, 0x10, 0x20, 0x40, 0x80])
def test_R16_with_a_flag_that_is_reserved(gate, attacker, device, flag):
    assert not is_partial(signed(attacker, device, lambda data: device.sign(data, flags=flag | 5)))
    assert proved(gate) == []


@pytest.mark.parametrize("said", [(5, 0), (1, 1), (0, 0)])
def test_R16_with_flags_or_a_count_that_were_not_signed(gate, attacker, device, said):
    assert not is_partial(signed(attacker, device, lambda data: device.sign(data, flags=1, counter=0, said=said)))
    assert proved(gate) == []


@pytest.mark.parametrize("noted", [Noted.COUNTER_DECREASED, Noted.COPIED, Noted.WITHDRAWN])
def test_R18_what_the_registrar_does_not_trust_is_not_taken_again_on_this_connection(gate, attacker, device, noted):
    diary = gate.backstages[-1].diary
    diary.noted = noted
    assert not is_partial(signed(attacker, device, device.sign))
    diary.noted = Noted.WRITTEN
    assert not is_partial(signed(attacker, device, lambda data: device.sign(data, counter=2**32 - 1)))
    assert proved(gate) == []


@pytest.mark.parametrize(("flags", "good"), [(1, False), (4, False), (5, True)])
def test_R16_where_policy_wants_a_pin_a_touch_alone_is_not_enough(gate, device, flags, good):
    gate.world.demand = SecurityKeyDemand.PIN
    try:
        with an_attacker(gate) as attacker:
            attacker.service()
            assert is_partial(signed(attacker, device, lambda data: device.sign(data, flags=flags))) is good
            assert proved(gate) == (["person-key"] if good else [])
    finally:
        gate.world.demand = SecurityKeyDemand.TOUCH


def test_R16_policy_and_door_have_the_same_words_for_it():
    assert [one.value for one in SecurityKeyVerification] == [one.value for one in SecurityKeyDemand]


# --- malformed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda signature: signature + b"\x00",
        lambda signature: signature + signature,
        lambda signature: signature[:-1],
        lambda signature: signature[:-5],
        lambda signature: b"",
        lambda signature: b"\x00" * 4,
        lambda signature: b"\xff" * 80,
        lambda signature: signature.replace(b"openssh.com", b"openssh.net"),
    ],
)
def test_a_signature_that_is_not_whole_is_a_failure_and_not_the_end(gate, attacker, device, spoil):
    assert not is_partial(signed(attacker, device, lambda data: spoil(device.sign(data))))
    assert is_partial(signed(attacker, device, device.sign))


@pytest.mark.parametrize(
    "pair", [mpint(0) + mpint(0), mpint(1) + mpint(0), string(b"\x80") + mpint(1), b"", mpint(2**3000) * 2]
)
def test_malformed_pairs_are_refused(gate, attacker, pair):
    device = DEVICES["ecdsa"]
    forged = string(device.name.encode()) + string(pair) + struct.pack(">BI", 1, 0)
    assert not is_partial(signed(attacker, device, lambda _: forged))
    assert is_partial(signed(attacker, device, device.sign))


@pytest.mark.parametrize(
    "algorithm",
    [
        "webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
        "sk-ssh-ed25519-cert-v01@openssh.com",
        "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "sk-ssh-ed25519",
        "",
    ],
)
def test_C_a_type_we_do_not_take_is_a_failure_and_not_the_end(gate, attacker, device, algorithm):
    gate.world.directory.keys[web(device).blob] = SATO
    assert attacker.query(device.blob, algorithm.encode()) == FAILURE
    assert not is_partial(signed(attacker, device, device.sign, algorithm))
    assert not is_partial(signed(attacker, web(device), web(device).sign))
    assert is_partial(signed(attacker, device, device.sign))


def web(device, made={}):  # noqa: B006  # one a type, for all tests
    """The same type of key, made for a web site's sign-in."""
    kind = "ecdsa" if device is DEVICES["ecdsa"] else "ed25519"
    return made.setdefault(kind, ASecurityKey(kind, application=b"https://example.org"))


def test_D_forty_queries_and_six_failures_are_enough_with_devices_as_well(gate, attacker, device):
    for _ in range(5):
        assert not is_partial(signed(attacker, device, lambda data: device.sign(data, flags=2)))
    attacker.request("publickey", True, device.name.encode(), device.blob, device.sign(b"another"))
    assert attacker.is_gone()
    assert "login.cut_off" in gate.backstages[-1].diary.kinds


def test_a_brute_of_devices_ends_the_connection(gate, attacker):
    for _ in range(60):
        device = ASecurityKey()
        attacker.request("publickey", False, device.name.encode(), device.blob)
    assert attacker.is_gone()
    assert proved(gate) == []


# --- anything at all -------------------------------------------------------------------------------------------------

ALGORITHMS = [
    b"ssh-ed25519", b"rsa-sha2-512", b"ecdsa-sha2-nistp256", b"sk-ssh-ed25519@openssh.com",
    b"sk-ecdsa-sha2-nistp256@openssh.com", b"ssh-ed25519-cert-v01@openssh.com", b"rsa-sha2-256-cert-v01@openssh.com",
]  # fmt: skip
GOOD = {b"ssh-ed25519": PlainKey().blob, DEVICES["ed25519"].name.encode(): DEVICES["ed25519"].blob}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.booleans(), st.sampled_from(ALGORITHMS), st.booleans(), st.binary(max_size=120), st.binary(max_size=120)
        ),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_bytes_come_nothing_is_proved_and_the_connection_goes_on(gate, requests):
    with an_attacker(gate) as attacker:
        attacker.service()
        for sign, algorithm, whole, blob, signature in requests:
            shown = GOOD.get(algorithm, blob) if whole else string(algorithm) + blob
            if sign:
                attacker.request("publickey", True, algorithm, shown, string(algorithm) + signature)
            else:
                attacker.request("publickey", False, algorithm, shown)
            assert attacker.hear(FAILURE, PK_OK, SUCCESS)[0] in (FAILURE, PK_OK)
        assert proved(gate) == []

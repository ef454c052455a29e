"""A session process that has been taken over asks the keeper for what is not its own. Real server, real socket pairs.

Each attack must be refused, reported by connection, and cost the attacker the connection; each is tried beside the honest
request it imitates, so that a keeper that refuses everything fails here as well.
"""

from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gateway.crypto import database_client, openssh, signing
from gateway.crypto.openssh import string
from gateway.ipc.frames import frame
from gateway.ipc.messages import Call, CallRefused, encode, raw
from gateway.keeper import clients, requests
from gateway.keeper.hostkey import BOUND_SIGNATURES
from gateway.recording import header, seal
from gateway.recording.seal import SealState
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay
from gateway.work_orders.order import OrderedTarget
from tests.gateway.keeper.conftest import fresh_keys, keys, world
from tests.gateway.keeper.world import PASSWORD, TOTP, World, eventually

__all__ = ["fresh_keys", "keys", "world"]
HASH = bytes(32)


@contextmanager
def violation(world: World, caller, connection: str = "C-1"):
    """Inside: an attack. It is refused without a reason, reported once, and the connection is gone."""
    before = len(world.violations)
    with pytest.raises((CallRefused, GatewayFault)) as refused:
        yield
    if isinstance(refused.value, CallRefused):
        assert refused.value.code == "ipc.refused"
    else:
        assert "ipc.refused" in str(refused.value)
    with eventually() as wait:
        wait(lambda: caller.closed)
    assert [who for who, _ in world.violations[before:]] == [connection]
    with pytest.raises(GatewayFault):
        clients.HostKey(caller).blobs()


def public() -> bytes:
    return openssh.new_pair().public


# --- another person ----------------------------------------------------------------------------------------------------


def test_R17_another_persons_certificate(world):
    """Bound as suzuki, heads a recording of his own on sato's order, then asks for the certificate it would give sato."""
    caller = world.bound("suzuki")
    headed = world.headed(caller, "suzuki", order="WO-sato")
    with violation(world, caller):
        world.login_to(caller, headed).certificate(public())


def test_R17_another_persons_order_that_covers_the_same_target(world):
    honest, caller = world.bound("sato", "C-0"), world.bound("suzuki")
    world.orders["WO-sato"] = replace(
        world.orders["WO-sato"], requested_by="P-suzuki"
    )  # he asked for it, it is not his
    assert world.login_to(honest, world.headed(honest)).certificate(public())
    with violation(world, caller):
        world.login_to(caller, world.headed(caller, "suzuki", order="WO-sato")).certificate(public())


@pytest.mark.parametrize("changes", [{"person": "P-suzuki"}, {"username": "suzuki"}, {"person": "", "username": ""}])
def test_R38_a_header_that_names_another_person(world, changes):
    caller = world.bound()
    with violation(world, caller):
        world.headed(caller, "sato", **changes)


def test_two_people_on_one_connection(world):
    caller = world.bound("sato")
    with violation(world, caller):
        clients.Factors(caller).code("suzuki", "TM-1", world.code("suzuki"))


def test_binding_twice_even_as_the_same_person(world):
    caller = world.bound("sato")
    with violation(world, caller):
        clients.Factors(caller).code("sato", "TM-1", world.code("sato"))


def test_a_password_after_binding(world):
    caller = world.bound("sato")
    with violation(world, caller):
        clients.Factors(caller).password("sato", "TM-1", Secret(PASSWORD.encode()))


def test_one_mans_password_with_anothers_code(world):
    caller = world.session()
    factors = clients.Factors(caller)
    assert factors.password("sato", "TM-1", Secret(PASSWORD.encode())).verdict == "right"
    with violation(world, caller):
        factors.code("suzuki", "TM-1", world.code("suzuki"))


def test_what_one_connection_proved_is_worth_nothing_on_another(world):
    honest, caller = world.bound("sato", "C-0"), world.session("C-1")
    headed = world.headed(honest)
    with violation(world, caller):
        world.login_to(caller, headed).certificate(public())


# --- outside the order -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [{"target": "elsewhere"}, {"account": "root"}, {"order": "WO-nowhere"}, {"target": "old-switch", "account": "app"}],
)
def test_R23_a_target_account_or_order_that_nobody_approved(world, changes):
    caller = world.bound()
    headed = world.headed(caller, "sato", **changes)  # the header itself may be a lie; the order decides
    with violation(world, caller):
        world.login_to(caller, headed).certificate(public())


@pytest.mark.parametrize(
    "changes", [{"target": "elsewhere"}, {"account": "root"}, {"order": "WO-2"}, {"session": "S-2"}]
)
def test_a_certificate_for_something_else_than_what_is_recorded(world, changes):
    """Also when the order would give it: no record, no session."""
    whole = world.orders["WO-sato"]
    more = (*whole.targets[1:], OrderedTarget(name="callcenter-app", accounts=("app", "root")))
    world.orders["WO-sato"] = replace(whole, targets=(*more, OrderedTarget(name="elsewhere", accounts=("app",))))
    world.orders["WO-2"] = replace(world.orders["WO-sato"], id="WO-2")
    caller = world.bound()
    headed = world.headed(caller)
    assert world.login_to(caller, headed).certificate(public())
    with violation(world, caller):
        world.login_to(caller, headed, **changes).certificate(public())


def test_R11_a_certificate_without_any_recording(world):
    caller = world.bound()
    with violation(world, caller):
        world.login_to(caller, world.header()).certificate(public())


def test_R11_a_certificate_after_the_recording_was_sealed(world):
    caller = world.bound()
    headed = world.headed(caller)
    clients.SessionSigner(caller).sign("seal", world.seal_of(headed))
    with violation(world, caller):
        world.login_to(caller, headed).certificate(public())


@pytest.mark.parametrize("window", ["over", "not yet", "unapproved", "one approval of two", "his own approval"])
def test_R23_R26_outside_the_window_or_the_approvals_there_is_only_a_refusal(world, window):
    caller = world.bound()
    headed = world.headed(caller)
    whole, now = world.orders["WO-sato"], world.clock.now()
    own = replace(whole.approvals[0], approver_id="P-sato")
    changed = {
        "over": {"ends_at": now},
        "not yet": {"starts_at": now + timedelta(seconds=1)},
        "unapproved": {"standing": "asked"},
        "one approval of two": {"approvals": whole.approvals[:1]},
        "his own approval": {"approvals": (whole.approvals[0], own)},
    }
    world.orders["WO-sato"] = replace(whole, **changed[window])
    for _ in range(3):
        with pytest.raises(CallRefused) as refused:
            world.login_to(caller, headed).certificate(public())
        assert refused.value.code == "order.not_valid"


def test_before_log_in_there_is_no_certificate(world):
    caller = world.session()
    with violation(world, caller):
        world.login_to(caller, world.header()).certificate(public())


@pytest.mark.parametrize("session", ["x y", "日本", "a\nb", "x" * 200])
def test_a_session_id_that_would_forge_the_targets_log(world, session):
    caller = world.bound()
    with violation(world, caller):
        headed = world.headed(caller, "sato", session=session)
        world.login_to(caller, headed).certificate(public())


@pytest.mark.parametrize("key", [b"", b"\0\0\0\x07ssh-rsa", b"x" * 51, b"\xff" * 1024])
def test_a_certificate_over_garbage(world, key):
    caller = world.bound()
    headed = world.headed(caller)
    with violation(world, caller):
        world.login_to(caller, headed).certificate(key)


# --- secrets -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "account", "asks"),
    [
        ("callcenter-app", "app", lambda login: login.password()),
        ("callcenter-app", "app", lambda login: login.vaulted_key()),
        ("old-switch", "admin", lambda login: login.vaulted_key()),
        ("old-switch", "admin", lambda login: login.certificate(public())),
        ("old-host", "maint", lambda login: login.password()),
        ("old-host", "maint", lambda login: login.certificate(public())),
    ],
)
def test_R14_a_secret_of_another_kind_than_the_target_uses(world, target, account, asks):
    caller = world.bound()
    login = world.login_to(caller, world.headed(caller, target=target, account=account))
    with violation(world, caller):
        asks(login)


def test_R14_a_vaulted_password_of_a_target_outside_the_order(world):
    whole = world.orders["WO-sato"]
    world.orders["WO-sato"] = replace(whole, targets=whole.targets[:1])
    caller = world.bound()
    login = world.login_to(caller, world.headed(caller, target="old-switch", account="admin"))
    with violation(world, caller):
        login.password()


def test_R14_a_signature_of_the_vaulted_key_over_something_else(keys):
    pair = openssh.new_pair()
    world = World(keys.parent, vaulted_key=pair.private.reveal())
    try:
        for number, (name, algorithm, blob, tail) in enumerate(
            [
                (b"root", b"ssh-ed25519", pair.public, b""),
                (b"maint", b"rsa-sha2-512", pair.public, b""),
                (b"maint", b"ssh-ed25519", public(), b""),
                (b"maint", b"ssh-ed25519", pair.public, b"more"),
            ]
        ):
            caller = world.bound("sato", f"C-{number}")
            login = world.login_to(caller, world.headed(caller, target="old-host", account="maint"))
            asked = b"\x32" + string(name) + string(b"ssh-connection") + string(b"publickey") + b"\x01"
            data = string(HASH) + asked + string(algorithm) + string(blob) + tail
            with violation(world, caller, f"C-{number}"):
                login.sign(data)
    finally:
        world.close()


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("fields.open", lambda w: requests.FieldsOpen(items=[])),
        ("fields.seal", lambda w: requests.FieldsSeal(items=[])),
        ("fields.digest", lambda w: requests.FieldsSeal(items=[])),
        ("credential.seal", lambda w: requests.CredentialSeal(person="P-sato", password="x", totp_secret=None)),
        ("target_secret.seal", lambda w: requests.TargetSecretSeal(target="t", kind=LoginWay.VAULTED_KEY, value=b"x")),
        ("recording.open", lambda w: requests.RecordingOpen(recording="R", segment=0, wrapped=b"", purpose="replay")),
        ("recording.seal_interrupted", lambda w: requests.RecordingSeal(body=b"{}")),
        ("checkpoint.sign", lambda w: requests.CheckpointSign(note=b"", old_size=0, proof=[])),
        ("checkpoint.last", lambda w: requests.Nothing()),
        ("demo.bind", lambda w: requests.Nothing()),
        ("totp.secret", lambda w: requests.Nothing()),
        ("session.adopt", lambda w: requests.Nothing()),
        ("", lambda w: requests.Nothing()),
    ],
)
@pytest.mark.parametrize("bound", [False, True])
def test_R14_R83_requests_that_are_not_a_sessions(world, name, params, bound):
    caller = world.bound() if bound else world.session()
    with violation(world, caller):
        caller.call(name, params(world), object)


def test_R83_the_code_secret_never_comes_back_whatever_is_asked(world):
    """Every answer a bound session can obtain, searched for every secret there is."""
    caller = world.bound()
    headed = world.headed(caller)
    answers = [
        caller.call("hostkey.public", requests.Nothing(), list[bytes]),
        clients.HostKey(caller).sign(HASH, "ssh-ed25519"),
        world.login_to(caller, headed).certificate(public()),
        clients.SessionSigner(caller).sign("seal", world.seal_of(headed)),
        clients.HostKey(caller).certificate(["callcenter-app"]),
    ]
    held = [getattr(world.custody.keys, name).reveal() for name in world.custody.keys.__slots__]
    secrets = [*held, *(text.encode() for text in TOTP.values()), PASSWORD.encode(), b"switch password"]
    said = repr(answers).encode() + b"".join(each if isinstance(each, bytes) else b"".join(each) for each in answers)
    assert not [secret for secret in secrets if secret in said or secret.hex().encode() in said]


# --- recordings --------------------------------------------------------------------------------------------------------


def test_R38_a_header_before_being_bound(world):
    caller = world.session()
    with violation(world, caller):
        world.headed(caller)


def test_R38_a_header_with_the_password_alone(world):
    caller = world.session()
    clients.Factors(caller).password("sato", "TM-1", Secret(PASSWORD.encode()))
    with violation(world, caller):
        world.headed(caller)


@pytest.mark.parametrize("same", ["session", "recording", "both"])
def test_R38_a_second_header_for_one_session(world, same):
    caller = world.bound()
    first = world.headed(caller).header
    again = {"session": {"session": first.session}, "recording": {"recording": first.recording}}
    changes = again.get(same, {"session": first.session, "recording": first.recording})
    with violation(world, caller):
        world.headed(caller, "sato", **changes)


def test_R38_a_second_header_after_the_seal(world):
    """Seal an empty recording, then head the session afresh as if nothing had been: it stays used up."""
    caller = world.bound()
    first = world.headed(caller)
    clients.SessionSigner(caller).sign("seal", world.seal_of(first))
    with violation(world, caller):
        world.headed(caller, "sato", session=first.header.session)


def test_R38_the_header_of_a_session_of_another_connection(world):
    other = world.headed(world.bound("sato", "C-0"))
    caller = world.bound("sato", "C-1")
    with violation(world, caller):
        world.headed(caller, "sato", session=other.header.session)


def test_R38_a_seal_never_headed(world):
    caller = world.bound()
    with violation(world, caller):
        clients.SessionSigner(caller).sign("seal", world.seal_of(world.header()))


def test_R38_a_seal_for_what_another_connection_headed(world):
    headed = world.headed(world.bound("sato", "C-0"))
    caller = world.bound("sato", "C-1")
    with violation(world, caller):
        clients.SessionSigner(caller).sign("seal", world.seal_of(headed))


def test_R38_a_second_seal(world):
    """The longer and the shorter version of the same recording: only one of them is ever signed."""
    caller = world.bound()
    headed = world.headed(caller)
    clients.SessionSigner(caller).sign("seal", world.seal_of(headed))
    with violation(world, caller):
        clients.SessionSigner(caller).sign("seal", world.seal_of(headed, chunks=0, length=1))


@pytest.mark.parametrize(
    "changes",
    [
        {"person": "P-suzuki"},
        {"session": "S-20261122-0000000000"},
        {"file": bytes(8)},
        {"state": SealState.INTERRUPTED},
        {"state": SealState.LATE},
    ],
)
def test_R38_a_seal_that_lies(world, changes):
    caller = world.bound()
    headed = world.headed(caller)
    with violation(world, caller):
        clients.SessionSigner(caller).sign("seal", world.seal_of(headed, **changes))


@pytest.mark.parametrize("apart", [timedelta(minutes=-6), timedelta(minutes=6), timedelta(days=-400)])
@pytest.mark.parametrize("kind", ["header", "seal"])
def test_R43_a_statement_of_another_day(world, kind, apart):
    caller = world.bound()
    headed = world.headed(caller) if kind == "seal" else world.header(started_at=world.clock.now() + apart)
    body = header.write(headed) if kind == "header" else world.seal_of(headed, sealed_at=world.clock.now() + apart)
    with violation(world, caller):
        clients.SessionSigner(caller).sign(kind, body)


def test_R38_a_body_whose_second_person_hides_behind_the_first(world):
    """Readers differ about repeated keys and odd spelling; the keeper signs one spelling only."""
    body = header.write(world.header())
    for number, forged in enumerate(
        [
            body.replace(b'"person":"P-sato"', b'"person":"P-suzuki","person":"P-sato"'),
            body.replace(b'"person":"P-sato"', b'"person":"P-sato","person":"P-suzuki"'),
            body + b" ",
            body.replace(b'"P-sato"', b'"\\u0050-sato"'),
            b"\xef\xbb\xbf" + body,
        ]
    ):
        caller = world.bound("sato", f"C-{number}")
        with violation(world, caller, f"C-{number}"):
            clients.SessionSigner(caller).sign("header", forged)


def test_R38_a_seal_signed_as_a_header_and_the_reverse(world):
    caller = world.bound()
    headed = world.headed(caller)
    with violation(world, caller):
        clients.SessionSigner(caller).sign("header", world.seal_of(headed))
    caller = world.bound("sato", "C-2")
    with violation(world, caller, "C-2"):
        clients.SessionSigner(caller).sign("seal", header.write(world.header()))


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b"\xff" * 100, b"[" * 60_000, b'{"what":"recording-header"}']
)
@pytest.mark.parametrize("kind", ["header", "seal"])
def test_R38_garbage_is_not_signed(world, kind, body):
    caller = world.bound()
    with violation(world, caller):
        clients.SessionSigner(caller).sign(kind, body)


def test_a_signature_for_a_recording_is_none_for_anything_else(world):
    """The tag: what the keeper signed as a header does not verify as an assertion, a seal, or a bare message."""
    caller = world.bound()
    body = header.write(world.header())
    signature = clients.SessionSigner(caller).sign("header", body)
    key = world.public.recording_vkey
    assert signing.verify(key, signing.tagged("recording.header", body), signature)
    assert not signing.verify(key, body, signature)
    assert not signing.verify(key, signing.tagged("recording.seal", body), signature)
    assert not signing.verify(world.public.assertion_vkey, signing.tagged("recording.header", body), signature)
    assert seal.WHAT != header.WHAT


# --- the host key ------------------------------------------------------------------------------------------------------


def test_a_flood_of_host_key_signatures_before_log_in(world):
    caller = world.session()
    host_key = clients.HostKey(caller)
    for _ in range(4):
        host_key.sign(HASH, "ssh-ed25519")
    with violation(world, caller):
        host_key.sign(HASH, "ssh-ed25519")


def test_a_flood_after_log_in_is_slowed_and_then_cut(world):
    caller = world.bound()
    params = requests.HostKeySign(data=HASH, algorithm="ssh-ed25519")
    with suppress(OSError):  # cut while still asking
        for number in range(BOUND_SIGNATURES * 4):  # not waiting for an answer
            caller._sock.sendall(frame(encode(Call(id=10_000 + number, call="hostkey.sign", args=raw(params)))))
    with eventually() as wait:
        wait(lambda: caller.closed)
    assert {who for who, _ in world.violations} == {"C-1"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(31),
        bytes(33),
        string(HASH) + b"\x32" + string(b"root") + string(b"ssh-connection") + string(b"publickey") + b"\x01",
        string(b"hostkeys-prove-00@openssh.com") + string(HASH) + string(b"another key"),
        string(b"hostkeys-prove-00@openssh.com") + string(bytes(200)),
        string(b"SSHSIG") + bytes(100),
        bytes(1024),
    ],
)
def test_the_host_key_signs_no_log_in_elsewhere(world, data):
    caller = world.session()
    with violation(world, caller):
        clients.HostKey(caller).sign(data, "ssh-ed25519")


@pytest.mark.parametrize("algorithm", ["ssh-rsa", "none", "ssh-ed25519 ", "日本"])
def test_the_host_key_signs_with_its_own_algorithm_only(world, algorithm):
    caller = world.session()
    with violation(world, caller):
        clients.HostKey(caller).sign(HASH, algorithm)


@pytest.mark.parametrize("names", [["github.com"], ["callcenter-app", "*"], ["callcenter-app", "elsewhere,github.com"]])
def test_a_host_certificate_for_a_host_that_is_not_ours(world, names):
    caller = world.bound()
    with violation(world, caller):
        clients.HostKey(caller).certificate(names)


# --- form --------------------------------------------------------------------------------------------------------------


ROWS = ["hostkey.sign", "password.verify", "code.verify", "target.certificate", "recording.sign"]


def send(caller, row: str, args: bytes) -> None:
    caller._sock.sendall(frame(encode(Call(id=1, call=row, args=msgspec.Raw(args)))))


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("args", [b"\x80", b"\x90", b"\xc0", b"\x81\xa1x\x01", b"\xa5hello", b"\x81\x01\x02", b"\x01"])
def test_garbage_parameters(world, row, args):
    caller = world.bound()
    send(caller, row, args)
    with eventually() as wait:
        wait(lambda: caller.closed)
        wait(lambda: len(world.violations) == 1)


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize(
    "args", [b"\xc1", b"\xdf\xff\xff\xff\xff", b"\xdb\xff\xff\xff\xff", b"\x91" * 3000], ids=range(4)
)
def test_garbage_that_is_no_message_at_all(world, row, args):
    caller = world.bound()
    send(caller, row, args)
    with eventually() as wait:
        wait(lambda: caller.closed)
    assert clients.HostKey(world.session("C-2")).blobs()  # and nobody else notices


def test_roles_of_the_person_do_not_widen_the_door(world):
    """An engineer who is an auditor too opens no recording through his session."""
    both = frozenset({Role.ENGINEER, Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISOR})
    world.people["sato"] = replace(world.people["sato"], roles=both)
    caller = world.bound()
    with violation(world, caller):
        clients.RecordingKeys(caller, "replay").open("R-1", 0, b"")


# --- a database's client certificate ------------------------------------------------------------------------------------


def a_key() -> bytes:
    return database_client.new_pair()[1]


def for_database(world, caller, name: str = "sato", **changes):
    return world.headed(caller, name, **{"target": "callcenter-db", "account": "callcenter_reader", **changes})


def test_R17_a_client_certificate_for_another_role_target_or_persons_order(world):
    caller = world.bound()
    headed = for_database(world, caller)
    assert world.login_to(caller, headed).x509(a_key())
    with violation(world, caller):
        world.login_to(caller, headed, account="postgres").x509(a_key())
    caller = world.bound("suzuki", "C-2")
    headed = for_database(world, caller, "suzuki", order="WO-sato")
    with violation(world, caller, "C-2"):
        world.login_to(caller, headed).x509(a_key())


def test_R19_a_client_certificate_without_a_recording(world):
    caller = world.bound()
    with violation(world, caller):
        world.login_to(caller, world.header(target="callcenter-db", account="callcenter_reader")).x509(a_key())


def test_a_certificate_of_the_other_protocol(world):
    caller = world.bound()
    with violation(world, caller):
        world.login_to(caller, world.headed(caller)).x509(a_key())
    caller = world.bound(connection="C-2")
    with violation(world, caller, "C-2"):
        world.login_to(caller, for_database(world, caller)).certificate(public())


@pytest.mark.parametrize("kind", ["rubbish", "p384", "rsa"])
def test_a_client_certificate_for_a_key_of_another_kind(world, kind):
    spki = {
        "rubbish": lambda: b"rubbish",
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "rsa": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
    }[kind]()
    if not isinstance(spki, bytes):
        spki = spki.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)[:128]
    caller = world.bound()
    with violation(world, caller):
        world.login_to(caller, for_database(world, caller)).x509(spki)

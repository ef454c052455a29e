"""The gateway's own log-in: to a real server with SCRAM over TLS, and to servers that cheat."""

import os
import socket
import ssl

import pytest

from gateway.relay.postgres.wire.authentication import (
    AuthenticationCleartextPassword,
    AuthenticationMD5Password,
    AuthenticationOk,
    AuthenticationSASL,
    AuthenticationSASLContinue,
    AuthenticationSASLFinal,
)  # fmt: skip
from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse
from gateway.relay.postgres.wire.opening import ENCRYPT, SSLRequest, StartupMessage
from gateway.relay.postgres.wire.scram import PLAIN, ScramClient
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import ReadyForQuery, Status
from gateway.relay.postgres.wire.status import BackendKeyData, ParameterStatus
from gateway.relay.postgres.wire.tables import BOUNDS
from gateway.relay.postgres.wire.target_login import SETTINGS_MAX, LetIn, NotLetIn, TargetLogin
from gateway.vocabulary.outcome import TargetError
from gateway.vocabulary.secret import Secret
from tests.gateway.relay.postgres.wire.a_server import PASSWORD
from tests.gateway.relay.postgres.wire.messages import frame
from tests.gateway.relay.postgres.wire.test_scram import challenge, server_final

READY = ReadyForQuery(status=Status.IDLE)
KEY = BackendKeyData(process_id=7, secret_key=b"1234")


def log_in(server, user, scram, is_bound=True):
    """All the way to ReadyForQuery, in TLS if there is a binding."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as plain:
        carried = plain
        if is_bound:
            plain.sendall(SSLRequest().encoded())
            assert plain.recv(1) == ENCRYPT
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            carried = context.wrap_socket(plain)
        login = TargetLogin(StartupMessage(parameters={"user": user, "database": "postgres"}), scram)
        framer = Framer(Side.BACKEND, BOUNDS[Side.BACKEND])
        carried.sendall(login.begin())
        with carried:
            while True:
                for each in framer.feed(carried.recv(4096)):
                    answer = login.hear(each)
                    if isinstance(answer, LetIn):
                        return answer
                    carried.sendall(answer)


def scram_for(server, password=PASSWORD, binding=None, is_bound=True):
    found = server.certificate_hash if binding is None else binding
    return ScramClient(Secret(password.encode()), os.urandom(18), found if is_bound else None)


def test_a_real_server_lets_us_in_with_channel_binding(server):
    scram = scram_for(server)
    let_in = log_in(server, "scrammed", scram)
    assert scram.is_proved
    assert let_in.settings["client_encoding"] == "UTF8"
    assert let_in.key is not None
    assert len(let_in.key.secret_key) == 4


def test_a_real_server_lets_us_in_without_tls(server):
    assert log_in(server, "scrammed", scram_for(server, is_bound=False), is_bound=False).settings["server_version"]


def test_the_binding_of_another_certificate_is_refused_by_the_server(server):
    with pytest.raises(NotLetIn):
        log_in(server, "scrammed", scram_for(server, binding=bytes(32)))


def test_a_wrong_password_is_told_by_its_code(server):
    with pytest.raises(NotLetIn) as refused:
        log_in(server, "scrammed", scram_for(server, password="wrong"))
    assert refused.value.sqlstate == "28P01"
    assert refused.value.text is not None
    assert "scrammed" not in refused.value.text.en


@pytest.mark.parametrize("user", ["clear", "hashed", "tapped"])
def test_a_server_that_asks_otherwise_or_not_at_all_gets_nothing(server, user):
    with pytest.raises(TargetError):
        log_in(server, user, scram_for(server, is_bound=False), is_bound=False)


def test_without_a_password_a_server_that_asks_for_none_is_fine(server):
    assert log_in(server, "tapped", None, is_bound=False).key is not None


# Servers that cheat.


def begun(binding=None):
    scram = ScramClient(Secret(b"pencil"), b"n" * 18, binding)
    return TargetLogin(StartupMessage(parameters={"user": "viewer"}), scram), scram


def proved():
    login, scram = begun()
    login.hear(frame(AuthenticationSASL(mechanisms=(PLAIN,))))
    first = challenge(scram)
    final = bytes(login.hear(frame(AuthenticationSASLContinue(data=first))))[5:]
    login.hear(frame(AuthenticationSASLFinal(data=server_final(scram, first, final))))
    return login


def test_the_whole_way():
    login = proved()
    for message in (AuthenticationOk(), ParameterStatus(name="a", value="b"), KEY, NoticeResponse(fields={})):
        assert login.hear(frame(message)) == b""
    assert login.hear(frame(READY)) == LetIn(settings={"a": "b"}, key=KEY)


@pytest.mark.parametrize(
    "message",
    [
        AuthenticationOk(), AuthenticationCleartextPassword(), AuthenticationMD5Password(salt=b"salt"), READY, KEY,
        AuthenticationSASLContinue(data=b""), AuthenticationSASLFinal(data=b""), ParameterStatus(name="a", value="b"),
        AuthenticationSASL(mechanisms=("OAUTHBEARER",)),
    ],
)  # fmt: skip
def test_what_may_not_begin_a_log_in(message):
    with pytest.raises(TargetError):
        begun()[0].hear(frame(message))


def test_to_be_let_in_half_way_is_no_log_in():
    login, scram = begun()
    login.hear(frame(AuthenticationSASL(mechanisms=(PLAIN,))))
    login.hear(frame(AuthenticationSASLContinue(data=challenge(scram))))
    with pytest.raises(TargetError, match="without having proved"):
        login.hear(frame(AuthenticationOk()))


def test_a_challenge_twice_is_none():
    login, scram = begun()
    login.hear(frame(AuthenticationSASL(mechanisms=(PLAIN,))))
    login.hear(frame(AuthenticationSASLContinue(data=challenge(scram))))
    with pytest.raises(TargetError):
        login.hear(frame(AuthenticationSASLContinue(data=challenge(scram))))


@pytest.mark.parametrize(
    "message", [AuthenticationOk(), ReadyForQuery(status=Status.FAILED), AuthenticationSASL(mechanisms=(PLAIN,))]
)
def test_what_may_not_follow_it(message):
    login = proved()
    login.hear(frame(AuthenticationOk()))
    with pytest.raises(TargetError):
        login.hear(frame(message))


def test_two_keys_and_many_settings_are_too_many():
    login = proved()
    login.hear(frame(AuthenticationOk()))
    login.hear(frame(KEY))
    with pytest.raises(TargetError):
        login.hear(frame(KEY))
    with pytest.raises(TargetError, match="settings"):
        for number in range(SETTINGS_MAX + 1):
            login.hear(frame(ParameterStatus(name=f"s{number}", value="")))


def test_an_error_before_all_is_the_targets_word_by_code_only():
    with pytest.raises(NotLetIn) as refused:
        begun()[0].hear(frame(ErrorResponse(fields={"V": "FATAL", "C": "LEAK1", "M": "leak"})))
    assert "leak" not in str(refused.value).lower()

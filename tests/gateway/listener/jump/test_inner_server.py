import pytest
from paramiko import AuthenticationException, BadAuthenticationType, Ed25519Key, SSHException, Transport

from gateway.crypto import openssh
from gateway.listener.jump.host_certificate import CERTIFICATE_KIND
from gateway.listener.jump.inner_server import InnerServer
from tests.gateway.listener.a_gate import STATUS, a_gate
from tests.gateway.listener.a_jump import Outer, a_jump, said
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.relay.ssh.a_target import ME


@pytest.fixture
def gate(tmp_path):
    with a_gate(tmp_path) as made:
        yield made


@pytest.fixture
def stranger(gate):
    """SSH inside a jump, nobody logged in yet."""
    outer = Outer(gate)
    inner = Transport(outer.tunnel())
    inner.start_client(timeout=10)
    yield inner
    outer.close()


def test_a_client_that_knows_certificates_is_shown_one(gate):
    with a_jump(gate) as (_, inner):
        key = inner.get_remote_server_key()
        assert key.get_name() in {"ssh-ed25519", CERTIFICATE_KIND}
        assert inner.remote_version == "SSH-2.0-Sekisho"


def test_the_plain_key_for_those_that_do_not(gate):
    outer = Outer(gate)
    inner = Transport(outer.tunnel())
    inner._preferred_keys = ("ssh-ed25519",)
    inner.start_client(timeout=10)
    assert inner.get_remote_server_key().asbytes() == gate.host_key
    outer.close()


def test_nothing_but_none_and_the_rest_fails_harmlessly(stranger, tmp_path):
    import io

    key = Ed25519Key(file_obj=io.StringIO(openssh.new_pair().private.reveal().decode()))
    for attempt in (
        lambda: stranger.auth_password(ME, "hunter2", fallback=False),
        lambda: stranger.auth_publickey(ME, key),
        lambda: stranger.auth_interactive(ME, lambda *_: ["1"]),
    ):
        with pytest.raises((BadAuthenticationType, AuthenticationException)):
            attempt()
    stranger.auth_none(ME)
    assert said(stranger)[2] == STATUS


def test_ten_tries_and_it_is_over(stranger):
    with pytest.raises((SSHException, EOFError)):
        for _ in range(30):
            try:
                stranger.auth_password(ME, "guess", fallback=False)
            except BadAuthenticationType:
                continue
    wait_until(lambda: not stranger.is_active())


def test_a_second_name_ends_it(stranger):
    with pytest.raises(BadAuthenticationType):
        stranger.auth_password("somebody", "x", fallback=False)
    with pytest.raises((SSHException, EOFError)):
        stranger.auth_none("somebody-else")


@pytest.mark.parametrize("account", ["Root", "no such user", "日本", "a" * 33, "", "ccbuild+x", "-x"])
def test_R23_a_name_no_account_can_have_is_refused_in_words(gate, account):
    with a_jump(gate, account=account) as (_, inner):
        out, err, status = said(inner)
    assert (out, status) == (b"", 254)
    assert f"{ME}@build-host".encode() in err
    gate.backstages[0].is_closed.wait(10)
    assert [one.request for one in gate.registry.events if one.kind == "channel.refused"] == ["jump-account"]
    assert "session.opened" not in gate.registry.kinds


def test_a_good_name_the_order_lacks_is_the_policys_to_refuse(gate):
    with a_jump(gate, account="postgres") as (_, inner):
        out, err, status = said(inner)
    assert (out, status) == (b"", 254)
    assert b"SK-204" in err
    assert ME.encode() in err


def test_the_name_is_kept_as_it_was_given():
    server = InnerServer(lambda kind, detail=None: None, lambda: True)
    assert server.get_allowed_auths("x") == "none"
    server.proved_outside("maint")
    assert server.username == "maint"

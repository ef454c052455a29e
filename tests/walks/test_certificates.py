"""OpenSSH user certificates: made by ssh-keygen, shown by the stock client, registered and revoked by `sekisho ca` (R-16, R-18).

Each refusal stands beside the certificate that is let in, which differs in that one thing.
"""

import base64
import secrets
import subprocess
from glob import glob
from pathlib import Path

import pytest

from gateway.crypto.digest import fingerprint
from tests.walks.clients import KEYS_ONLY, SECONDS, new_key
from tests.walks.office import Sekisho
from tests.walks.test_security_keys import TOKENS, made

STATUS = 7


def keygen(*words):
    subprocess.run(["ssh-keygen", "-q", *words], check=True, timeout=SECONDS, capture_output=True)


class Authority:
    """An authority registered for one test, under a name nobody else has."""

    def __init__(self, sekisho, folder, name, kind=("ed25519",)):
        self.sekisho, self.folder, self.name = sekisho, folder, name
        self.file = str(folder / name)
        keygen("-t", *kind, "-N", "", "-f", self.file)
        self._signs = ("-t", "rsa-sha2-512") if kind[0] == "rsa" else ()

    def register(self):
        """Asked for by the demo operator, confirmed by an administrator of the demo's."""
        asked = self.sekisho.json("ca", "add", self.name, f"{self.file}.pub")
        self.sekisho.json("change", "confirm", asked["change"], by=self.sekisho.administrator())
        self.fingerprint = asked["ca"]["fingerprint"]
        return self

    def certify(self, key, principals, *words, identity="test key", serial=7):
        """`key`-cert.pub beside `key`, which OpenSSH finds by itself."""
        named = ("-n", principals) if principals else ()
        lasting = () if "-V" in words else ("-V", "-1m:+10m")
        keygen(
            "-s", self.file, *self._signs, "-I", identity, "-z", str(serial), *named, *lasting, *words, f"{key}.pub"
        )  # fmt: skip
        return key


@pytest.fixture
def key(tmp_path):
    """A key nobody registered."""
    return new_key(tmp_path, "certified")


@pytest.fixture(scope="module")
def authority(demo, tmp_path_factory):
    """One for all tests that revoke neither it nor serial 7: an administrator has three codes in half a minute."""
    return Authority(Sekisho(demo), tmp_path_factory.mktemp("authority"), f"ca-{secrets.token_hex(4)}").register()


def tried(client, key):
    """OpenSSH with the terminal's key and this one, up to the code."""
    keys = [client.person["terminal_key"], key]
    return client.ssh("build-host", f"exit {STATUS}", keys=keys, options=KEYS_ONLY, answer="none")


def entered(client, key):
    return client.ssh("build-host", f"exit {STATUS}", keys=[client.person["terminal_key"], key])


def declined(sekisho, client):
    return {one["data"]["fault"] for one in sekisho.events_of(client.username) if one["kind"] == "login.key_declined"}


def proved(sekisho, client):
    """The factors proved in the newest log-in."""
    events = sekisho.events_of(client.username)
    last = max(number for number, one in enumerate(events) if one["kind"] == "login.started")
    return [one["data"] for one in events[last:] if one["kind"] == "login.factor_proved"]


def is_refused(sekisho, client, key, *faults):
    ran = tried(client, key)
    assert ran.returncode == 255
    assert [one["factor"] for one in proved(sekisho, client)] == ["terminal-key"]
    assert set(faults) <= declined(sekisho, client)


@pytest.mark.parametrize(
    "kind", [("ed25519",), ("ecdsa", "-b", "384"), ("rsa", "-b", "3072")], ids=lambda kind: kind[0]
)
def test_R16_a_certificate_of_a_registered_authority_stands_for_the_persons_key(sekisho, client, tmp_path, key, kind):
    authority = Authority(sekisho, tmp_path, f"ca-{client.username}", kind)
    authority.certify(key, f"{client.username},somebody", "-O", "source-address=127.0.0.0/8", identity="staff 0042")
    is_refused(sekisho, client, key)
    authority.register()
    ran = entered(client, key)
    assert ran.returncode == STATUS, ran.stderr
    of_terminal, of_person, _ = proved(sekisho, client)
    assert (of_person["factor"], of_person["serial"], of_person["key_id"]) == ("person-key", "7", "staff 0042")
    assert of_person["authority"] == authority.fingerprint
    assert of_person["fingerprint"] == fingerprint(base64.b64decode(Path(f"{key}.pub").read_text().split()[1]))
    assert "authority" not in of_terminal


def test_R16_an_rsa_persons_key_is_certified_as_well(sekisho, client, tmp_path, authority):
    key = str(tmp_path / "rsa")
    keygen("-t", "rsa", "-b", "2048", "-N", "", "-f", key)
    assert entered(client, authority.certify(key, client.username)).returncode == STATUS


def test_R13_R16_certificates_that_name_somebody_or_nobody_else(sekisho, client, authority, key):
    for principals in ("somebody", "", f"{client.username}x", f"x{client.username}", client.username.upper()):
        is_refused(sekisho, client, authority.certify(key, principals), "certificate-principal")
    assert entered(client, authority.certify(key, client.username)).returncode == STATUS


def test_R16_certificates_before_and_after_their_time(sekisho, client, authority, key):
    is_refused(sekisho, client, authority.certify(key, client.username, "-V", "-2h:-1h"), "certificate-expired")
    is_refused(sekisho, client, authority.certify(key, client.username, "-V", "+1h:+2h"), "certificate-not-yet")


def test_R16_host_certificates_strange_options_and_other_addresses(sekisho, client, authority, key):
    is_refused(
        sekisho,
        client,
        authority.certify(key, client.username, "-O", "source-address=192.0.2.0/24"),
        "certificate-address",
    )
    is_refused(sekisho, client, authority.certify(key, client.username, "-O", "force-command=true"))
    is_refused(sekisho, client, authority.certify(key, client.username, "-O", "critical:x@example.org=1"))
    is_refused(sekisho, client, authority.certify(key, client.username, "-h"))


def test_R16_revoked_by_serial_by_key_id_and_with_its_authority(sekisho, client, key, tmp_path):
    authority = Authority(sekisho, tmp_path, f"ca-{client.username}").register()
    authority.certify(key, client.username, serial=8, identity="first")
    sekisho.json("ca", "revoke-certificate", "--ca", authority.name, "--serial", "8")
    is_refused(sekisho, client, key, "certificate-revoked")
    authority.certify(key, client.username, serial=9, identity="second")
    sekisho.json("ca", "revoke-certificate", "--ca", authority.name, "--key-id", "second")
    is_refused(sekisho, client, key, "certificate-revoked")
    authority.certify(key, client.username, serial=10, identity="third")
    assert entered(client, key).returncode == STATUS
    sekisho.json("ca", "revoke", authority.name)
    is_refused(sekisho, client, key)


def test_R18_a_certificate_is_never_a_terminals(sekisho, client, authority, tmp_path, key):
    """Neither for a key nobody registered, nor for the terminal's own."""
    authority.certify(key, f"pc-{client.username},{client.username}")
    ran = client.ssh("build-host", "true", keys=[key, client.person["ssh_key"]], options=KEYS_ONLY, answer="none")
    assert ran.returncode == 255
    assert "terminal-key" not in [one["factor"] for one in proved(sekisho, client)]
    own = tmp_path / "terminal-copy"
    for suffix in ("", ".pub"):
        copied = Path(f"{own}{suffix}")
        copied.touch(mode=0o600)
        copied.write_bytes(Path(f"{client.person['terminal_key']}{suffix}").read_bytes())
    is_refused(sekisho, client, authority.certify(str(own), client.username), "certificate-key")


def test_R13_a_certificate_of_somebody_elses_or_a_revoked_key(
    sekisho, client, engineer_with_password, authority, tmp_path
):
    theirs, gone = tmp_path / "theirs", new_key(tmp_path, "gone")
    for suffix in ("", ".pub"):
        copied = Path(f"{theirs}{suffix}")
        copied.touch(mode=0o600)
        copied.write_bytes(Path(f"{engineer_with_password['ssh_key']}{suffix}").read_bytes())
    is_refused(sekisho, client, authority.certify(str(theirs), client.username), "certificate-key")
    added = sekisho.json("key", "add", client.username, f"{gone}.pub")["key"]["fingerprint"]
    sekisho.json("key", "revoke", added)
    is_refused(sekisho, client, authority.certify(gone, client.username), "certificate-key")


def test_R16_a_certified_security_key_is_refused_and_the_connection_goes_on(sekisho, client, authority, tmp_path):
    found = glob(TOKENS)
    assert found, "sk-dummy.so is missing: deploy/install dev (package openssh-tests)"
    device = made(tmp_path, "device", "ed25519-sk", found[0])
    authority.certify(device, client.username)
    keys = [client.person["terminal_key"], device, client.person["ssh_key"]]
    ran = client.ssh("build-host", f"exit {STATUS}", keys=keys, options=["-o", f"SecurityKeyProvider={found[0]}"])
    assert ran.returncode == STATUS, ran.stderr
    (of_person,) = [one for one in proved(sekisho, client) if one["factor"] == "person-key"]
    assert "authority" not in of_person

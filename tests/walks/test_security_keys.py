"""FIDO2 security keys with the stock client and its own helper, against the software token of OpenSSH's test suite (R-16, R-18).

What no honest device signs is carried by the stock client from an agent of the tests' own.
"""

import base64
import subprocess
from glob import glob
from pathlib import Path

import pytest

from gateway.crypto.digest import fingerprint
from gateway.crypto.openssh import line
from tests.gateway.crypto.a_security_key import ASecurityKey
from tests.walks.clients import KEYS_ONLY, SECONDS, Client
from tests.walks.newcomer import terminal
from tests.walks.soft_agent import Held, soft_agent

TOKENS = "/usr/lib*/openssh/regress/misc/sk-dummy/sk-dummy.so"  # Debian and Ubuntu: openssh-tests
STATUS = 7


@pytest.fixture
def token():
    found = glob(TOKENS)
    assert found, "sk-dummy.so is missing: deploy/install dev (package openssh-tests)"
    return found[0]


def made(folder, name, kind, token):
    """A security key on the software token; its file."""
    file = str(folder / name)
    subprocess.run(
        ["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", file],
        check=True,
        timeout=SECONDS,
        capture_output=True,
        env={"SSH_SK_PROVIDER": token, "PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )
    return file


def registered(sekisho, client, folder, name, device):
    """A device of the tests' own as a further key of the person; a file with its public key."""
    file = folder / f"{name}.pub"
    file.write_text(line(device.blob) + "\n")
    sekisho.json("key", "add", client.username, str(file))
    return str(file)


def proofs(sekisho, client):
    return [one["data"] for one in sekisho.events_of(client.username) if one["kind"] == "login.factor_proved"]


def faults(sekisho, client):
    return [one["data"].get("key_fault") for one in sekisho.events_of(client.username) if one["kind"] == "login.failed"]


@pytest.mark.parametrize("kind", ["ed25519-sk", "ecdsa-sk"])
def test_R16_R18_a_person_and_a_terminal_with_security_keys(demo, sekisho, client, tmp_path, token, kind):
    person_key, terminal_key = made(tmp_path, "person", kind, token), made(tmp_path, "terminal", kind, token)
    sekisho.json("key", "add", client.username, f"{person_key}.pub")
    name = f"pc-{kind}-{client.username}"
    terminal(sekisho, name, terminal_key)
    mine = Client(demo, {**client.person, "ssh_key": person_key, "terminal_key": terminal_key}, tmp_path)
    ran = mine.ssh("build-host", f"exit {STATUS}", options=["-o", f"SecurityKeyProvider={token}"])
    assert ran.returncode == STATUS, ran.stderr
    found = proofs(sekisho, mine)
    assert [one["factor"] for one in found] == ["terminal-key", "person-key", "code"]
    for one, file in zip(found, (terminal_key, person_key), strict=False):
        assert one["verified"] is False
        assert one["counter"] > 0
        assert one["fingerprint"] == fingerprint(blob_in(f"{file}.pub"))
    again = mine.ssh("build-host", f"exit {STATUS}", options=["-o", f"SecurityKeyProvider={token}"])
    assert again.returncode == STATUS, "an equal count is good: some devices never count"


def test_R16_a_signature_without_a_touch_is_refused_in_words(sekisho, client, tmp_path):
    device = ASecurityKey()
    registered(sekisho, client, tmp_path, "no-touch", device)
    ran = with_device(client, tmp_path, lambda data: device.sign(data, flags=0), *KEYS_ONLY)
    assert ran.returncode == 255
    assert "触れずに" in ran.stderr.decode()
    assert set(faults(sekisho, client)) == {"not-touched"}
    assert [one["factor"] for one in proofs(sekisho, client)] == ["terminal-key"]


@pytest.mark.parametrize(
    ("flags", "said"),
    [(1, (5, 0)), (3, None), (0x81, None), (0x41, None)],
    ids=["unsigned-flags", "0x02", "0x80", "0x40"],
)
def test_R16_flags_that_are_not_signed_or_nobody_defined_are_no_signature(sekisho, client, tmp_path, flags, said):
    device = ASecurityKey("ecdsa")
    registered(sekisho, client, tmp_path, "flags", device)
    ran = with_device(client, tmp_path, lambda data: device.sign(data, flags=flags, said=said), *KEYS_ONLY)
    assert ran.returncode == 255
    assert [one["factor"] for one in proofs(sekisho, client)] == ["terminal-key"]
    failed = [one["data"]["fault"] for one in sekisho.events_of(client.username) if one["kind"] == "login.failed"]
    assert set(failed) == {"bad-signature"}


def test_R18_a_count_that_shrinks_is_refused_and_alarmed(sekisho, client, tmp_path):
    device = ASecurityKey()
    registered(sekisho, client, tmp_path, "counting", device)
    assert with_device(client, tmp_path, lambda data: device.sign(data, flags=5, counter=9)).returncode == STATUS
    ran = with_device(client, tmp_path, lambda data: device.sign(data, flags=5, counter=8), *KEYS_ONLY)
    assert ran.returncode == 255
    assert "複製された疑い" in ran.stderr.decode()
    (alarm,) = [
        one["data"]
        for one in sekisho.events(limit=1000)
        if one["kind"] == "login.key_counter_decreased" and one["data"]["fingerprint"] == fingerprint(device.blob)
    ]
    assert (alarm["seen"], alarm["remembered"]) == (8, 9)
    assert alarm["person"]
    assert alarm["address"].startswith("127.0.0.1:")
    assert with_device(client, tmp_path, lambda data: device.sign(data, flags=1, counter=9)).returncode == STATUS


def test_R18_a_web_sites_key_and_an_unregistered_one_are_refused_and_the_next_key_is_asked_for(client, tmp_path):
    """What we do not take is a failure, not the end of the connection, and the person's plain key still leads in."""
    strange = (ASecurityKey(application=b"https://example.org"), ASecurityKey())
    with soft_agent(tmp_path, *(Held(device.blob, device.sign) for device in strange)) as environment:
        keys = [client.person["terminal_key"], client.person["ssh_key"]]
        ran = client.ssh(
            "build-host", f"exit {STATUS}", keys=keys, options=["-o", "IdentitiesOnly=no"], environment=environment
        )
    assert ran.returncode == STATUS, ran.stderr


def with_device(client, folder, sign, *options):
    """OpenSSH with the terminal's own key from its file, and the person's security key from the tests' agent."""
    public = next(one for one in sorted(folder.glob("*.pub")) if one.read_text().startswith("sk-"))
    keys = [client.person["terminal_key"], str(public)]
    with soft_agent(folder, Held(blob_in(public), sign)) as environment:
        said = "none" if options else None  # a code is drawn only where it will be asked for
        return client.ssh(
            "build-host", f"exit {STATUS}", keys=keys, options=options, answer=said, environment=environment
        )


def blob_in(public):
    return base64.b64decode(Path(public).read_text().split()[1])

import struct
import subprocess

import paramiko
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto import openssh
from gateway.crypto.vaulted_key import VaultedKey
from gateway.vocabulary.secret import Secret


def made(folder, *options: str) -> Secret:
    path = folder / "k"
    subprocess.run(["ssh-keygen", "-q", "-N", "", "-f", path, *options], check=True)
    return Secret(path.read_bytes())


@pytest.mark.parametrize(
    ("options", "algorithm"),
    [
        (("-t", "ed25519"), "ssh-ed25519"),
        (("-t", "rsa", "-b", "2048"), "rsa-sha2-512"),
        (("-t", "rsa", "-b", "2048", "-m", "PEM"), "rsa-sha2-256"),
        (("-t", "ecdsa", "-b", "256"), "ecdsa-sha2-nistp256"),
        (("-t", "ecdsa", "-b", "521", "-m", "PKCS8"), "ecdsa-sha2-nistp521"),
    ],
)
def test_R14_signs_what_an_ssh_server_accepts(tmp_path, options, algorithm):
    key = VaultedKey(made(tmp_path, *options))
    assert algorithm in key.algorithms
    blob = key.sign(b"data", algorithm)
    public = paramiko.PKey.from_type_string(openssh.key_type(key.public), key.public)
    assert public.verify_ssh_sig(b"data", paramiko.Message(blob))
    assert not public.verify_ssh_sig(b"other", paramiko.Message(blob))
    assert blob[4 : 4 + struct.unpack(">I", blob[:4])[0]] == algorithm.encode()


@pytest.mark.parametrize("algorithm", ["ssh-rsa", "", "ssh-ed25519"])
def test_other_algorithms_are_refused(tmp_path, algorithm):
    key = VaultedKey(made(tmp_path, "-t", "rsa", "-b", "2048"))
    with pytest.raises(ValueError, match="algorithm"):
        key.sign(b"data", algorithm)


def test_a_short_rsa_key_is_refused(tmp_path):
    with pytest.raises(ValueError, match="2048"):
        VaultedKey(made(tmp_path, "-t", "rsa", "-b", "1024"))


def test_a_key_with_a_passphrase_is_refused_without_showing_it(tmp_path):
    subprocess.run(["ssh-keygen", "-q", "-N", "secret", "-t", "ed25519", "-f", tmp_path / "k"], check=True)
    with pytest.raises(ValueError, match="without passphrase") as refused:
        VaultedKey(Secret((tmp_path / "k").read_bytes()))
    assert refused.value.__cause__ is None


@given(st.binary(max_size=100))
def test_garbage_is_refused(garbage):
    with pytest.raises(ValueError):
        VaultedKey(Secret(garbage))


def test_the_key_is_not_shown(tmp_path):
    assert repr(VaultedKey(made(tmp_path, "-t", "ed25519"))) == "VaultedKey(hidden)"

import base64
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto import openssh, signing


def test_a_fresh_pair_is_one_that_ssh_keygen_reads(tmp_path):
    pair = openssh.new_pair()
    path = tmp_path / "k"
    path.touch(0o600)
    path.write_bytes(pair.private.reveal())
    said = subprocess.run(["ssh-keygen", "-yf", path], capture_output=True, text=True, check=True).stdout
    assert said.split()[:2] == openssh.line(pair.public).split()


def test_a_line_and_its_blob():
    blob = openssh.new_pair().public
    assert openssh.blob_of(openssh.line(blob) + " sato@端末") == blob
    assert openssh.key_type(blob) == "ssh-ed25519"
    assert len(openssh.ed25519_raw(blob)) == 32


def test_a_signature_blob_holds_the_signature():
    seed = signing.new_signing_key()
    blob = openssh.ed25519_signature(seed, b"data")
    assert blob[:19] == openssh.string(b"ssh-ed25519") + (64).to_bytes(4, "big")
    assert signing.verify(signing.public_of(seed), b"data", blob[19:])


@given(st.binary(max_size=80))
def test_garbage_is_no_key(blob):
    for read in (openssh.require_plain, openssh.ed25519_raw):
        with pytest.raises(ValueError):
            read(blob)


@given(st.text(max_size=60))
def test_garbage_is_no_line(text):
    with pytest.raises(ValueError):
        openssh.blob_of(text)


def test_a_line_whose_type_lies_is_refused():
    text = base64.b64encode(openssh.new_pair().public).decode()
    with pytest.raises(ValueError, match="disagree"):
        openssh.blob_of(f"ssh-rsa {text}")


def test_a_blob_with_a_tail_is_refused():
    with pytest.raises(ValueError):
        openssh.require_plain(openssh.new_pair().public + b"x")


def test_an_oversized_blob_is_refused():
    with pytest.raises(ValueError):
        openssh.key_type(openssh.new_pair().public + bytes(openssh.BLOB_BYTES_MAX))

import subprocess

from gateway.crypto import digest, openssh
from gateway.vocabulary.secret import Secret


def test_sha256_of_a_published_vector():
    assert digest.sha256(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_keyed_of_a_published_vector():
    found = digest.keyed(Secret(b"Jefe"), b"what do ya want for nothing?")  # RFC 4231 §4.3
    assert found.hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def test_same_compares_whole_values():
    assert digest.same(b"a", b"a")
    assert not digest.same(b"a", b"ab")


def test_fingerprint_is_what_ssh_keygen_prints(tmp_path):
    blob = openssh.new_pair().public
    (tmp_path / "k.pub").write_text(openssh.line(blob) + "\n")
    said = subprocess.run(["ssh-keygen", "-lf", tmp_path / "k.pub"], capture_output=True, text=True, check=True).stdout
    assert digest.fingerprint(blob) == said.split()[1]

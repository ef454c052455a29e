from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gateway.audit.canonical import canonical, read_canonical
from gateway.backups import manifest
from gateway.backups.manifest import Manifest, ManifestRefused, Part
from gateway.backups.sealed import Measure
from gateway.crypto import signing

SIGN = signing.new_signing_key()
VERIFIER = signing.public_of(SIGN)
PART = Part(name="database", file="B-20261123-0123456789/database.sealed", measure=Measure(size=7, digest=bytes(32)))
RECORDING = Part(
    name="recording/R-20261122-0123456789",
    file=f"recordings/20261122/R-20261122-0123456789.{'ab' * 32}.sealed",
    measure=Measure(size=9, digest=bytes(32)),
)
WHOLE = Manifest(
    id="B-20261123-0123456789", made_at=datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC), node="node1", program="0.1.0",
    schema="0016", entries=12, head=bytes(range(32)), parts=(PART, RECORDING),
)  # fmt: skip


def signed(body: bytes) -> bytes:
    first = manifest.write(WHOLE, SIGN).partition(b"\n")[0].split(b" ")[0]
    import base64

    signature = signing.sign(SIGN, signing.tagged("backup-manifest", body))
    return first + b" " + base64.b64encode(signature) + b"\n" + body


def test_what_was_written_is_read():
    assert manifest.read(manifest.write(WHOLE, SIGN), VERIFIER) == WHOLE
    assert WHOLE.part("database") is PART
    with pytest.raises(ManifestRefused, match="no part"):
        WHOLE.part("nothing")


def test_no_byte_may_change():
    data = manifest.write(WHOLE, SIGN)
    for place in range(len(data)):
        for bit in (1, 0x20, 0x80):
            with pytest.raises(ManifestRefused):
                manifest.read(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :], VERIFIER)
    for other in (b"", data[:-1], data + b" ", data + b"\n", b"\n" + data, data.replace(b"\n", b"", 1)):
        with pytest.raises(ManifestRefused):
            manifest.read(other, VERIFIER)


def test_a_signature_has_one_spelling():
    """The last letter of its base64 has four bits that say nothing."""
    data = manifest.write(WHOLE, SIGN)
    place = data.index(b"==") - 1
    good = [
        letter
        for letter in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        if _reads(data[:place] + bytes([letter]) + data[place + 1 :])
    ]
    assert good == [data[place]]
    assert not _reads(data.replace(b"==", b"", 1))


def _reads(data: bytes) -> bool:
    try:
        manifest.read(data, VERIFIER)
    except ManifestRefused:
        return False
    return True


def test_nobody_else_signs_one():
    with pytest.raises(ManifestRefused):
        manifest.read(manifest.write(WHOLE, signing.new_signing_key()), VERIFIER)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "../../etc"}, {"made_at": "yesterday"}, {"entries": "many"}, {"head": "00"}, {"parts": [{}]}, {"more": 1},
        {"parts": [{"name": "x", "file": "../x.sealed", "size": 1, "sha256": "00" * 32}]},
        {"parts": [{"name": "x", "file": "/etc/passwd", "size": 1, "sha256": "00" * 32}]},
        {"parts": [{"name": "x", "file": "recordings/20261122/../x.sealed", "size": 1, "sha256": "00" * 32}]},
        {"parts": [{"name": "x", "file": PART.file, "size": 1, "sha256": "0"}]},
    ],
)  # fmt: skip
def test_a_signed_one_of_another_form_is_refused_too(change):
    """A key that leaked must not make a restore write outside its folder."""
    body = read_canonical(manifest.write(WHOLE, SIGN).partition(b"\n")[2])
    with pytest.raises(ManifestRefused):
        manifest.read(signed(canonical(body | change)), VERIFIER)


def test_a_field_that_is_missing_is_refused():
    body = read_canonical(manifest.write(WHOLE, SIGN).partition(b"\n")[2])
    assert manifest.read(signed(canonical(body)), VERIFIER) == WHOLE
    for name in body:
        with pytest.raises(ManifestRefused):
            manifest.read(signed(canonical({key: value for key, value in body.items() if key != name})), VERIFIER)


def test_it_says_nothing_that_would_have_to_be_sealed():
    text = manifest.write(replace(WHOLE), SIGN).decode()
    assert "database.sealed" in text
    assert "person" not in text

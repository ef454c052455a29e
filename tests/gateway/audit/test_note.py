"""Signed notes against the example of the Go implementation, and against arbitrary bytes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.note import NOTE_BYTES_MAX, NoteMalformed, VerifierKey, read_note, read_vkey, signed_by, write_note
from gateway.crypto import signing
from tests.gateway.audit.ledger import KEY, SEED

# The example in the documentation of golang.org/x/mod/sumdb/note.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()


def test_R54_the_example_of_the_go_implementation_verifies() -> None:
    key = read_vkey(VKEY)
    assert str(key) == VKEY
    assert signed_by(read_note(NOTE), key)
    assert not signed_by(read_note(NOTE.replace(b"answer", b"reason")), key)


def note_of(text: bytes) -> bytes:
    return write_note(text, KEY, signing.sign(SEED, text))


def test_a_note_comes_back_and_verifies() -> None:
    text = "一行目\n\n三行目\n".encode()
    note = read_note(note_of(text))
    assert note.text == text
    assert signed_by(note, KEY)
    assert read_vkey(str(KEY)) == KEY


def test_signatures_of_unknown_keys_are_ignored_a_wrong_one_of_ours_is_not() -> None:
    text = b"text\n"
    seed = signing.new_signing_key()
    other = VerifierKey(name="other.example/key", public=signing.public_of(seed))
    foreign = write_note(text, other, signing.sign(seed, text)).rpartition(b"\n\n")[2]
    wrong = write_note(text, KEY, bytes(64)).rpartition(b"\n\n")[2]
    assert signed_by(read_note(note_of(text) + foreign), KEY)
    assert signed_by(read_note(note_of(text) + foreign), other)
    assert not signed_by(read_note(text + b"\n" + foreign), KEY)
    assert not signed_by(read_note(note_of(text) + wrong), KEY)
    assert not signed_by(read_note(note_of(text) + foreign), VerifierKey(name=KEY.name, public=other.public))


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"text\n", b"text\n\n", b"text\n\n\n", b"text\n\nsignature\n", NOTE[:-1],
     NOTE + b"x\n", NOTE.replace(b"x08g", b"x08!"),
     NOTE.replace("— ".encode(), b"- "), b"\xff" + NOTE, b"\x01" + NOTE, b"\t" + NOTE, NOTE.replace(b"Peter", b"Pe+er"),
     NOTE.replace("— P".encode(), "— \u3000P".encode()), "t\n\n— n AAAAAA==\n".encode(), NOTE.replace(b"nAM=", b"nAN="),
     b"x" * NOTE_BYTES_MAX + NOTE, b"t\n\n" + "— n AAAAAAA=\n".encode() * 65],
)  # fmt: skip
def test_what_is_no_note_is_refused(data: bytes) -> None:
    with pytest.raises(NoteMalformed):
        read_note(data)


@pytest.mark.parametrize(
    "text",
    ["", "PeterNeumann", VKEY[:-1], VKEY.replace("c74f", "c74e"), VKEY.replace("Peter", "Petra"), VKEY.replace("+AR", "+BR"),
     "a+b+c+d", VKEY + "\n", " " + VKEY, "n+00000000+AQ=="],
)  # fmt: skip
def test_what_is_no_vkey_is_refused(text: str) -> None:
    with pytest.raises(NoteMalformed):
        read_vkey(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u3000b", "a\x00"])
def test_a_name_has_no_space_and_no_plus(name: str) -> None:
    with pytest.raises(NoteMalformed):
        VerifierKey(name=name, public=KEY.public)


@given(st.binary(max_size=200) | st.text().map(lambda text: text.encode("utf-8", "replace") + NOTE[-120:]))
def test_arbitrary_bytes_never_crash_the_parser(data: bytes) -> None:
    with suppress(NoteMalformed):
        assert not signed_by(read_note(data), KEY)


@given(st.integers(0, len(NOTE) - 1), st.integers(0, 255))
def test_any_byte_changed_spoils_the_note(at: int, value: int) -> None:
    data = NOTE[:at] + bytes([value]) + NOTE[at + 1 :]
    try:
        assert signed_by(read_note(data), read_vkey(VKEY)) == (data == NOTE)
    except NoteMalformed:
        assert data != NOTE


@given(st.text(max_size=100))
def test_arbitrary_text_never_crashes_the_vkey_parser(text: str) -> None:
    with pytest.raises(NoteMalformed):
        read_vkey(text)


def test_R44_a_key_names_those_before_it_and_how_far_each_counts() -> None:
    old, older, new = (signing.public_of(signing.new_signing_key()) for _ in range(3))
    key = VerifierKey(name="x/journal", public=new, former=((old, 40), (older, 7)))
    assert read_vkey(str(key)) == key
    assert [each.public for each in key.for_size(7)] == [new, old, older]
    assert [each.public for each in key.for_size(8)] == [new, old]
    assert [each.public for each in key.for_size(41)] == [new]
    assert key.continues(VerifierKey(name="x/journal", public=older))
    assert not key.continues(VerifierKey(name="y/journal", public=older))
    assert not VerifierKey(name="x/journal", public=old).continues(key)


@pytest.mark.parametrize("line", ["", "x", "{other} 7", "{vkey}", "{vkey} -1", "{vkey} 07", "{vkey} 7 ", "{vkey} 7\n"])
def test_a_former_key_of_another_form_spoils_all(line: str) -> None:
    public = signing.public_of(signing.new_signing_key())
    vkey, other = VerifierKey(name="x/journal", public=public), VerifierKey(name="y/journal", public=public)
    with pytest.raises(NoteMalformed):
        read_vkey(f"{vkey}\n" + line.format(vkey=vkey, other=other))

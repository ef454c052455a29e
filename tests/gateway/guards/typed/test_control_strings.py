import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.stage import Weight
from gateway.guards.typed import ControlStrings
from gateway.guards.typed.control_strings import KEPT_MAX
from tests.gateway.guards.typed.feeding import bytewise, cut, fed
from tests.gateway.guards.typed.test_keys import ANSWERS, KEYS

STRINGS = [
    b"\x1b]52;c;44GC44GE44GG\x07",
    b"\x1b]52;c;44GC44GE44GG\x1b\\",
    b"\xc2\x9d52;c;QQ==\xc2\x9c",
    b"\x9d52;c;QQ==\x9c",
    b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    b"\x1b]l" + "端末の題".encode() + b"\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP>|XTerm(390)\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^private\x1b\\",
    b"\x1bXstart\x1b\\",
    b"\x90q#0;2;0;0;0\x9c",
    b"\xc2\x9fsecret\xc2\x9c",
    b"\x9emessage\x1b\\",
]
PIECES = st.lists(
    st.one_of(
        st.sampled_from([*KEYS, *ANSWERS, *STRINGS]),
        st.sampled_from(
            [b"\x1b", b"\x1b[", b"\x1b]", b"\x1bP", b"\x9d", b"\xc2", b"\x07", b"\x1b\\", b"1;", b"M", b"\r", b"$r"]
        ),
        st.binary(max_size=8),
        st.text(max_size=8).map(str.encode),
    ),
    max_size=12,
)


def passed(stream: bytes) -> bytes:
    return fed(ControlStrings(), [stream])[0]


@pytest.mark.parametrize("key", KEYS)
def test_keys_pass_byte_for_byte_in_one_piece_and_in_many(key):
    stream = b"a" + key + b"b\r"
    assert fed(ControlStrings(), [stream]) == (stream, [])
    assert fed(ControlStrings(), bytewise(stream)) == (stream, [])
    assert fed(ControlStrings(), bytewise(stream), pauses=True) == (stream, [])


@pytest.mark.parametrize("answer", ANSWERS)
def test_R03_answers_do_not_pass_and_are_counted(answer):
    data, findings = fed(ControlStrings(), [b"a" + answer + b"b"])
    assert data == b"ab"
    assert [(found.kind, found.size_bytes, found.weight) for found in findings] == [
        ("answer.status", len(answer), Weight.COUNTED)
    ]


@pytest.mark.parametrize("string", STRINGS)
def test_R03_strings_do_not_pass_and_are_noted(string):
    data, findings = fed(ControlStrings(), [b"a" + string + b"b"])
    assert data == b"ab"
    assert [(found.size_bytes, found.weight) for found in findings] == [(len(string), Weight.NOTED)]


@given(PIECES)
def test_the_same_passes_for_every_split(pieces):
    stream = b"".join(pieces)
    whole = fed(ControlStrings(), [stream])
    assert fed(ControlStrings(), pieces) == whole
    assert fed(ControlStrings(), bytewise(stream)) == whole


@given(PIECES, st.lists(st.integers(0, 200), max_size=5))
def test_nothing_is_invented_turned_round_or_kept_for_long(pieces, places):
    stream = b"".join(pieces)
    stage, out = ControlStrings(), b""
    for piece in cut(stream, places):
        out += stage.feed(piece).data + stage.idle().data
        assert not stage.holds
        assert len(stage._kept) <= KEPT_MAX
    out += stage.close().data
    rest = iter(stream)
    assert all(byte in rest for byte in out)


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.lists(st.integers(0, 200), max_size=5),
)
def test_text_passes_byte_for_byte(text, places):
    stream = text.encode()
    assert fed(ControlStrings(), cut(stream, places)) == (stream, [])
    assert fed(ControlStrings(), cut(stream, places), pauses=True) == (stream, [])


def test_a_lone_escape_waits_for_no_more_than_one_idle():
    stage = ControlStrings()
    assert stage.feed(b"\x1b").data == b""
    assert stage.holds
    assert stage.idle().data == b"\x1b"
    assert not stage.holds
    assert stage.feed(b":wq\r").data == b":wq\r"


@pytest.mark.parametrize("typed", [b"Pjj", b"]]", b"]s", b"_", b"^", b"X", b"[s", b"P1G", b"P$rx", b"[[", b"O", b"_i"])
def test_escape_and_a_command_of_vim_pass_typed_quickly_or_slowly(typed):
    stream = b"\x1b" + typed
    stage = ControlStrings()
    assert stage.feed(stream).data + stage.idle().data == stream
    assert fed(ControlStrings(), bytewise(stream + b"\r"), pauses=True) == (stream + b"\r", [])


TYPED = [b"\x1b[5z", b"\x1bXabc\x1b\\", b"\x1b_" + b"a" * 80, b"\x1b[" + b"1" * 80 + b"z", b"\x1b]x\x07"]


@pytest.mark.parametrize("typed", TYPED)
def test_what_no_terminal_answers_passes_when_typed_key_by_key_and_not_at_once(typed):
    assert fed(ControlStrings(), bytewise(typed), pauses=True) == (typed, [])
    assert fed(ControlStrings(), [typed])[0] == b""


@pytest.mark.parametrize(
    "key", [b"\x1bb", b"\x1b.", b"\x1b\x7f", b"\x1b\r", b"\x1b\x1b[A", b"\x1bOP", b"\x1bO5P", b"\x1b[[A", b"\x1b<"]
)
def test_alt_keys_and_keypads_pass(key):
    assert fed(ControlStrings(), [b"x" + key + b"y"]) == (b"x" + key + b"y", [])


@pytest.mark.parametrize("stream", [*ANSWERS, *STRINGS])
def test_R03_pauses_inside_do_not_complete_an_answer(stream):
    if stream[:3] in (b"\x1b^p", b"\x1bXs", b"\x1b]l"):
        return  # typed key by key, these are Alt and letters
    assert fed(ControlStrings(), bytewise(stream), pauses=True)[1] != []


@pytest.mark.parametrize("introducer", [b"\x1b]52;c;", b"\x1bP1$r", b"\x90", b"\xc2\x9f"])
def test_R03_a_megabyte_without_end_does_not_pass_and_takes_no_memory(introducer):
    stage, out = ControlStrings(), bytearray()
    out += stage.feed(introducer).data
    for _ in range(1024):
        out += stage.feed(b"QUJD" * 256).data
    assert (bytes(out), len(stage._kept)) == (b"", 0)
    end = stage.feed(b"\rls\r")
    assert end.data == b"\rls\r"
    assert end.findings[0].size_bytes == len(introducer) + (1 << 20)


def test_parameters_without_end_do_not_pass():
    data, findings = fed(ControlStrings(), [b"\x1b[" + b"1;" * 100_000, b"1;" * 100_000 + b"Rls\r"])
    assert data == b"ls\r"
    assert findings[0].kind == "answer.status"


def test_an_unfinished_string_is_told_when_the_stream_ends():
    data, findings = fed(ControlStrings(), [b"\x1b]52;c;QUJD"])
    assert data == b""
    assert [found.kind for found in findings] == ["answer.clipboard"]


def test_the_kinds_say_what_the_terminal_answered():
    kinds = [fed(ControlStrings(), [string])[1][0].kind for string in STRINGS[:7]]
    assert kinds == [*["answer.clipboard"] * 4, "answer.colour", "answer.title", "answer.string"]


def test_clean_keys_are_not_copied():
    chunk = b"ls -l\r" * 100
    assert ControlStrings().feed(chunk).data is chunk

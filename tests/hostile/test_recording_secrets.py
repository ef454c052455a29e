"""For any split and timing, a secret typed after its question and not echoed is nowhere in what is stored (R-14, R-37)."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from gateway.recording.redaction import Redactor, withheld_label
from gateway.recording.terminal_event import Code, TerminalEvent
from tests.gateway.recording.scene import Room

QUESTIONS = st.sampled_from(
    [
        "Password: ", "[sudo] password for sato: ", "パスワード: ", "Enter passphrase for key 'k': ", "\x1b[1mPassword:\x1b[0m ",
        "[sudo] sato のパスワード:", "Old Password:", "PIN: ", "認証コードを入力してください: ",
        "Password for sato@callcenter-db: ",
    ]
)  # fmt: skip
ENCODINGS = st.sampled_from(["utf-8", "euc-jp", "cp932"])
SECRETS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=4, max_size=24)
BEFORE = st.builds(
    bytes.__add__,
    st.binary(max_size=600),
    st.sampled_from([b"", b"\x1b", b"\x1b[", b"\x1b]0;title", b"\x1bP1$", b"\x1b(", b"\x0e"]),
)
NOISE = st.lists(
    st.sampled_from([b"*", b"\r\n", b"\x07", b"\r\nBroadcast message from root\r\n", b"\x1b[K", b"."]), max_size=6
)
GAPS = st.integers(min_value=0, max_value=3_000_000)


@st.composite
def split(draw: st.DrawFn, data: bytes) -> list[bytes]:
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=len(data))))
    return [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True) if start < end]


@st.composite
def transcripts(draw: st.DrawFn) -> tuple[bytes, list[list[TerminalEvent]]]:
    """A secret, and chunks: shell noise, a question, the secret with noise between its pieces, its end, a shell again."""
    secret = draw(SECRETS).encode()
    question = draw(QUESTIONS).encode(draw(ENCODINGS))
    told: list[tuple[Code, bytes]] = [(Code.OUTPUT, piece) for piece in draw(split(draw(BEFORE) + b"\r\n" + question))]
    for piece in draw(split(secret)):
        told += [(Code.OUTPUT, noise) for noise in draw(NOISE)]
        told.append((Code.INPUT, piece))
    told.append((Code.INPUT, b"\r"))
    told += [(Code.OUTPUT, piece) for piece in draw(split(b"\r\ntotal 0\r\nsato@host:~$ "))]
    at_us, chunks = 0, list[list[TerminalEvent]]([[]])
    for code, data in told:
        at_us += draw(GAPS)
        if draw(st.booleans()):
            chunks.append([])
        chunks[-1].append(TerminalEvent(at_us, code, data))
    return secret, [chunk for chunk in chunks if chunk]


def stored(chunks: list[list[TerminalEvent]]) -> list[TerminalEvent]:
    redactor = Redactor()
    return [event for chunk in chunks for event in redactor.close_chunk(chunk)]


def shown(chunks: list[list[TerminalEvent]]) -> bytes:
    """All that stands in the recording anyway: a word that is there by accident is no secret of this story."""
    outputs = b"".join(event.data for chunk in chunks for event in chunk if event.code is Code.OUTPUT)
    return outputs + withheld_label(1).encode()


def inputs(events: list[TerminalEvent]) -> bytes:
    return b"".join(event.data for event in events if event.code is Code.INPUT)


@settings(max_examples=600, deadline=None)
@given(transcripts())
def test_R14_no_letter_of_an_unechoed_secret_is_stored_as_input(story: tuple[bytes, list[list[TerminalEvent]]]) -> None:
    secret, chunks = story
    assume(secret not in shown(chunks))
    events = stored(chunks)
    assert secret not in b"".join(event.data for event in events)
    assert inputs(events) == b"\r"
    counts = [int(event.data.split()[0][1:]) for event in events if event.code is Code.MARKER]
    assert sum(counts) == len(secret)
    outputs = [event for chunk in chunks for event in chunk if event.code is Code.OUTPUT]
    assert [event for event in events if event.code is Code.OUTPUT] == outputs


@settings(max_examples=300, deadline=None)
@given(
    chunks=st.lists(
        st.lists(
            st.tuples(GAPS, st.sampled_from(list(Code)), st.binary(min_size=1, max_size=300)), min_size=1, max_size=8
        ),
        max_size=8,
    )
)
@example(chunks=[[(0, Code.OUTPUT, b"Password: "), (0, Code.INPUT, b"\x1b[")], [(0, Code.INPUT, b"\r")]])
def test_R37_output_is_never_touched_and_time_never_goes_back(chunks: list[list[tuple[int, Code, bytes]]]) -> None:
    at_us, told = 0, []
    for chunk in chunks:
        told.append([TerminalEvent(at_us := at_us + gap, code, data) for gap, code, data in chunk])
    events = stored(told)
    kept = [event for event in events if event.code not in (Code.INPUT, Code.MARKER)]
    assert kept == [event for chunk in told for event in chunk if event.code not in (Code.INPUT, Code.MARKER)]
    assert [event.at_us for event in events] == sorted(event.at_us for event in events)


@settings(max_examples=15, deadline=None)
@given(story=transcripts())
def test_R14_the_secret_is_not_in_the_decrypted_file(
    tmp_path_factory: pytest.TempPathFactory, story: tuple[bytes, list[list[TerminalEvent]]]
) -> None:
    secret, chunks = story
    assume(secret not in shown(chunks))
    room = Room(tmp_path_factory.mktemp("room"))
    recorder = room.start()
    for chunk in chunks:
        for event in chunk:
            recorder._pending.put(event.code, event.data)
    sealed = recorder.seal("end")
    assert secret not in b"".join(event.data for event in room.read(sealed.recording))

"""Export: what was shown comes out again, and the real asciinema reads it."""

import json
import subprocess
from pathlib import Path

import pytest

from gateway.recording import export
from gateway.recording.asciicast import Version, parse, restored
from gateway.recording.terminal_event import Code
from gateway.vocabulary.target import Encoding
from tests.gateway.recording.scene import PERSONAL, STARTED, Room, header, in_terminal

ASCIINEMA = "asciinema"  # deploy/install puts it there; its absence is a failure


def exported(room: Room, recording: str, version: Version) -> list[str]:
    with room.reading(recording) as reading:
        return list(export.lines(reading, version))


@pytest.mark.parametrize("encoding", list(Encoding))
@pytest.mark.parametrize("version", list(Version))
def test_R37_the_exported_text_restores_every_byte(room: Room, encoding: Encoding, version: Version) -> None:
    shown = ["障害対応\r\n".encode(encoding.value), bytes(range(256)), "最後".encode(encoding.value)[:-1]]
    room.record(
        [[("o", shown[0][:1])], [("o", shown[0][1:]), ("o", shown[1])], [("o", shown[2])]], header(encoding=encoding)
    )
    head, events = parse(exported(room, header().recording, version))
    assert head.facts["encoding"] == encoding.value
    assert "U+10FF00" in head.facts["escape"]
    texts = [event.text for event in events if event.code is Code.OUTPUT]
    assert restored("".join(texts), encoding.value) == b"".join(shown)
    assert "障害対応" in "".join(texts)


def test_the_header_says_which_recording_and_names_nobody(room: Room) -> None:
    sealed = room.record([[("o", b"x"), ("i", b"y"), ("m", "承認".encode()), ("r", b"99x9"), ("x", b"3")]], header())
    lines = exported(room, sealed.recording, Version.THREE)
    head = json.loads(lines[0])
    assert head["timestamp"] == int(STARTED.timestamp())
    assert head["sekisho"]["final_hash"] == sealed.final_hash.hex()
    assert head["sekisho"]["state"] == "sealed"
    assert [json.loads(line)[1:] for line in lines[1:]] == [
        ["o", "x"],
        ["i", "y"],
        ["m", "承認"],
        ["r", "99x9"],
        ["x", "3"],
    ]
    assert PERSONAL.name not in "".join(lines)
    assert PERSONAL.employer not in "".join(lines)


def test_R37_the_real_asciinema_plays_version_2(room: Room, tmp_path: Path) -> None:
    shown = ["こんにちは\r\n".encode(), b"\x1b[31mred\x1b[0m \xff\r\n", b"$ "]
    sealed = room.record(
        [[("o", shown[0])], [("i", b"q"), ("o", shown[1]), ("r", b"100x30")], [("o", shown[2]), ("x", b"0")]]
    )
    cast = tmp_path / "two.cast"
    lines = exported(room, sealed.recording, Version.TWO)
    cast.write_text("".join(lines), encoding="utf-8")
    expected = b"".join(shown).replace(b"\xff", chr(0x10FFFF).encode())
    env = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TERM": "xterm"}
    for command in (["cat", str(cast)], ["play", "-i", "0.01", "-s", "100", str(cast)]):
        on_screen, status = in_terminal([ASCIINEMA, *command], env)
        assert status == 0
        assert expected in on_screen


def test_R37_what_the_real_asciinema_recorded_is_read_back(tmp_path: Path) -> None:
    """Our reader against a file of somebody else's writer."""
    cast = tmp_path / "theirs.cast"
    env = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TERM": "xterm", "SHELL": "/bin/sh"}
    command = [ASCIINEMA, "rec", "-q", "-c", "printf 'a\\303\\251\\n'; exit 0", str(cast)]
    subprocess.run(command, env=env, check=True, timeout=30, stdin=subprocess.DEVNULL, capture_output=True)
    _, events = parse(cast.read_text(encoding="utf-8").splitlines())
    assert "".join(event.text for event in events if event.code is Code.OUTPUT) == "aé\r\n"

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.recording.paths import path_of
from tests.gateway.cli.town import Connection, Session, Town, a_recording, told


@contextmanager
def altered(path: Path, data: bytes | None) -> Iterator[None]:
    """The file with other contents, or gone, for a while."""
    before = path.read_bytes()
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        path.write_bytes(before)


def file_of(town: Town, session: Session) -> Path:
    return path_of(town.state / "recordings", session.recording)


def judged(town: Town, status: int, *args: str) -> list[dict[str, object]]:
    import json

    found = town.run("recording", "verify", *args, "--json")
    assert found.exit_code == status, found.output
    return list(json.loads(found.stdout)["recordings"])


def test_R41_what_was_sealed_holds(town: Town, recorded: Session) -> None:
    (verdict,) = judged(town, 0, recorded.recording)
    assert (verdict["outcome"], verdict["journalled"], verdict["findings"]) == ("holds", True, [])
    assert "一致" in town.run("recording", "verify", recorded.recording).output


def test_R41_a_changed_byte_is_named_by_chunk(town: Town, recorded: Session) -> None:
    data = bytearray(file_of(town, recorded).read_bytes())
    data[-700] ^= 1
    with altered(file_of(town, recorded), bytes(data)):
        (verdict,) = judged(town, 1, recorded.recording)
        assert verdict["findings"]
        assert town.run("recording", "verify", "--all").exit_code == 1


def test_R41_a_missing_recording_is_named_even_when_nothing_but_the_journal_knows_it(
    town: Town, recorded: Session
) -> None:
    with altered(file_of(town, recorded), None):
        found = {each["id"]: each for each in judged(town, 1, "--all")}
        (finding,) = found[recorded.recording]["findings"]  # type: ignore[misc]
        assert finding["flaw"] == "missing"


def test_R41_another_recording_in_its_place_is_named(town: Town, order: str, recorded: Session) -> None:
    other = a_recording(town, order, b"other")
    with altered(file_of(town, recorded), file_of(town, other).read_bytes()):
        (verdict,) = judged(town, 1, recorded.recording)
        assert "other-recording" in str(verdict["findings"])


def test_a_file_the_journal_never_heard_of_is_named(town: Town, recorded: Session) -> None:
    stranger = file_of(town, recorded).with_name("R-20261122-0000000000.rec")
    place = town.state / "recordings" / "20261122"
    place.mkdir(exist_ok=True)
    stranger = place / stranger.name
    stranger.write_bytes(b"not a recording")
    try:
        found = {each["id"]: each for each in judged(town, 1, "--all")}
        assert found["R-20261122-0000000000"]["outcome"] == "does-not-hold"
    finally:
        stranger.unlink()


def test_a_running_recording_is_neither_whole_nor_broken(town: Town, order: str) -> None:
    connection = Connection(town, "sato")
    session = connection.open(order)
    session.recorder.output(b"abc")
    (verdict,) = judged(town, 2, session.recording)
    assert (verdict["outcome"], verdict["running"]) == ("could-not-be-checked", True)
    session.end()
    connection.close()
    judged(town, 0, session.recording)


@pytest.mark.parametrize("name", ["R-20261122-1111111111", "../../etc/passwd", "\x1b[2J"])
def test_no_such_recording(town: Town, name: str) -> None:
    refused = told(town.run("recording", "verify", name, "--json"), 1)
    assert refused["code"] == "recording.absent"
    assert "\x1b" not in str(refused)


def test_either_one_or_all(town: Town) -> None:
    assert town.run("recording", "verify").exit_code == 2
    assert town.run("recording", "verify", "R-1", "--all").exit_code == 2

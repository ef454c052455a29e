"""Damage of every kind is found without a key, and named."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.crypto import signing
from gateway.recording import closing, opening
from gateway.recording.frame import FOOTER, MAGIC, PREFIX, Record
from gateway.recording.seal import Sealed, SealState
from gateway.recording.verdict import Flaw, Verdict
from gateway.recording.verify import verify
from gateway.recording.walk import sound_records
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.scene import STARTED, Room, header

CHUNKS = [[("o", b"one\r\n")], [("o", b"two\r\n")], [("o", b"three\r\n"), ("i", b"ls\r")], [("o", b"four\r\n")]]


def recorded(room: Room) -> tuple[Path, Sealed]:
    sealed = room.record(CHUNKS)
    return room.path_of(sealed.recording), sealed


def pieces(path: Path) -> list[Record]:
    """Header, chunks 1 to 5, end note, seal, as they stand in the file."""
    with path.open("rb") as file:
        return list(sound_records(file, 0, path.stat().st_size))


def cut(data: bytes, record: Record) -> bytes:
    return data[record.offset : record.end]


def flaws(verdict: Verdict) -> list[tuple[Flaw, int | None]]:
    return [(finding.flaw, finding.chunk) for finding in verdict.findings]


def changed(room: Room, path: Path, change: Callable[[bytes, list[Record]], bytes], **expected: Any) -> Verdict:
    data = change(path.read_bytes(), pieces(path))
    path.write_bytes(data)
    return verify(path, room.keeper.vkey, **expected)


def test_R41_what_was_sealed_holds(room: Room) -> None:
    path, sealed = recorded(room)
    verdict = verify(path, room.keeper.vkey, sealed.final_hash, recording=sealed.recording)
    assert verdict.holds
    assert (verdict.state, verdict.chunks, verdict.final_hash) == (SealState.SEALED, 5, sealed.final_hash)
    assert verdict.last_at == sealed.last_at
    assert verdict.last_at is not None
    assert verdict.last_at > STARTED
    assert verdict.stored_bytes == sealed.stored_bytes == path.stat().st_size


def test_R41_every_byte_changed_anywhere_is_found_and_its_place_named(room: Room) -> None:
    path, _ = recorded(room)
    good = path.read_bytes()
    head, *chunks, end_note, seal = pieces(path)
    slots = opening.read(path.open("rb"), len(good))
    places: list[tuple[range, Flaw, int | None]] = [
        (range(len(MAGIC)), Flaw.NOT_A_RECORDING, None),
        (range(len(MAGIC), head.end), Flaw.HEADER_CHANGED, None),
        (range(head.end, slots.start), Flaw.KEY_CHANGED, 0),
        *((range(one.offset, one.end), Flaw.CHUNK_CHANGED, one.prefix.number) for one in [*chunks, end_note]),
        (range(seal.offset, len(good)), Flaw.SEAL_CHANGED, None),
    ]
    assert sum(len(place) for place, _, _ in places) == len(good)
    for place, flaw, chunk in places:
        for position in place:
            with path.open("r+b") as file:
                file.seek(position)
                file.write(bytes([good[position] ^ 0x41]))
                file.flush()
                found = flaws(verify(path, room.keeper.vkey))
                file.seek(position)
                file.write(good[position : position + 1])
            assert found[0] == (flaw, chunk), (position, found)


def test_R41_chunk_removed(room: Room) -> None:
    path, _sealed = recorded(room)
    verdict = changed(room, path, lambda data, them: data.replace(cut(data, them[3]), b""))
    assert flaws(verdict) == [(Flaw.CHUNK_REMOVED, 3)]


def test_R41_several_chunks_removed(room: Room) -> None:
    path, _ = recorded(room)
    verdict = changed(room, path, lambda data, them: data[: them[2].offset] + data[them[4].offset :])
    assert flaws(verdict) == [(Flaw.CHUNK_REMOVED, 2)]
    assert "to 3" in verdict.findings[0].text().en


def test_R41_last_chunks_removed(room: Room) -> None:
    path, _ = recorded(room)
    verdict = changed(room, path, lambda data, them: data[: them[5].offset] + data[them[7].offset :])
    assert flaws(verdict) == [(Flaw.CHUNK_REMOVED, 5)]


def test_R41_end_note_removed(room: Room) -> None:
    path, _ = recorded(room)
    verdict = changed(room, path, lambda data, them: data[: them[6].offset] + data[them[7].offset :])
    assert flaws(verdict) == [(Flaw.CHUNK_REPLACED, 5)]


def test_R41_chunks_swapped(room: Room) -> None:
    path, _ = recorded(room)

    def swap(data: bytes, them: list[Record]) -> bytes:
        return data[: them[2].offset] + cut(data, them[3]) + cut(data, them[2]) + data[them[4].offset :]

    assert flaws(changed(room, path, swap)) == [(Flaw.CHUNK_SWAPPED, 2)]


def test_R41_chunk_repeated(room: Room) -> None:
    path, _ = recorded(room)
    verdict = changed(
        room, path, lambda data, them: data[: them[4].offset] + cut(data, them[3]) + data[them[4].offset :]
    )
    assert flaws(verdict) == [(Flaw.CHUNK_REPEATED, 3)]


def test_R41_chunk_of_another_recording(room: Room) -> None:
    path, _ = recorded(room)
    other, _ = recorded(room)
    foreign = cut(other.read_bytes(), pieces(other)[3])
    verdict = changed(room, path, lambda data, them: data[: them[3].offset] + foreign + data[them[4].offset :])
    assert flaws(verdict) == [(Flaw.CHUNK_FOREIGN, 3)]


def forged(record: Record, **prefix: Any) -> bytes:
    """A record rewritten by somebody who can compute hashes."""
    from gateway.recording.frame import closed

    return closed(record.prefix._replace(**prefix).packed(), bytes(len(record.payload)))


def test_R41_chunk_rewritten_with_a_fitting_hash_of_its_own(room: Room) -> None:
    path, _ = recorded(room)
    verdict = changed(room, path, lambda data, them: data[: them[3].offset] + forged(them[3]) + data[them[4].offset :])
    assert flaws(verdict) == [(Flaw.CHUNK_REPLACED, 3)]


def test_R41_chunk_rewritten_together_with_its_link(room: Room) -> None:
    path, _ = recorded(room)
    verdict = changed(
        room, path, lambda data, them: data[: them[3].offset] + forged(them[3], prev=bytes(32)) + data[them[4].offset :]
    )
    assert flaws(verdict) == [(Flaw.CHUNK_REPLACED, 3)]


def test_R41_everything_rewritten_up_to_the_seal(room: Room) -> None:
    path, _ = recorded(room)

    def rewrite(data: bytes, them: list[Record]) -> bytes:
        out, prev = data[: them[5].offset], them[4].hash
        for record in them[5:7]:
            out += forged(record, prev=prev)
            prev = out[-32:]
        return out + data[them[7].offset :]

    assert flaws(changed(room, path, rewrite)) == [(Flaw.CHUNK_REPLACED, 6)]


def test_R41_truncated_anywhere_behind_the_header_never_holds(room: Room) -> None:
    path, sealed = recorded(room)
    for size in range(path.stat().st_size - 1, -1, -1):
        os.truncate(path, size)
        verdict = verify(path, room.keeper.vkey, sealed.final_hash)
        assert verdict.findings, size
        assert not verdict.holds


def test_R41_truncated_is_named_with_the_chunk_that_is_missing_first(room: Room) -> None:
    path, sealed = recorded(room)
    verdict = changed(room, path, lambda data, them: data[: them[4].offset], expected_final_hash=sealed.final_hash)
    assert flaws(verdict) == [(Flaw.TRUNCATED, 4)]
    verdict = changed(room, path, lambda data, them: data[: them[3].offset + 90], expected_final_hash=sealed.final_hash)
    assert flaws(verdict) == [(Flaw.TRUNCATED, 3)]


def test_R41_footer_cut(room: Room) -> None:
    path, _ = recorded(room)
    assert flaws(changed(room, path, lambda data, them: data[:-3])) == [(Flaw.TRUNCATED, None)]


@pytest.mark.parametrize("size", [1, 7, 8, 100, 5000])
def test_R41_appended(room: Room, size: int) -> None:
    path, _ = recorded(room)
    verdict = changed(room, path, lambda data, them: data + os.urandom(size))
    assert flaws(verdict) == [(Flaw.APPENDED, None)]
    assert f"{size} bytes" in verdict.findings[0].text().en


def test_R41_appended_whole_records(room: Room) -> None:
    path, _ = recorded(room)
    verdict = changed(room, path, lambda data, them: data + cut(data, them[3]))
    assert flaws(verdict) == [(Flaw.APPENDED, None)]


def test_R41_a_second_seal_appended_does_not_hide_the_first(room: Room) -> None:
    path, sealed = recorded(room)
    verdict = changed(
        room, path, lambda data, them: data + data[them[7].offset :], expected_final_hash=sealed.final_hash
    )
    assert flaws(verdict) == [(Flaw.INSERTED, None)]


def test_R41_bytes_inserted_before_the_seal(room: Room) -> None:
    path, _ = recorded(room)
    verdict = changed(room, path, lambda data, them: data[: them[7].offset] + b"x" * 40 + data[them[7].offset :])
    assert flaws(verdict) == [(Flaw.INSERTED, None)]


def test_R41_missing_file(room: Room) -> None:
    verdict = room.library.verify("R-20261122-0000000000", bytes(32))
    assert flaws(verdict) == [(Flaw.MISSING, None)]


def test_R41_replaced_by_another_recording_of_the_same_keeper(room: Room) -> None:
    path, sealed = recorded(room)
    other, _ = recorded(room)
    path.write_bytes(other.read_bytes())
    verdict = room.library.verify(sealed.recording, sealed.final_hash)
    assert flaws(verdict) == [(Flaw.OTHER_RECORDING, None)]


def test_R41_replaced_by_a_recording_with_the_same_name(room: Room, tmp_path: Path) -> None:
    """Somebody with the keeper's signing key makes another recording of the same id: only the journal's hash tells."""
    path, sealed = recorded(room)
    path.rename(tmp_path / "first")
    again = room.record(CHUNKS, header(recording=sealed.recording))
    assert room.library.verify(sealed.recording, again.final_hash).holds
    assert flaws(room.library.verify(sealed.recording, sealed.final_hash)) == [(Flaw.REPLACED, None)]


def test_R41_seal_of_another_recording(room: Room) -> None:
    path, _ = recorded(room)
    other, _ = recorded(room)
    foreign = other.read_bytes()[pieces(other)[7].offset :]
    verdict = changed(room, path, lambda data, them: data[: them[7].offset] + foreign)
    assert flaws(verdict) == [(Flaw.SEAL_FOREIGN, None)]


def test_R41_signed_by_somebody_else(room: Room, tmp_path: Path) -> None:
    path, _ = recorded(room)
    stranger = signing.public_of(signing.new_signing_key())
    assert flaws(verify(path, stranger)) == [(Flaw.HEADER_UNSIGNED, None), (Flaw.SEAL_UNSIGNED, None)]


def test_R41_seal_with_a_record_of_other_claims_around_the_signed_body(room: Room) -> None:
    path, _ = recorded(room)

    def claim(data: bytes, them: list[Record]) -> bytes:
        from gateway.recording.frame import closed

        seal = them[7]
        record = closed(seal.prefix._replace(until_us=7).packed(), seal.payload)
        return data[: seal.offset] + record + closing.footer(record)

    assert flaws(changed(room, path, claim)) == [(Flaw.SEAL_CHANGED, None)]


def test_R40_destroyed_key_is_named_and_the_rest_still_verifies(room: Room) -> None:
    path, sealed = recorded(room)

    def destroy(data: bytes, them: list[Record]) -> bytes:
        slot = data[them[0].end : them[1].offset]
        return data.replace(slot, bytes(len(slot)))

    verdict = changed(room, path, destroy, expected_final_hash=sealed.final_hash)
    assert flaws(verdict) == [(Flaw.KEY_DESTROYED, 0)]
    known = verify(path, room.keeper.vkey, sealed.final_hash, destroyed=frozenset({0}))
    assert known.holds


def test_a_running_recording_is_neither_sound_nor_broken(room: Room) -> None:
    recorder = room.start()
    recorder.output(b"hello")
    verdict = verify(recorder.path, room.keeper.vkey)
    assert verdict.unsealed
    assert not verdict.holds
    recorder.seal("end")
    assert verify(recorder.path, room.keeper.vkey).holds


def test_an_unsealed_recording_with_damage_in_the_middle_is_named(room: Room) -> None:
    path, _ = recorded(room)

    def damage(data: bytes, them: list[Record]) -> bytes:
        bad = bytearray(data[: them[6].offset])
        bad[them[2].offset + 80] ^= 1
        return bytes(bad)

    assert flaws(changed(room, path, damage)) == [(Flaw.CHUNK_CHANGED, 2)]


def test_a_file_that_cannot_be_read_is_no_verdict(room: Room, tmp_path: Path) -> None:
    with pytest.raises(GatewayFault):
        verify(tmp_path, room.keeper.vkey)


@pytest.mark.parametrize("content", [b"", b"SEK", b"#!/bin/sh\n" * 50, bytes(5000)])
def test_what_is_no_recording(room: Room, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.rec"
    path.write_bytes(content)
    assert not verify(path, room.keeper.vkey).holds
    assert verify(path, room.keeper.vkey).findings


def test_footer_and_prefix_sizes_stay(room: Room) -> None:
    assert (PREFIX.size, FOOTER.size, len(MAGIC)) == (68, 8, 8)

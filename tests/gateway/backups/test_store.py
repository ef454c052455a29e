import io

import pytest

from gateway.backups.keys import making_keys, opening_keys
from gateway.backups.sealed import PartDamaged, opened
from gateway.backups.store import making
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

MASTER = Secret(bytes(range(32)))
PUBLIC = making_keys(MASTER).public
RECORDING = "R-20261122-0123456789"


def files(directory):
    return {path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()} - {".lock"}


def test_a_backup_has_its_name_only_when_it_is_whole(tmp_path):
    with making(tmp_path, "B-20261123-0123456789", PUBLIC) as made:
        made.add("keys", [b"one", b"two"])
        assert not (tmp_path / "B-20261123-0123456789").exists()
        folder = made.finish(b"the manifest")
    assert (folder / "MANIFEST").read_bytes() == b"the manifest"
    assert files(tmp_path) == {"B-20261123-0123456789/MANIFEST", "B-20261123-0123456789/keys.sealed"}
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.glob("*.sealed"))} == {0}


def test_what_was_begun_is_taken_away_again(tmp_path):
    with pytest.raises(ZeroDivisionError), making(tmp_path, "B-20261123-0123456789", PUBLIC) as made:
        made.add("keys", [b"one"])
        raise ZeroDivisionError
    assert files(tmp_path) == set()


def test_what_a_crash_left_is_taken_away_by_the_next(tmp_path):
    (tmp_path / "B-20261122-0123456789.part").mkdir()
    (tmp_path / "B-20261122-0123456789.part" / "keys.sealed").write_bytes(b"half")
    with making(tmp_path, "B-20261123-0123456789", PUBLIC) as made:
        made.finish(b"m")
    assert files(tmp_path) == {"B-20261123-0123456789/MANIFEST"}


def test_two_at_once_do_not_exist(tmp_path):
    first, second = (making(tmp_path, f"B-20261123-012345678{each}", PUBLIC) for each in (1, 2))
    with first, pytest.raises(GatewayFault, match="another backup"), second:
        raise AssertionError("two at once")


def test_a_part_that_does_not_read_back_is_no_backup(tmp_path):
    with pytest.raises(GatewayFault, match="read back"), making(tmp_path, "B-20261123-0123456789", PUBLIC) as made:
        made.add("keys", [b"one"])
        (tmp_path / "B-20261123-0123456789.part" / "keys.sealed").write_bytes(b"the disk lied")
        made.finish(b"m")
    assert files(tmp_path) == set()


def test_a_sealed_recording_is_taken_once(tmp_path):
    source = tmp_path / "one.rec"
    source.write_bytes(b"frames")
    directory = tmp_path / "backups"
    parts = []
    for backup in ("B-20261123-0123456789", "B-20261123-9876543210"):
        with making(directory, backup, PUBLIC) as made, source.open("rb") as file:
            parts.append((made.add_recording(RECORDING, file), made.parts[-1]))
            made.finish(b"m")
    assert [fresh for fresh, _ in parts] == [True, False]
    assert parts[0][1] == parts[1][1]
    with (directory / parts[0][1].file).open("rb") as file:
        found = opened(
            file, private=opening_keys(MASTER).open, label=f"recording/{RECORDING}", expected=parts[0][1].measure
        )
        assert b"".join(found) == b"frames"


def test_a_recording_that_was_cut_in_the_store_is_taken_anew(tmp_path):
    source = tmp_path / "one.rec"
    source.write_bytes(b"frames")
    directory = tmp_path / "backups"
    with making(directory, "B-20261123-0123456789", PUBLIC) as made, source.open("rb") as file:
        made.add_recording(RECORDING, file)
        kept = directory / made.parts[0].file
    kept.write_bytes(kept.read_bytes()[:-1])
    with making(directory, "B-20261123-9876543210", PUBLIC) as made, source.open("rb") as file:
        assert made.add_recording(RECORDING, file)
        assert directory / made.parts[0].file != kept


def test_a_recording_that_runs_is_taken_as_far_as_it_is_and_anew_each_time(tmp_path):
    source = tmp_path / "one.rec"
    source.write_bytes(b"the first")
    with making(tmp_path / "backups", "B-20261123-0123456789", PUBLIC) as made, source.open("rb") as file:
        made.add_open_recording(RECORDING, file, at="a")
        part = made.parts[0]
        assert (part.name, part.file) == (f"recording/{RECORDING}", "B-20261123-0123456789/opena.sealed")


@pytest.mark.parametrize("name", ["../R-20261122-0123456789", "R-20261122", "", "R-20261122-0123456789/x"])
def test_what_is_no_identifier_names_no_file(tmp_path, name):
    with making(tmp_path, "B-20261123-0123456789", PUBLIC) as made, pytest.raises(ValueError, match="identifier"):
        made.add_recording(name, io.BytesIO(b""))


def test_a_folder_that_is_none_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(GatewayFault) as refused, making(tmp_path / "file", "B-20261123-0123456789", PUBLIC):
        raise AssertionError("made in a file")
    assert refused.value.text is not None
    assert PartDamaged is not GatewayFault

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.backups.packing import compressed, decompressed, folder_of, packed, unpacked
from gateway.vocabulary.outcome import GatewayFault


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}){0,3}", fullmatch=True), st.binary(max_size=100), max_size=8)
)
def test_files_come_back(files):
    assert unpacked(packed(files)) == files


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", ""])
def test_no_file_leads_out_of_its_folder(path):
    with pytest.raises(GatewayFault, match="outside"):
        unpacked(packed({path: b""}))


@pytest.mark.parametrize("data", [b"", b"[]", b"1", b'{"a":1}', b'{"a":"!"}', b'{"a":"AA=="} '])
def test_what_holds_no_files_is_refused(data):
    with pytest.raises(GatewayFault):
        unpacked(data)


def test_a_folder_is_taken_without_what_is_named_or_in_the_making(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("master.key", "field.key", "signed_head.new", "deep/one"):
        (tmp_path / name).write_bytes(name.encode())
    assert folder_of(tmp_path, without=frozenset({"master.key"})) == {
        "field.key": b"field.key",
        "deep/one": b"deep/one",
    }


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "link").symlink_to("/etc/passwd")
    with pytest.raises(GatewayFault, match="no regular file"):
        folder_of(tmp_path)


@given(st.lists(st.binary(max_size=2000), max_size=10), st.integers(1, 50))
def test_a_stream_comes_back_however_it_is_cut(pieces, step):
    data = b"".join(compressed(pieces))
    cut = [data[at : at + step] for at in range(0, len(data), step)]
    assert b"".join(decompressed(cut)) == b"".join(pieces)


def test_a_cut_or_a_foreign_stream_is_refused():
    data = b"".join(compressed([os.urandom(5000)]))
    for wrong in (data[:-1], data[:100], b"", b"no zstd at all"):
        with pytest.raises(GatewayFault):
            list(decompressed([wrong]))

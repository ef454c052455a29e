"""The manifest is what sha256sum reads, in one spelling."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.manifest import FORMAT, ManifestMalformed, read_manifest, write_manifest

FILES = {"tile/0/000": "a" * 64, "README": "b" * 64}


def test_a_manifest_comes_back_sorted() -> None:
    data = write_manifest(FILES)
    assert data == f"{FORMAT}\n{'b' * 64}  README\n{'a' * 64}  tile/0/000\n".encode()
    assert read_manifest(data) == FILES
    assert read_manifest(write_manifest({})) == {}


def test_R54_sha256sum_checks_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "MANIFEST").write_bytes(write_manifest({"a": hashlib.sha256(b"x").hexdigest()}))
    checked = ["sha256sum", "--check", "--strict", "MANIFEST"]
    assert subprocess.run(checked, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "a").write_bytes(b"y")
    assert subprocess.run(checked, cwd=tmp_path, capture_output=True, check=False).returncode == 1


DATA = write_manifest(FILES)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", DATA[:-1], DATA + b"\n", DATA.replace(b"export 1", b"export 2"), DATA.replace(b"  ", b" "),
     DATA.replace(b"a", b"A"),
     DATA + DATA.splitlines(keepends=True)[1], b"".join(sorted(DATA.splitlines(keepends=True), reverse=True))],
)  # fmt: skip
def test_any_other_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(ManifestMalformed):
        read_manifest(data)


@given(st.binary(max_size=200) | st.binary(max_size=80).map(lambda data: FORMAT.encode() + b"\n" + data))
def test_arbitrary_bytes_never_crash(data: bytes) -> None:
    try:
        assert write_manifest(read_manifest(data)) == data
    except ManifestMalformed:
        assert data != DATA

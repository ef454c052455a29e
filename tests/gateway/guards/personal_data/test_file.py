"""Whole files: what they are, what is packed in them, whose data they hold (R-10)."""

import base64
import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.personal_data.bounds import Bounds
from gateway.guards.personal_data.file import FileLook
from tests.gateway.guards.personal_data.synthetic import FORMATS, csv_file, customers, script_file

BOUNDS = Bounds(unpacked_bytes=1 << 26, unpacked_files=200, nesting=3)
FIFTY = csv_file(customers(50))


def look(data: bytes, size: int = 32 * 1024, bounds: Bounds = BOUNDS) -> FileLook:
    looked = FileLook(bounds)
    for at in range(0, len(data), size):
        looked.feed(data[at : at + size])
    looked.close()
    return looked


@pytest.mark.parametrize("people", [0, 5, 19, 21, 50])
@pytest.mark.parametrize("form", FORMATS)
def test_R10_every_form_is_counted(form: str, people: int) -> None:
    looked = look(FORMATS[form](customers(people, seed=people)))
    assert (looked.people > 20) == (people > 20), (looked.people, looked.counts)
    assert looked.unreadable is None


def zipped(content: bytes = FIFTY, name: str = "a.csv", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("empty", b"")
        archive.writestr(name, content)
    return out.getvalue()


class _Pipe(io.RawIOBase):
    """A stream that cannot seek, so that sizes follow their members."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        taken = bytes(data)  # type: ignore[call-overload]
        self.data += taken
        return len(taken)


def streamed_zip() -> bytes:
    out = _Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("one", b"x" * 1000)
        archive.writestr("two", FIFTY)
    return bytes(out.data)


def tarred(content: bytes = FIFTY, form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in (("empty", b""), ("日本語" * 50, content)):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


PACKED = {
    "gzip": gzip.compress(FIFTY),
    "gzip twice": gzip.compress(FIFTY[:9000]) + gzip.compress(FIFTY[9000:]),
    "bzip2": bz2.compress(FIFTY),
    "xz": lzma.compress(FIFTY),
    "lzma": lzma.compress(FIFTY, format=lzma.FORMAT_ALONE),
    "zip": zipped(),
    "zip stored": zipped(method=zipfile.ZIP_STORED),
    "zip streamed": streamed_zip(),
    "tar": tarred(),
    "tar gnu": tarred(form=tarfile.GNU_FORMAT),
    "tar.gz": gzip.compress(tarred()),
    "tar.xz": lzma.compress(tarred()),
    "zip in tar.gz": gzip.compress(tarred(zipped())),
    "script and zip": b"#!/bin/sh\nexec unzip $0\n" * 30 + zipped(),
    "script and tar.gz": b"#!/bin/sh\ntail -c +99 $0 | tar xz\n" * 30 + gzip.compress(tarred()),
    "base64": b"DATA = '''\n" + base64.encodebytes(FIFTY) + b"'''\n",
    "base64 of gzip": b"D='''\n" + base64.encodebytes(gzip.compress(FIFTY)) + b"'''\nprint(D)\n",
    "base64 on one line": b'data = "' + base64.b64encode(zipped()) + b'"\n',
    "hex": FIFTY.hex().encode() + b"\n",
    "hex in lines": b"\n".join(FIFTY.hex().encode()[at : at + 60] for at in range(0, 2 * len(FIFTY), 60)) + b"\n",
    "base32": base64.b32encode(FIFTY),
    "percent": "".join(f"%{one:02X}" for one in FIFTY).encode(),
    "zlib": zlib.compress(FIFTY),
    "utf-16-le without a mark": FIFTY.decode().encode("utf-16-le"),
    "utf-16-be without a mark": FIFTY.decode().encode("utf-16-be"),
    "utf-32": FIFTY.decode().encode("utf-32"),
    "utf-32-be without a mark": FIFTY.decode().encode("utf-32-be"),
    "utf-16 behind ascii": b"#" * 2000 + b"\n" + FIFTY.decode().encode("utf-16-le"),
    "ascii behind utf-16": ("x" * 2000).encode("utf-16-le") + FIFTY,
    "names alone": "\n".join(one["name"] for one in customers(90, seed=4)).encode(),
    "binary": os.urandom(0) + b"\x7fELF" + bytes(3000) + FIFTY + bytes(3000),
}


@pytest.mark.parametrize("size", [1, 37, 4096, 10**7])
@pytest.mark.parametrize("name", PACKED)
def test_R10_what_is_packed_is_found_however_it_comes(name: str, size: int) -> None:
    data = PACKED[name]
    if size == 1 and len(data) > 15_000:
        size = 3
    looked = look(data, size)
    assert looked.unreadable is None
    assert looked.people >= 45, looked.counts


def encrypted_zip() -> bytes:
    data = bytearray(zipped())
    data[6] |= 1
    return bytes(data)


def deep(levels: int) -> bytes:
    data = FIFTY
    for _ in range(levels):
        data = gzip.compress(data)
    return data


CLOSED = {
    "encrypted-zip": encrypted_zip(),
    "nested-too-deep": deep(4),
    "unpacks-to-too-much": gzip.compress(bytes(1 << 27)),
    "too-many-files": gzip.compress(b"".join(tarred(b"x")[: 512 * 4] for _ in range(300)) + bytes(1024)),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(100),
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(100),
    "zstd": b"\x28\xb5\x2f\xfd" + bytes(100),
    "openssl-encrypted": b"Salted__" + os.urandom(100),
    "pgp-encrypted": b"-----BEGIN PGP MESSAGE-----\n\nhQEM",
    "lzh": b"xx-lh5-" + bytes(100),
    "unknown-packing": zipped(method=zipfile.ZIP_BZIP2),
}


@pytest.mark.parametrize("why", CLOSED)
def test_R10_what_cannot_be_looked_into_is_unreadable(why: str) -> None:
    assert look(CLOSED[why]).unreadable == why


@pytest.mark.parametrize("name", ["gzip", "bzip2", "xz", "zip", "zip streamed", "tar"])
def test_a_broken_archive_is_unreadable(name: str) -> None:
    data = PACKED[name]
    assert look(data[: len(data) // 2]).unreadable == "broken-archive"


def test_a_zip_that_hides_a_member_behind_another_is_unreadable() -> None:
    one, other = zipped(b"harmless"), zipped()
    directory = one.index(b"PK\x01\x02")
    assert look(one[:directory] + b"gap" + other).unreadable == "broken-archive"


def test_a_workbook_with_a_document_type_is_unreadable() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>'
    assert look(zipped(bomb, "xl/sharedStrings.xml")).unreadable == "document-type"


def test_a_bomb_is_given_up_early() -> None:
    looked = FileLook(Bounds(unpacked_bytes=1 << 20, unpacked_files=10, nesting=3))
    looked.feed(gzip.compress(bytes(200 << 20)))
    assert looked.unreadable == "unpacks-to-too-much"


def test_an_encrypted_zip_behind_a_program_is_unreadable() -> None:
    assert look(b"MZ" + bytes(5000) + encrypted_zip()).unreadable == "encrypted-zip"


def test_programs_that_only_speak_of_archives_are_read() -> None:
    code = b"MAGICS = [b'PK\\x03\\x04', '\x1f\x8b\x08', 'BZh91AY&SY']\nx = 'PK\x03\x04', 'PK\x03\x04abc'\n" * 40
    assert look(code).unreadable is None
    assert look(b"sha256:" + b"\n".join(os.urandom(32).hex().encode() for _ in range(500))).people == 0


def test_an_empty_file_and_one_byte() -> None:
    for data in (b"", b"x", b"\x1f", b"P"):
        looked = look(data)
        assert (looked.people, looked.unreadable) == (0, None)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*PACKED.values(), script_file(customers(3))]), st.data())
def test_no_bytes_break_it(data: bytes, draw: st.DataObject) -> None:
    """A file with a few bytes changed is counted or unreadable, and never an exception."""
    changed = bytearray(data[:6000])
    for _ in range(draw.draw(st.integers(1, 6))):
        changed[draw.draw(st.integers(0, len(changed) - 1))] = draw.draw(st.integers(0, 255))
    look(bytes(changed), draw.draw(st.integers(50, 4000)))

"""Bytes of unknown files as text."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.personal_data.decoding import PIECE_BYTES, Decoder, narrow

TEXT = "顧客番号,氏名,電話番号\n100001,佐藤 大翔,090-1234-5678\n" * 40


def read(data: bytes, size: int = 1000) -> str:
    decoder, texts = Decoder(), []
    for at in range(0, len(data), size):
        texts += decoder.feed(data[at : at + size])
    return "".join(texts + decoder.close())


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be"])
def test_each_encoding_is_recognised(encoding: str) -> None:
    assert TEXT in read(TEXT.encode(encoding))


def test_full_width_and_escapes_become_plain() -> None:
    assert read("０９０−１２３４".encode()) == "090-1234"
    assert read(b'"\\u0030\\uff19\\u0030"') == '"090"'


def test_a_binary_file_keeps_its_strings() -> None:
    assert "090-1234-5678" in read(b"\x7fELF\x00\xff\xfe\x00" * 90 + b"090-1234-5678\x00" + b"\xf0\x00" * 90)


@pytest.mark.parametrize("size", [1, 7, 4096, PIECE_BYTES, 10**7])
def test_pieces_end_between_lines_however_the_bytes_come(size: int) -> None:
    data = (TEXT * 60).encode()[: 150_000 if size > 1 else 3000]
    decoder, texts = Decoder(), []
    for at in range(0, len(data), size):
        texts += decoder.feed(data[at : at + size])
    assert all(text.endswith("\n") for text in texts)
    assert "".join(texts + decoder.close()) == data.decode(errors="replace")


def test_a_line_without_end_is_cut_between_values() -> None:
    data = b"090-1234-5678," * 20_000
    decoder, texts = Decoder(), []
    for at in range(0, len(data), 9999):
        texts += decoder.feed(data[at : at + 9999])
    assert all(text.startswith("090") for text in texts + decoder.close())


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(1, 50))
def test_nothing_breaks_it(data: bytes, size: int) -> None:
    read(data, size)


def test_packed_bytes_are_read_by_their_ascii_and_text_behind_them_as_text() -> None:
    packed = bytes(one or 1 for one in random.Random(3).randbytes(20_000))
    assert narrow(packed + b" 03-1234-5678 " + packed).isascii()
    assert "03-1234-5678" in narrow(packed + b" 03-1234-5678 " + packed)
    assert "山田 太郎" in narrow(packed[:9_000] + "山田 太郎\n".encode() * 4_000)

"""Postal addresses of Japan: a municipality, a town, and a block number; and postal codes that say so themselves (〒)."""

import re
from collections.abc import Iterator

from gateway.guards.personal_data.sighting import Kind, Sighting

_DIGIT = "0-9０-９一二三四五六七八九十"
_BLOCK = re.compile(
    r"[市区町村郡](?P<town>[^\s,;\"'|<>0-9０-９。、「」()（）]{0,16}?)"
    rf"(?P<block>[{_DIGIT}]{{1,5}}(?:丁目[{_DIGIT}]|番地|番[{_DIGIT}]|[-－‐−ー][0-9０-９]{{1,4}}))"
)
_MUNICIPALITY = re.compile(r"[一-龥々ヶケノぁ-んァ-ン]{1,12}\Z")
_END = re.compile(r"[0-9０-９一二三四五六七八九十丁目番地号のー－‐−-]*")
_CODE = re.compile(r"〒 ?([0-9]{3})-?([0-9]{4})(?![0-9])")


def addresses(text: str) -> Iterator[Sighting]:
    """Addresses and marked postal codes in a text that is not plain ASCII."""
    at = 0
    while (found := _BLOCK.search(text, at)) is not None:
        at = found.end()
        before = _MUNICIPALITY.search(text[max(0, found.start() - 12) : found.start()])
        if before is None:
            continue
        start, end = found.start() - len(before[0]), _END.match(text, found.end()).end()  # type: ignore[union-attr]
        yield Sighting(start, end, Kind.ADDRESS, text[start:end], sure=True)
        at = max(end, at)
    for code in _CODE.finditer(text):
        yield Sighting(code.start(), code.end(), Kind.POSTAL, code[1] + code[2], sure=True)

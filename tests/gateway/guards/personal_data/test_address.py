"""Addresses of Japan."""

import pytest

from gateway.guards.personal_data.address import addresses
from gateway.guards.personal_data.sighting import Kind


@pytest.mark.parametrize(
    "text",
    [
        "東京都新宿区西新宿2丁目8番1号",
        "横浜市中区大和町1-2-3",
        "三重県桑名市紺屋町33番地",
        "北海道釧路郡釧路町共和３－１２",
    ],
)
def test_an_address(text: str) -> None:
    (seen,) = addresses(f"x,{text} コーポ緑,y")
    assert (seen.kind, seen.value) == (Kind.ADDRESS, text)


@pytest.mark.parametrize(
    "text", ["東京リージョンの監視画面", "市場は3-5年で", "部品番号 123-4567、ラック 12-3-4", "町", "第2区画"]
)
def test_what_is_none(text: str) -> None:
    assert list(addresses(text)) == []


def test_postal_codes_that_say_so() -> None:
    assert [seen.value for seen in addresses("〒100-0005 と 100-0005 と 〒 1500002")] == ["1000005", "1500002"]

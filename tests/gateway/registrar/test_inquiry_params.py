import msgspec
import pytest

from gateway.registrar.inquiry_params import InquiryBegun

ASKED = {
    "about": "subject", "client": "C01", "since": "2022-01-01", "until": "2022-03-31", "numbers": 12, "purpose": "照会",
}  # fmt: skip


def test_what_it_takes() -> None:
    assert msgspec.convert(ASKED, InquiryBegun).numbers == 12


@pytest.mark.parametrize(
    "changed",
    [
        {"numbers": -1},
        {"numbers": 1001},
        {"purpose": ""},
        {"client": "'"},
        {"about": "person"},
        {"further": 1},
        {"since": "x"},
    ],
)
def test_nothing_else(changed: dict) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**ASKED, **changed}, InquiryBegun)

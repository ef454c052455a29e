"""One place in a text where somebody's data stand."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What was seen. Each kind is a file of this folder."""

    NAME = "name"
    KANA = "kana"
    PHONE = "phone"
    MAIL = "mail"
    ADDRESS = "address"
    POSTAL = "postal"
    BIRTH = "birth"
    CARD = "card"
    LINE_ID = "line-id"
    MY_NUMBER = "my-number"
    BANK = "bank"
    SUBSCRIBER_IP = "subscriber-ip"


class Sight(NamedTuple):
    """Characters `start` to `end` of the text that was handed in are somebody's data.

    `value_key` is the normalised value as UTF-8, so that two spellings of one number have one digest. `certain`: its check
    digits, its form, its label or what stands beside it leave no doubt; without it a value is masked and never counted.
    `labelled`: it stands behind a key or in a column that has a title.
    """

    kind: Kind
    start: int
    end: int
    value_key: bytes
    certain: bool
    labelled: bool = False

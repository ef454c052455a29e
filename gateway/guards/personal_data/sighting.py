"""One place in a text where somebody's data stand."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What was seen. Each kind is a file of this folder."""

    PHONE = "phone"
    MAIL = "mail"
    CARD = "card"
    MY_NUMBER = "my-number"
    ADDRESS = "address"
    POSTAL = "postal"
    NAME = "name"


class Sighting(NamedTuple):
    """`value` is normalised, so that two spellings of one number are one; `sure` False where more must speak for it."""

    start: int
    end: int
    kind: Kind
    value: str
    sure: bool

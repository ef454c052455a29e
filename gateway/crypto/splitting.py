"""A secret cut so that any two holders together have it, and one alone has nothing at all.

Shamir's scheme (Communications of the ACM 22, 1979, p. 612) of threshold two, byte by byte over GF(2**8) with the
polynomial of AES (FIPS 197 §4.2): holder x keeps s + r·x, with a fresh line r by chance for every byte. Whatever one holder
has fits every secret equally well.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gateway.vocabulary.secret import Secret

HOLDERS_MIN: Final = 2
HOLDERS_MAX: Final = 9
_POLYNOMIAL: Final = 0x11B


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one holder keeps: his place on the line (1 to 9) and as many bytes as the secret has."""

    holder: int
    value: Secret


def split(secret: Secret, holders: int) -> tuple[Share, ...]:
    """One share for each of `holders` (2 to 9). Raises ValueError for another number."""
    if not HOLDERS_MIN <= holders <= HOLDERS_MAX:
        raise ValueError(f"a secret is split for {HOLDERS_MIN} to {HOLDERS_MAX} holders")
    start = secret.reveal()
    slope = os.urandom(len(start))
    return tuple(
        Share(holder=x, value=Secret(bytes(s ^ _product(r, x) for s, r in zip(start, slope, strict=True))))
        for x in range(1, holders + 1)
    )


def joined(shares: Sequence[Share]) -> Secret:
    """The secret two shares of one split belong to; of two that do not belong together it is only noise.

    Raises ValueError unless there are exactly two, of different holders and the same length.
    """
    if len(shares) != HOLDERS_MIN:
        raise ValueError("two shares make the secret")
    one, other = shares
    if one.holder == other.holder or not all(1 <= each.holder <= HOLDERS_MAX for each in shares):
        raise ValueError("the two shares are of two different holders")
    first, second = one.value.reveal(), other.value.reveal()
    if len(first) != len(second):
        raise ValueError("the two shares differ in length")
    # the line through (x, a) and (y, b) at 0: (a·y + b·x) / (x + y)
    inverse = _inverse(one.holder ^ other.holder)
    pairs = zip(first, second, strict=True)
    return Secret(bytes(_product(_product(a, other.holder) ^ _product(b, one.holder), inverse) for a, b in pairs))


def _product(left: int, right: int) -> int:
    """Multiplication in GF(2**8), the same steps for all operands."""
    product = 0
    for bit in range(8):
        product ^= -((right >> bit) & 1) & left
        left = (left << 1) ^ (-((left >> 7) & 1) & _POLYNOMIAL)
    return product


def _inverse(value: int) -> int:
    """value**254, which is 1/value for every value but 0."""
    result = 1
    for _ in range(254):
        result = _product(result, value)
    return result

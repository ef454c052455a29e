"""A secret value: hidden in `repr`, refuses pickling, compared in constant time; `reveal()` is the one word to grep for."""

import hmac
from typing import NoReturn


class Secret:
    """A value shown only by `reveal()`; lives as briefly as its reader allows."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value = value

    def reveal(self) -> bytes:
        """The bytes themselves. Never log, format or store what this returns."""
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._value, other._value)

    __hash__ = None  # type: ignore[assignment]  # a secret is never a key of anything

    def __repr__(self) -> str:
        return "Secret(hidden)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("secrets are not pickled")

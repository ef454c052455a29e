"""Personal fields leave this process sealed and come back sealed; only the keeper can open them (R-83).

The context of a field (`person.name:<id>`) is bound into its seal, so a sealed name moved to another row or column does not
open. Seal before a writing transaction begins, never inside one: the keeper may itself be waiting for the writer's lock.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

NUMBER_DIGEST = "person.number"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainField:
    """A field to be sealed."""

    context: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedField:
    """A field to be opened, with the context it was sealed in."""

    context: str
    sealed: bytes


class FieldCipher(Protocol):
    """The keeper, as this room sees it. Each method raises GatewayFault when the keeper refuses or is away."""

    def seal(self, fields: Sequence[PlainField]) -> Sequence[bytes]:
        """One sealed value a field, in order."""

    def open(self, fields: Sequence[SealedField]) -> Sequence[str]:
        """One opened value a field, in order."""

    def digest(self, context: str, value: str) -> bytes:
        """A digest under a key that never leaves the keeper: equal for equal values, and no use for guessing a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPerson:
    """What is stored of a person's personal fields."""

    name: bytes
    kana: bytes
    number: bytes
    number_digest: bytes


def seal_person(cipher: FieldCipher, *, person: str, name: str, kana: str, number: str) -> SealedPerson:
    """Seal the personal fields of the person with this id. Call it outside any writing transaction."""
    values = {"name": name, "kana": kana, "number": number}
    fields = [PlainField(context=context(part, person), value=value) for part, value in values.items()]
    name_sealed, kana_sealed, number_sealed = cipher.seal(fields)
    digest = cipher.digest(NUMBER_DIGEST, same_number(number))
    return SealedPerson(name=name_sealed, kana=kana_sealed, number=number_sealed, number_digest=digest)


def seal_field(cipher: FieldCipher, part: str, person: str, value: str) -> bytes:
    """One personal field (`name`, `kana` or `mail`) of the person with this id, sealed; outside any writing transaction."""
    return cipher.seal([PlainField(context=context(part, person), value=value)])[0]


def same_number(number: str) -> str:
    """A person number as it is compared: width, case and spaces make no second person (Unicode NFKC, UAX #15)."""
    return "".join(unicodedata.normalize("NFKC", number).casefold().split())


def context(part: str, person: str) -> str:
    """The context of a person's `name`, `kana`, `number` or `mail`."""
    return f"person.{part}:{person}"

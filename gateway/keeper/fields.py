"""Personal fields of the database (R-83): sealed for one table, column and row; opened only there."""

from gateway.crypto import aead, digest
from gateway.crypto.aead import Aead
from gateway.ipc.server import Refuse
from gateway.keeper import words
from gateway.keeper.custody import Custody
from gateway.keeper.requests import FieldsOpen, FieldsSeal
from gateway.keeper.standing import Standing
from gateway.vocabulary.secret import Secret


class Fields:
    """Seals, opens and digests fields, many at a time."""

    def __init__(self, custody: Custody, fields: Aead) -> None:
        self._fields = fields
        self._lookup = custody.keys.lookup

    def seal(self, _standing: Standing, asked: FieldsSeal) -> list[bytes]:
        """Sealed values, in order."""
        return [self._fields.seal(item.value.encode("utf-8"), _place(item.context)) for item in asked.items]

    def open(self, _standing: Standing, asked: FieldsOpen) -> list[str]:
        """The values, in order. Raises Refuse when one was changed or belongs elsewhere: then none is shown."""
        try:
            return [self._fields.open(item.sealed, _place(item.context)).decode("utf-8") for item in asked.items]
        except aead.SealBroken:
            raise Refuse("field.broken", words.SEAL_BROKEN) from None

    def digest(self, _standing: Standing, asked: FieldsSeal) -> list[bytes]:
        """Keyed digests, in order: equal in one context exactly where the values are equal (a second account, say)."""
        return [keyed(self._lookup, item.context, item.value) for item in asked.items]


def keyed(lookup: Secret, context: str, value: str) -> bytes:
    """The keyed digest of one value in one context, 32 bytes."""
    return digest.keyed(lookup, _place(context) + b"\0" + value.encode())


def opened(fields: Aead, context: str, sealed: bytes) -> str:
    """One personal field. Raises SealBroken."""
    return fields.open(sealed, _place(context)).decode("utf-8")


def _place(context: str) -> bytes:
    return b"sekisho field\0" + context.encode("utf-8")

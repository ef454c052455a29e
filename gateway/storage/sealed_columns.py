"""Columns that hold what only the keeper opens (R-83), and the look at them before anything starts: not one is readable.

What is sealed is as good as chance: that 28 of its bytes or more read as text happens to nobody. What reads as text was written
by something that does not seal, and a gateway that would go on beside it has to be stopped.
"""

import unicodedata
from typing import Final

from sqlalchemy import Column, Engine, select

from gateway.storage.engine import reading
from gateway.storage.tables import CREDENTIAL, PASSKEY, PERSON, RECORDING_KEY, TARGET_SECRET
from gateway.vocabulary.outcome import GatewayFault, Text

SEALED: Final[tuple[Column[bytes], ...]] = (
    PERSON.c.name_sealed, PERSON.c.kana_sealed, PERSON.c.number_sealed, PERSON.c.mail_sealed, CREDENTIAL.c.sealed,
    TARGET_SECRET.c.sealed, TARGET_SECRET.c.pending, PASSKEY.c.sealed, RECORDING_KEY.c.sealed,
)  # fmt: skip
SEALED_BYTES_MIN: Final = 28  # a nonce and a tag


def require_sealed(engine: Engine) -> None:
    """Raises GatewayFault naming the first column in which something stands that was not sealed, and of which row."""
    with reading(engine) as connection:
        for column in SEALED:
            keys = column.table.primary_key.columns
            chosen = select(column, *keys).where(column.is_not(None)).execution_options(yield_per=1000)
            for value, *key in connection.execute(chosen):
                if is_readable(bytes(value)):
                    row = "/".join(each.hex() if isinstance(each, bytes) else str(each) for each in key)
                    raise GatewayFault(f"{column.table.name}.{column.name} of {row} is not sealed", NOT_SEALED)


def is_readable(value: bytes) -> bool:
    """True for what nobody sealed: too short for it, or text."""
    if len(value) < SEALED_BYTES_MIN:
        return True
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(unicodedata.category(letter) not in ("Cc", "Cn") or letter in "\t\r\n" for letter in text)


NOT_SEALED: Final = Text(
    ja="データベースに、暗号化されていない個人データまたは認証情報があります。開始しません。その行がどうして書かれたかを調べ、"
    "正しい手順（sekisho person / target）で登録し直してください。",
    en="The database holds a personal field or a credential that is not encrypted. Nothing starts. Find out how that row came to "
    "be, and register it anew with sekisho person or sekisho target.",
)

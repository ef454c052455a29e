from datetime import date

from gateway.authentication.ports import KeyKind
from gateway.crypto.digest import fingerprint
from gateway.storage.engine import reading
from gateway.storage.queries import people as lists
from gateway.storage.queries.people import KeyLine, PersonLine, RealName
from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from tests.gateway.storage.samples import NOW

SATO = PersonLine(
    id="P-sato",
    username="sato",
    employer="EMP-1",
    employer_name="見本保守株式会社",
    engagement=Engagement.DISPATCHED,
    agency="見本派遣",
    contract_end=date(2027, 3, 31),
    roles=frozenset({Role.ENGINEER}),
    language=Language.JAPANESE,
    standing=Standing.ACTIVE,
    version=1,
)


def test_accounts_by_user_name(office):
    with reading(office) as connection:
        assert [line.username for line in lists.people(connection)] == ["ito", "kato", "sato"]
        assert [line.username for line in lists.people(connection, limit=1)] == ["ito"]
        assert lists.person_named(connection, "sato") == SATO
        assert lists.person_named(connection, "nobody") is None


def test_R83_real_names_are_opened_in_one_batch_and_hide_in_repr(office, cipher):
    asked = []

    class Counting:
        def open(self, fields):
            asked.append(len(fields))
            return cipher.open(fields)

    with reading(office) as connection:
        names = lists.real_names(connection, Counting(), ["P-sato", "P-kato", "P-nobody"])
        assert lists.real_names(connection, Counting(), []) == {}
    assert names["P-sato"] == RealName(name="見本 花子", kana="ミホン ハナコ", number="N-sato")
    assert set(names) == {"P-sato", "P-kato"}
    assert asked == [6]
    assert "見本" not in repr(names)


def test_keys_of_an_owner(office):
    with reading(office) as connection:
        assert lists.keys_of(connection, "T-pc-01") == [
            KeyLine(
                fingerprint=fingerprint(b"terminal key of pc-01"), kind=KeyKind.TERMINAL, owner="T-pc-01", comment="",
                added_at=NOW, revoked_at=None,
            )
        ]  # fmt: skip
        assert lists.keys_of(connection, "P-sato") == []

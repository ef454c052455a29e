from datetime import date

import pytest
from sqlalchemy import text

from gateway.storage.engine import reading, writing
from gateway.storage.stores.people import People
from gateway.vocabulary.identity import Engagement, Language, Person, Role, Standing
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import add_person

CHANGE = {
    "employer": "EMP-1",
    "engagement": Engagement.OWN,
    "agency": None,
    "contract_end": date(2028, 3, 31),
    "roles": frozenset({Role.ENGINEER, Role.SUPERVISOR}),
    "language": Language.ENGLISH,
    "standing": Standing.SUSPENDED,
}


def test_a_person_is_read_back_whole(database, cipher):
    with writing(database) as connection:
        assert not People(connection).any()
        assert add_person(connection, cipher, "sato", number="1001")
        assert People(connection).any()
    with reading(database) as connection:
        assert People(connection).get("P-sato", cipher) == Person(
            id="P-sato",
            username="sato",
            name="見本 花子",
            kana="ミホン ハナコ",
            number="1001",
            employer="EMP-1",
            engagement=Engagement.DISPATCHED,
            agency="見本派遣",
            contract_end=date(2027, 3, 31),
            roles=frozenset({Role.ENGINEER}),
            language=Language.JAPANESE,
            standing=Standing.ACTIVE,
        )
        assert People(connection).get("P-nobody", cipher) is None


def test_R13_no_second_account_for_a_user_name_an_id_or_a_number(database, cipher):
    with writing(database) as connection:
        assert add_person(connection, cipher, "sato", number="1001")
        assert not add_person(connection, cipher, "sato", number="1002")
        assert not add_person(connection, cipher, "suzuki", number="１００１")
        assert add_person(connection, cipher, "suzuki", number="1002")


def test_R13_no_account_without_a_known_employer(database, cipher):
    with writing(database) as connection:
        assert not add_person(connection, cipher, "sato", employer="EMP-none")
        add_person(connection, cipher, "sato")
        assert not People(connection).change("P-sato", 1, **(CHANGE | {"employer": "EMP-none"}))


def test_a_change_needs_the_version_its_author_saw(database, cipher):
    with writing(database) as connection:
        add_person(connection, cipher, "sato")
        people = People(connection)
        assert not people.change("P-sato", 2, **CHANGE)
        assert people.change("P-sato", 1, **CHANGE)
        assert not people.change("P-sato", 1, **CHANGE)
        assert not people.change("P-nobody", 1, **CHANGE)
        assert people.change("P-sato", 2, **CHANGE)
        facts = people.login("sato")
    assert (facts.roles, facts.language, facts.contract_end, facts.standing) == (
        CHANGE["roles"], Language.ENGLISH, date(2028, 3, 31), Standing.SUSPENDED,
    )  # fmt: skip


def test_log_in_facts_need_no_cipher(database, cipher):
    with writing(database) as connection:
        add_person(connection, cipher, "sato")
        facts = People(connection).login("sato")
        assert (facts.person_id, facts.username, facts.standing) == ("P-sato", "sato", Standing.ACTIVE)
        assert People(connection).login("Sato") is None


@pytest.mark.parametrize(
    ("today", "standing", "expected"),
    [
        (date(2027, 3, 31), "active", {Role.ENGINEER}),
        (date(2027, 4, 1), "active", set()),
        (date(2026, 1, 1), "suspended", set()),
        (date(2026, 1, 1), "revoked", set()),
    ],
)
def test_R20_roles_end_with_contract_and_standing(database, cipher, today, standing, expected):
    with writing(database) as connection:
        add_person(connection, cipher, "sato")
        connection.execute(text("UPDATE person SET standing = :standing"), {"standing": standing})
        assert People(connection).roles("P-sato", today) == expected
        assert People(connection).roles("P-nobody", today) == set()


def test_credentials_are_replaced_one_kind_at_a_time(database, cipher):
    with writing(database) as connection:
        add_person(connection, cipher, "sato")
        people = People(connection)
        assert people.put_credential("P-sato", "password", b"one")
        assert people.put_credential("P-sato", "totp", b"two")
        assert people.put_credential("P-sato", "password", b"three")
        assert not people.put_credential("P-nobody", "password", b"x")
        rows = connection.execute(text("SELECT kind, sealed FROM credential ORDER BY kind")).all()
    assert [tuple(row) for row in rows] == [("password", b"three"), ("totp", b"two")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("engagement", "borrowed"),
        ("roles", '["engineer","king"]'),
        ("roles", "engineer"),
        ("language", "fr"),
        ("standing", ""),
        ("contract_end", "never"),
    ],
)
def test_a_row_that_is_not_understood_names_table_column_and_id(database, cipher, column, value):
    with writing(database) as connection:
        add_person(connection, cipher, "sato")
        connection.execute(text(f"UPDATE person SET {column} = :value"), {"value": value})
        with pytest.raises(GatewayFault, match=f"row P-sato of table person .* column {column} "):
            People(connection).get("P-sato", cipher)


def test_R83_a_sealed_name_moved_to_another_row_does_not_open(database, cipher):
    with writing(database) as connection:
        add_person(connection, cipher, "sato")
        add_person(connection, cipher, "suzuki", name="別人 太郎")
        connection.execute(
            text(
                "UPDATE person SET name_sealed = (SELECT name_sealed FROM person WHERE id='P-suzuki') WHERE id='P-sato'"
            )
        )
        with pytest.raises(GatewayFault):
            People(connection).get("P-sato", cipher)

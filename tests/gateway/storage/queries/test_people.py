from datetime import date

from gateway.authentication.ports import KeyKind
from gateway.crypto.digest import fingerprint
from gateway.storage.engine import reading, writing
from gateway.storage.fields import seal_field
from gateway.storage.queries import people as lists
from gateway.storage.queries.people import KeyLine, PeopleFilter, PersonLine, RealName
from gateway.storage.stores.people import People
from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from tests.gateway.storage.samples import NOW, add_person

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


def test_a_part_of_the_list_and_how_many_meet_the_filter(office, cipher):
    with writing(office) as connection:
        for number in range(5):
            add_person(connection, cipher, f"eng-{number}", roles=frozenset({Role.ENGINEER, Role.CLIENT}))

    def found(**wanted):
        with reading(office) as connection:
            lines, total = lists.found_people(connection, PeopleFilter(**wanted))
        return [line.username for line in lines], total

    assert found(role=Role.CLIENT, limit=2, offset=2) == (["eng-2", "eng-3"], 5)
    assert found(employer="EMP-none") == ([], 0)
    assert found(standing=Standing.REVOKED)[1] == 0
    assert found(ending_until=date(2027, 3, 30))[1] == 0
    assert found(ending_until=date(2027, 3, 31))[1] == 8
    with reading(office) as connection:
        assert lists.person_by_id(connection, "P-sato") == SATO
        assert lists.person_by_id(connection, "sato") is None


def test_R83_a_mail_address_is_sealed_for_its_person_and_what_is_not_given_stays(office, cipher):
    with writing(office) as connection:
        sealed = seal_field(cipher, "mail", "P-sato", "sato@example.jp")
        line, people = SATO, People(connection)
        kept = {
            "employer": line.employer, "engagement": line.engagement, "agency": line.agency, "roles": line.roles,
            "contract_end": line.contract_end, "language": line.language, "standing": line.standing,
        }  # fmt: skip
        assert people.change("P-sato", 1, **kept, mail_sealed=sealed, trained_on=date(2026, 4, 1))
        assert lists.mails(connection, cipher, ["P-sato", "P-kato"]) == {"P-sato": "sato@example.jp"}
        assert people.change("P-sato", 2, **kept)
        found = people.get("P-sato", cipher)
        assert (found.mail, found.trained_on, found.name) == ("sato@example.jp", date(2026, 4, 1), "見本 花子")
        assert people.account("P-sato").has_mail
        assert people.change("P-sato", 3, **kept, mail_sealed=None, trained_on=None)
        gone = people.account("P-sato")
        assert (gone.has_mail, gone.trained_on) == (False, None)


def test_whose_a_key_ever_was(office):
    with reading(office) as connection:
        assert lists.key_holder(connection, fingerprint(b"terminal key of pc-01")) == (KeyKind.TERMINAL, "pc-01")
        assert lists.key_holder(connection, "SHA256:nobody") is None

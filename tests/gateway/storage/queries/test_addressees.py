from sqlalchemy import update

from gateway.storage.engine import reading, writing
from gateway.storage.queries.addressees import addressees
from gateway.storage.tables import PERSON
from gateway.vocabulary.identity import Role, Standing


def test_everybody_with_an_address_still_sealed(office):
    with writing(office) as connection:
        connection.execute(update(PERSON).values(mail_sealed=None))
        connection.execute(update(PERSON).where(PERSON.c.id == "P-sato").values(mail_sealed=b"sealed"))
    with reading(office) as connection:
        (found,) = addressees(connection)
    assert (found.person, found.mail_sealed, found.standing) == ("P-sato", b"sealed", Standing.ACTIVE)
    assert Role.ENGINEER in found.roles

from gateway.storage.engine import reading, writing
from gateway.storage.stores.credentials import Credentials
from gateway.storage.stores.people import People
from gateway.vocabulary.identity import Role
from tests.gateway.storage.samples import add_person


def test_factors_are_read_by_user_name_still_sealed(database, cipher):
    with writing(database) as connection:
        add_person(connection, cipher, "sato")
        add_person(connection, cipher, "suzuki")
        People(connection).put_credential("P-sato", "password", b"sealed password")
        People(connection).put_credential("P-suzuki", "totp", b"sealed secret")
    with reading(database) as connection:
        sato, suzuki = (Credentials(connection).of(name) for name in ("sato", "suzuki"))
        assert Credentials(connection).of("nobody") is None
    assert (sato.person, sato.roles, sato.password_sealed, sato.totp_sealed) == (
        "P-sato", {Role.ENGINEER}, b"sealed password", None,
    )  # fmt: skip
    assert (suzuki.password_sealed, suzuki.totp_sealed) == (None, b"sealed secret")

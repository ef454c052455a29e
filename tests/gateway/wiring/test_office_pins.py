"""Pins of both kinds: fetched in an administrator's name, journalled, told in the way their tools tell them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from gateway.crypto.server_certificate import print_of
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.target import Protocol
from gateway.wiring import office_pins
from gateway.wiring.office_unfit import FieldsRefused
from tests.gateway.authorization.a_request import a_target
from tests.gateway.cli.town import Town
from tests.gateway.relay.postgres.target.a_database import ADatabase, a_database, an_ed25519_key, made
from tests.gateway.wiring.office_town import office_of


@pytest.fixture(scope="module")
def database() -> Iterator[ADatabase]:
    with a_database() as found:
        yield found


def test_each_kind_is_told_as_its_own_tools_tell_it() -> None:
    key, certificate = openssh.new_pair().public, made()[0]
    assert office_pins.print_of(Protocol.SSH, key) == fingerprint(key)
    assert office_pins.print_of(Protocol.POSTGRESQL, certificate) == print_of(certificate)
    shown = office_pins.shown_as(Protocol.POSTGRESQL, certificate)
    assert shown.about is not None
    assert shown.about.subject == "CN=callcenter-db.example"
    assert office_pins.shown_as(Protocol.SSH, key).about is None
    assert office_pins.shown_as(Protocol.POSTGRESQL, b"rubbish").about is None
    assert office_pins.certificates(a_target(protocol=Protocol.POSTGRESQL, host_keys=(b"rubbish",))) == ()


def test_R16_what_answers_is_journalled_with_whoever_asked(town: Town, database: ADatabase) -> None:
    with office_of(town, "ito") as office:
        found = office_pins.fetch_pins(office, Protocol.POSTGRESQL, "127.0.0.1", database.port)
        assert found == (database.certificate,)
        with pytest.raises(FieldsRefused, match=r"target\.unreachable"):
            office_pins.fetch_pins(office, Protocol.POSTGRESQL, "127.0.0.1", 1)
        with pytest.raises(CallRefused, match=r"target\.address"):
            office_pins.fetch_pins(office, Protocol.POSTGRESQL, "http://x", 1)
    told = town.events("target.keys_fetched")[-2:]
    assert [each["keys"] for each in told] == [[print_of(database.certificate)], []]
    assert {each["by_username"] for each in told} == {"ito"}
    with office_of(town, "sato") as office, pytest.raises(CallRefused):
        office_pins.fetch_pins(office, Protocol.POSTGRESQL, "127.0.0.1", database.port)


def test_a_certificate_that_cannot_be_pinned_is_said_beside_the_pins(town: Town, database: ADatabase) -> None:
    before = [(database.home / "data" / name).read_bytes() for name in ("server.crt", "server.key")]
    _, pem, key = made(an_ed25519_key())
    database.shows(pem, key)
    try:
        with office_of(town, "ito") as office:
            for _ in range(200):
                try:
                    office_pins.fetch_pins(office, Protocol.POSTGRESQL, "127.0.0.1", database.port)
                except FieldsRefused as refused:
                    assert [(each.field, each.code) for each in refused.objected] == [
                        ("host_keys", "target.certificate")
                    ]
                    assert "Ed25519" in refused.text.en
                    return
        raise AssertionError("it was never shown")
    finally:
        database.shows(*before)


def test_what_is_pinned_may_stay_and_what_is_new_must_answer(town: Town, database: ADatabase) -> None:
    old, other = made()[0], made()[0]
    target = a_target(protocol=Protocol.POSTGRESQL, address="127.0.0.1", port=database.port, host_keys=(old, other))
    with office_of(town, "ito") as office:
        assert office_pins.confirmed_pins(office, target, [print_of(other)]) == (other,)
        wanted = [print_of(old), print_of(database.certificate), print_of(old)]
        assert office_pins.confirmed_pins(office, target, wanted) == (old, database.certificate)
        with pytest.raises(FieldsRefused, match=r"target\.host-key"):
            office_pins.confirmed_pins(office, target, [print_of(made()[0])])
        with pytest.raises(FieldsRefused, match=r"target\.unreachable"):
            office_pins.confirmed_pins(office, replace(target, port=1), [print_of(database.certificate)])


def test_each_protocol_has_pins_of_its_own() -> None:
    with pytest.raises(CallRefused) as refused:
        office_pins.shown_pins(a_target(protocol=Protocol.POSTGRESQL), Protocol.SSH)
    assert refused.value.text is office_pins.NO_HOST_KEY
    with pytest.raises(CallRefused) as refused:
        office_pins.shown_pins(a_target(), Protocol.POSTGRESQL)
    assert refused.value.text is office_pins.NO_CERTIFICATE

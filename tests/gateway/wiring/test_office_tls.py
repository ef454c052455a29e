"""The office's certificates, and the authority they share with the database door."""

from pathlib import Path

import pytest
from cryptography import x509

from gateway.crypto import tls
from gateway.crypto.office_certificate import door_certificate
from gateway.settings import reading
from gateway.settings.schema import Settings
from gateway.vocabulary.clock import SystemClock
from gateway.wiring import office_tls
from gateway.wiring.places import places
from tests.gateway.crypto.tls_peers import SERVER, pem_of
from tests.gateway.wiring.a_service import a_state


def changed(settings: Settings, **door: object) -> Settings:
    return settings.model_copy(update={"postgres": settings.postgres.model_copy(update=door)})


def prepare(settings: Settings) -> None:
    office_tls.prepare(settings, places(settings), office=None, keeper=None)


def constraints(settings: Settings) -> set[str]:
    read = x509.load_pem_x509_certificate(places(settings).office_authority.read_bytes())
    named = read.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    return {str(each.value) for each in named or ()}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return a_state(tmp_path).settings


def test_the_authority_is_for_the_office_and_the_doors_names(settings: Settings) -> None:
    assert constraints(settings) == {"localhost", "127.0.0.1/32"}
    found = office_tls.door_authority(settings, places(settings))
    assert found is not None
    assert found.names == ("localhost", "127.0.0.1")
    door_certificate(found.authority, tls.new_key()[1], found.names, SystemClock().now())


def test_doing_it_again_changes_nothing(settings: Settings) -> None:
    at = places(settings)
    before = at.office_authority.read_bytes(), at.office_certificate.read_bytes()
    prepare(settings)
    assert (at.office_authority.read_bytes(), at.office_certificate.read_bytes()) == before


def test_a_name_that_is_new_makes_a_new_authority_and_the_office_a_certificate_under_it(settings: Settings) -> None:
    at = places(settings)
    before = at.office_authority.read_bytes(), at.office_certificate.read_bytes()
    more = changed(settings, names=("localhost", "db.example"))
    assert office_tls.door_authority(more, at) is None, "before init"
    prepare(more)
    assert at.office_authority.read_bytes() != before[0]
    assert at.office_certificate.read_bytes() != before[1]
    assert constraints(more) == {"localhost", "db.example"}
    assert office_tls.door_authority(more, at) is not None


def test_fewer_names_keep_the_authority(settings: Settings) -> None:
    before = places(settings).office_authority.read_bytes()
    prepare(changed(settings, names=("localhost",)))
    prepare(changed(settings, port=None))
    assert places(settings).office_authority.read_bytes() == before


def test_without_a_door_there_is_nothing_to_certify(settings: Settings) -> None:
    assert office_tls.door_authority(changed(settings, port=None), places(settings)) is None
    assert office_tls.door_names(changed(settings, port=None)) == ()


def test_a_door_without_names_has_the_offices(settings: Settings) -> None:
    assert office_tls.door_names(changed(settings, names=())) == ("localhost",)


def test_an_office_with_a_certificate_of_its_own_has_an_authority_for_the_door(tmp_path: Path) -> None:
    made = a_state(tmp_path).settings
    at = places(made)
    for path in (at.office_authority, at.office_authority_host, at.office_certificate, at.office_key):
        path.unlink()
    (tmp_path / "own.crt").write_bytes(pem_of(SERVER[0]))
    office = made.admin_ui.model_copy(update={"certificate": tmp_path / "own.crt", "key": tmp_path / "own.key"})
    settings = made.model_copy(update={"admin_ui": office})
    prepare(settings)
    assert at.office_authority.exists()
    assert not at.office_certificate.exists()
    assert office_tls.door_authority(settings, at) is not None


@pytest.mark.parametrize("name", ["Db.example", "db example", "", "x" * 254])
def test_names_are_host_names_or_addresses(settings: Settings, name: str) -> None:
    file = settings.file
    text = file.read_text().replace('names = ["localhost", "127.0.0.1"]', f'names = ["{name}"]')
    assert text != file.read_text()
    file.write_text(text)
    with pytest.raises(reading.SettingsRefused):
        reading.read(file)

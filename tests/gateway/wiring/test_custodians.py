import os
import stat

import pytest

from gateway.keeper import custody
from gateway.keeper.shares import ShareRefused
from gateway.settings.reading import read
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.wiring import custodians
from gateway.wiring.places import places
from tests.gateway.wiring.a_service import a_state


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return a_state(tmp_path_factory.mktemp("state")).settings


def test_before_a_split_there_is_no_backup(tmp_path):
    with pytest.raises(GatewayFault) as refused:
        custodians.kept_keys(a_state(tmp_path).settings)
    assert "custody split" in refused.value.text.en


def test_the_journal_hears_before_any_share_exists(settings):
    told = []
    shares = custodians.split(settings, 3, told.extend)
    (event,) = told
    assert (event.kind, event.custodians) == ("custody.split", 3)
    assert len({share.reveal() for share in shares}) == 3


def test_where_the_journal_does_not_hear_nothing_is_handed_out(tmp_path):
    settings = a_state(tmp_path).settings

    def deaf(events):
        raise GatewayFault("the registrar is away")

    with pytest.raises(GatewayFault, match="away"):
        custodians.split(settings, 2, deaf)
    assert not custodians.backup_folder(places(settings)).exists()


def test_two_shares_are_checked_against_this_gateways_key(settings, tmp_path):
    shares = custodians.split(settings, 3, lambda events: None)
    custodians.check(settings, shares[:2])
    custodians.check(settings, [shares[2], shares[0]])
    another = custodians.split(a_state(tmp_path).settings, 2, lambda events: None)
    with pytest.raises(ShareRefused, match="another gateway"):
        custodians.check(settings, another)
    with pytest.raises(ShareRefused):
        custodians.check(settings, [shares[0], another[1]])


def test_what_stays_is_private_and_is_no_share(settings):
    shares = custodians.split(settings, 2, lambda events: None)
    folder = custodians.backup_folder(places(settings))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = custodians.kept_keys(settings).kept()
    master = (settings.state.directory / "keeper" / "master.key").read_bytes()
    assert kept not in master
    assert not any(share.reveal() in file.read_bytes() for share in shares)


def test_a_file_others_can_read_is_refused(tmp_path):
    settings = a_state(tmp_path).settings
    custodians.split(settings, 2, lambda events: None)
    os.chmod(custodians.backup_folder(places(settings)) / custodians.KEY_FILE, 0o644)
    with pytest.raises(GatewayFault, match="open to others"):
        custodians.kept_keys(settings)
    assert read(settings.file) == settings
    assert "Secret" in repr(Secret(b""))


def test_a_lost_master_key_comes_back_from_two_custodians_and_from_nobody_else(tmp_path):
    settings = a_state(tmp_path).settings
    shares = custodians.split(settings, 3, lambda events: None)
    strangers = custodians.split(a_state(tmp_path / "other").settings, 2, lambda events: None)
    file = places(settings).keeper_keys / custody.MASTER
    whole = file.read_bytes()
    told = []
    with pytest.raises(GatewayFault, match="is there"):
        custodians.recover(settings, shares[:2], told.extend)
    file.unlink()
    for wrong in (strangers, [shares[0], shares[0]], [shares[0], strangers[1]]):
        with pytest.raises(ShareRefused):
            custodians.recover(settings, wrong, told.extend)
    assert not file.exists()
    assert told == []
    custodians.recover(settings, shares[1:], told.extend)
    assert file.read_bytes() == whole
    assert [event.kind for event in told] == ["custody.recovered"]
    custody.load(places(settings).keeper_keys)

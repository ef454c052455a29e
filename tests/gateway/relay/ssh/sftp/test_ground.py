"""Where places really are; links are followed by us and not by hope."""

import pytest

from gateway.relay.ssh.sftp.folder import Declined
from gateway.relay.ssh.sftp.ground import Ground
from gateway.relay.ssh.sftp.replies import Code
from gateway.vocabulary.outcome import TargetError
from tests.gateway.relay.ssh.sftp.a_server import a_far


@pytest.fixture
def far(tmp_path):
    for name in ("home/incoming/sub", "outside"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "outside" / "secret").write_text("x")
    with a_far(tmp_path / "home") as far:
        yield far


def test_a_folder_from_the_home_or_absolute(far, tmp_path):
    for spelled in ("incoming", str(tmp_path / "home" / "incoming")):
        assert Ground.find(far, spelled).folder((b"sub",)) == str(tmp_path / "home/incoming/sub").encode()


@pytest.mark.parametrize("drop_folder", [".", "/", "incoming/none", "..", "../outside/secret"])
def test_R10_a_folder_that_is_none_or_holds_the_home_is_refused(far, drop_folder):
    with pytest.raises(TargetError) as refused:
        Ground.find(far, drop_folder)
    assert refused.value.text is not None


def test_R02_no_link_leads_out(far, tmp_path):
    ground = Ground.find(far, "incoming")
    folder = tmp_path / "home/incoming"
    (folder / "out").symlink_to(tmp_path / "outside")
    (folder / "leaf").symlink_to(tmp_path / "outside/secret")
    (folder / "up").symlink_to("../..")
    for attempt in (
        lambda: ground.folder((b"out",)),
        lambda: ground.name((b"out", b"new")),
        lambda: ground.attributes((b"leaf",)),
        lambda: ground.own_attributes((b"up", b"outside")),
        lambda: ground.folder((b"sub", b"..", b"..")),
    ):
        with pytest.raises(Declined) as declined:
            attempt()
        assert declined.value.code is Code.PERMISSION_DENIED


def test_a_link_inside_is_followed(far, tmp_path):
    ground = Ground.find(far, "incoming")
    (tmp_path / "home/incoming/again").symlink_to("sub")
    assert ground.attributes((b"again",)).is_folder
    assert ground.own_attributes((b"again",)).is_link


def test_a_drop_folder_behind_a_link_is_its_real_one(far, tmp_path):
    (tmp_path / "home/by-link").symlink_to("incoming")
    assert Ground.find(far, "by-link").folder(()) == str(tmp_path / "home/incoming").encode()


def test_what_is_not_there(far):
    with pytest.raises(Declined) as declined:
        Ground.find(far, "incoming").own_attributes((b"none",))
    assert declined.value.code is Code.NO_SUCH_FILE

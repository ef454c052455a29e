import os
import pwd

import pytest

from gateway.wiring.acting import acting_as
from gateway.wiring.users import User

NOBODY = pwd.getpwnam("nobody")


def test_without_a_user_nothing_changes():
    with acting_as(None):
        assert os.geteuid() == os.getuid()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may act as another user")
def test_root_acts_as_the_user_and_is_root_again_even_after_a_fault(tmp_path):
    mine = tmp_path / "mine"
    mine.write_text("root's")
    mine.chmod(0o600)
    with pytest.raises(PermissionError), acting_as(User(name="nobody", uid=NOBODY.pw_uid, gid=NOBODY.pw_gid)):
        assert (os.geteuid(), os.getegid()) == (NOBODY.pw_uid, NOBODY.pw_gid)
        mine.read_text()
    assert (os.geteuid(), os.getegid()) == (0, os.getgid())
    assert mine.read_text() == "root's"

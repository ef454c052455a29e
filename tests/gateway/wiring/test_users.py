import os
import pwd

import pytest

from gateway.settings.reading import SettingsRefused
from gateway.wiring.users import PROCESSES, group_id, office_uids, uid_of, user_of
from tests.gateway.wiring.a_service import a_state

ME = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def settings(tmp_path):
    return a_state(tmp_path).settings


def naming(settings, **users):
    return settings.model_copy(update={"users": settings.users.model_copy(update=users)})


@pytest.mark.parametrize("process", PROCESSES)
def test_without_names_everything_is_whoever_runs_us(settings, process):
    assert user_of(settings, process) is None
    assert uid_of(settings, process) == os.getuid()


def test_a_name_is_looked_up(settings):
    assert uid_of(naming(settings, keeper=ME), "keeper") == os.getuid()


def test_R83_a_name_nobody_has_refuses_to_start_and_says_which(settings):
    with pytest.raises(SettingsRefused, match=r"users\.keeper: there is no user nobody-of-that-name"):
        user_of(naming(settings, keeper="nobody-of-that-name"), "keeper")


def test_the_office_is_root_and_who_runs_the_service(settings):
    assert office_uids(settings) == {0, os.getuid()}


def test_a_group_nobody_made():
    assert group_id("no-such-group") is None

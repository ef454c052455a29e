from datetime import UTC, datetime

import pytest

from gateway.vocabulary.identifiers import (
    ACCOUNT_NAME,
    DROP_FOLDER,
    IDENTIFIER,
    TARGET_NAME,
    USERNAME,
    new_identifier,
    new_order_id,
    new_recording_id,
    new_session_id,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("make", [new_session_id, new_recording_id, new_order_id])
def test_identifiers_have_one_form_and_their_day(make):
    made = make(NOW)
    assert IDENTIFIER.fullmatch(made)
    assert "-20261122-" in made


def test_identifiers_do_not_repeat():
    assert len({new_identifier("S", NOW) for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize("name", ["sato", "e001", "a.b_c-d", "x" * 32])
def test_R13_user_names(name):
    assert USERNAME.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["", "Sato", "1sato", "sato+x", "sa to", "佐藤", "sato\n", "x" * 33, "../sato", "-sato", "sato\x00", "sаto"]
)
def test_R13_what_is_no_user_name(name):
    assert not USERNAME.fullmatch(name)


@pytest.mark.parametrize("name", ["", "-a", "A", "a_b", "a/b", "a.b", "a" * 64, "a\n"])
def test_what_is_no_target_name(name):
    assert not TARGET_NAME.fullmatch(name)


@pytest.mark.parametrize("name", ["", "-a", "Root", "a b", "a;b", "$a", "a" * 33, "a\n"])
def test_what_is_no_account_name(name):
    assert not ACCOUNT_NAME.fullmatch(name)


@pytest.mark.parametrize("folder", ["incoming", "/srv/in.coming/x", "a/.b/..c", "...", "/日本/受け 取り"])
def test_R10_where_uploads_may_land(folder):
    assert DROP_FOLDER.fullmatch(folder)


@pytest.mark.parametrize(
    "folder", ["", "/", ".", "..", "a/..", "../a", "a/../b", "./a", "a/.", "a//b", "a/", "a\n", "a\0b", "~/a*", "a\x1b"]
)
def test_R10_no_upload_lands_elsewhere_or_at_the_root(folder):
    assert DROP_FOLDER.fullmatch(folder) is None

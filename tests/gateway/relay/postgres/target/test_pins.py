"""What a session is pinned to, and how the target's own word for it is judged."""

import pytest

from gateway.guards.statements import PINNED_PATH
from gateway.relay.postgres.target import words
from gateway.relay.postgres.target.pins import question, require_taken, settings
from gateway.vocabulary.outcome import TargetError


def rows(wanted, **other):
    found = {name.lower(): "ISO, DMY" if name == "DateStyle" else value for name, value in wanted.items()}
    return list({**found, **other}.items())


def test_R04_read_only_and_the_path_the_gate_reads_by():
    found = settings(30)
    assert found["default_transaction_read_only"] == "on"
    assert found["search_path"] == PINNED_PATH
    assert found["statement_timeout"] == "30000"
    assert settings(2)["lock_timeout"] == "2000"
    with pytest.raises(ValueError):
        settings(0)


def test_what_took_is_content():
    require_taken(settings(30), rows(settings(30)))


@pytest.mark.parametrize(
    "other", [{"search_path": "public"}, {"datestyle": "SQL, DMY"}, {"datestyle": "ISO"}, {"statement_timeout": "0"}]
)
def test_what_did_not_is_told(other):
    with pytest.raises(TargetError) as refused:
        require_taken(settings(30), rows(settings(30), **other))
    assert refused.value.text is words.NOT_PINNED


def test_an_answer_of_another_shape_is_none():
    with pytest.raises(TargetError):
        require_taken(settings(30), [("search_path", PINNED_PATH, "x"), (None,)])


def test_every_setting_is_asked_for():
    assert all(name.lower() in question(settings(1)) for name in settings(1))

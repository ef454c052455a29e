from pathlib import Path

from gateway.wiring.places import Places


def test_everything_lies_in_the_state_directory_and_nothing_twice():
    at = Places(Path("/state"))
    named = [
        at.keeper_keys, at.public_keys, at.database, at.recordings, at.journal, at.run, at.port, at.demo_marker,
        *(at.door(process, role) for process in ("keeper", "registrar") for role in ("gateway", "office", "worker")),
    ]  # fmt: skip
    assert all(place.is_relative_to("/state") for place in named)
    assert len(set(named)) == len(named)


def test_the_keepers_keys_and_what_all_may_read_are_apart():
    at = Places(Path("/state"))
    assert not at.public_keys.is_relative_to(at.keeper_keys)

from gateway.crypto.digest import fingerprint
from gateway.crypto.openssh import blob_of
from gateway.keeper import public_keys
from tests.gateway.cli.town import Town


def test_the_key_in_use_is_listed_without_anybody_entering(town: Town) -> None:
    (key,) = town.json("host-key", "list")["host_keys"]
    published = public_keys.read(town.state / "public" / "keys.json").host_key
    assert key == {"standing": "current", "fingerprint": fingerprint(blob_of(published)), "key": published}


def test_for_people_there_is_a_table(town: Town) -> None:
    shown = town.run("host-key", "list").stdout
    assert "使用中 / current" in shown
    assert "SHA256:" in shown

from datetime import timedelta

import pytest
from sqlalchemy import text

from gateway.crypto.digest import fingerprint
from gateway.storage.engine import writing
from gateway.storage.stores.keys import Keys
from gateway.storage.stores.terminals import Terminals, newest_keys
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.terminal import Terminal, TerminalKind
from tests.gateway.storage.samples import NOW, add_terminal


def test_a_terminal_with_its_key(database):
    with writing(database) as connection:
        add_terminal(connection)
        assert Terminals(connection).get("T-pc-01") == Terminal(
            id="T-pc-01",
            name="pc-01",
            site="大阪",
            owner="見本保守株式会社",
            public_key=b"terminal key of pc-01",
            standing=Standing.ACTIVE,
        )
        assert Terminals(connection).get("T-none") is None


def test_a_taken_name_and_an_unknown_id(database):
    with writing(database) as connection:
        add_terminal(connection)
        terminals = Terminals(connection)
        assert not terminals.add(id="T-other", name="pc-01", site="x", owner="x")
        change = {"name": "pc-09", "site": "東京", "owner": "x", "standing": Standing.REVOKED}
        assert not terminals.change(id="T-none", **change)
        assert terminals.change(id="T-pc-01", **change)
        found = terminals.get("T-pc-01")
    assert (found.name, found.site, found.standing) == ("pc-09", "東京", Standing.REVOKED)


def test_the_newest_good_key_is_shown(database):
    with writing(database) as connection:
        add_terminal(connection)
        for minutes in (1, 2):
            blob = b"newer %d" % minutes
            Keys(connection).add(
                fingerprint=fingerprint(blob), blob=blob, kind="terminal", owner="T-pc-01", comment="",
                at=NOW + timedelta(minutes=minutes),
            )  # fmt: skip
        Keys(connection).revoke(fingerprint(b"newer 2"), NOW)
        assert Terminals(connection).get("T-pc-01").public_key == b"newer 1"


def test_a_terminal_without_any_key_is_a_fault(database):
    with writing(database) as connection:
        connection.execute(
            text("INSERT INTO terminal (id, name, site, owner, standing) VALUES ('T-1', 'pc', 'x', 'x', 'active')")
        )
        with pytest.raises(GatewayFault, match="T-1 of table terminal"):
            Terminals(connection).get("T-1")


def test_R18_a_certificate_is_one_terminals(database):
    with writing(database) as connection:
        add_terminal(connection)
        terminals = Terminals(connection)
        assert terminals.add(
            id="T-2", name="pc-02", site="x", owner="x", kind=TerminalKind.OUTBOUND, certificate=b"der"
        )
        assert not terminals.add(id="T-3", name="pc-03", site="x", owner="x", certificate=b"der")
        assert (terminals.certified(b"der"), terminals.certified(b"other")) == ("T-2", None)
        kept = {"name": "pc-02", "site": "x", "owner": "x", "standing": Standing.ACTIVE}
        assert terminals.change(id="T-2", **kept, certificate=None)
        assert terminals.certified(b"der") is None


def test_keys_are_chosen_alike_for_one_and_for_many(database):
    with writing(database) as connection:
        ids = [add_terminal(connection, f"pc-{number:02}") for number in range(3)]
        for minutes in (1, 2):
            blob = b"newer %d" % minutes
            Keys(connection).add(
                fingerprint=fingerprint(blob), blob=blob, kind="terminal", owner=ids[1], comment="",
                at=NOW + timedelta(minutes=minutes),
            )  # fmt: skip
        Keys(connection).revoke(fingerprint(b"newer 2"), NOW)
        assert newest_keys(connection, ids) == {each: Terminals(connection).get(each).public_key for each in ids}

from pathlib import Path

from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import Town, told


def test_R20_a_leaver_is_gone_for_good_with_his_keys_and_nobody_takes_him_back(pair: Town) -> None:
    pair.enter("nakano", "engineer", "N-nakano", by="ito", key=True)
    assert pair.as_json("ito", "person", "revoke", "nakano")["person"]["standing"] == "revoked"
    shown = pair.json("person", "show", "nakano")["person"]
    assert all(key["revoked_at"] is not None for key in shown["keys"])
    assert told(pair.as_("ito", "person", "resume", "nakano", "--json"), 1)["code"] == "revoked.for-good"
    assert "廃止しました" not in pair.as_("ito", "person", "revoke", "nakano").output


def test_R22_the_last_auditor_and_the_last_administrator_stay(tmp_path: Path) -> None:
    with a_settled_town(tmp_path) as town:
        _nobody_takes_the_last_away(town)


def _nobody_takes_the_last_away(town: Town) -> None:
    assert told(town.as_("ito", "person", "revoke", "mori", "--json"), 1)["code"] == "last.holder"
    assert told(town.as_("ito", "person", "suspend", "ito", "--json"), 1)["code"] == "last.holder"
    assert town.json("person", "show", "mori")["person"]["standing"] == "active"

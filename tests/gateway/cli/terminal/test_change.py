from tests.gateway.cli.town import Town, said, told


def a_terminal(town: Town, name: str) -> None:
    said(
        town.as_(
            "ito",
            "terminal",
            "add",
            name,
            "--key",
            str(town.key_file(name)),
            "--site",
            "東京",
            "--owner",
            "E",
            "--json",
        )
    )


def test_R18_name_site_and_keeper_change_and_the_key_stays(pair: Town) -> None:
    a_terminal(pair, "pc-7")
    before = pair.json("terminal", "show", "pc-7")["terminal"]
    wish = ("--name", "pc-seven", "--site", "大阪", "--owner", "E-2")
    after = pair.as_json("ito", "terminal", "change", "pc-7", *wish)["terminal"]
    assert (after["name"], after["site"], after["owner"], after["key"]) == ("pc-seven", "大阪", "E-2", before["key"])
    assert pair.events("office.committed")[-1]["facts"]["changed"]["site"] == {"before": "東京", "after": "大阪"}
    assert told(pair.run("terminal", "show", "pc-7", "--json"), 1)["code"] == "terminal.absent"
    assert (
        told(pair.as_("ito", "terminal", "change", "pc-seven", "--name", "pc-1", "--json"), 1)["code"]
        == "office.exists"
    )
    assert (
        told(pair.as_("ito", "terminal", "change", "pc-seven", "--site", "\x1b[2J", "--json"), 1)["code"]
        == "name.unfit"
    )


def test_R18_suspended_resumed_and_revoked_for_good_with_its_key(pair: Town) -> None:
    a_terminal(pair, "pc-8")
    assert pair.as_json("ito", "terminal", "suspend", "pc-8")["terminal"]["standing"] == "suspended"
    assert pair.as_json("ito", "terminal", "resume", "pc-8")["terminal"]["standing"] == "active"
    assert pair.as_json("ito", "terminal", "revoke", "pc-8")["terminal"]["standing"] == "revoked"
    assert pair.json("terminal", "show", "pc-8")["terminal"]["keys"][0]["revoked_at"] is not None
    assert told(pair.as_("ito", "terminal", "resume", "pc-8", "--json"), 1)["code"] == "revoked.for-good"
    assert "SHA256:" in pair.run("terminal", "show", "pc-8").output

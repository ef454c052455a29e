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
            "みなと運用",
            "--json",
        )
    )


def test_R18_name_site_and_keeper_change_and_the_key_stays(pair: Town) -> None:
    a_terminal(pair, "pc-7")
    before = pair.json("terminal", "show", "pc-7")["terminal"]
    other = pair.as_json("ito", "employer", "add", "ひがし保守")["employer"]["id"]
    wish = ("--name", "pc-seven", "--site", "大阪", "--owner", "ひがし保守")
    after = pair.as_json("ito", "terminal", "change", "pc-7", *wish)["terminal"]
    assert (after["name"], after["site"], after["owner"], after["key"]) == ("pc-seven", "大阪", other, before["key"])
    assert pair.events("office.committed")[-1]["facts"]["changed"]["site"] == {"before": "東京", "after": "大阪"}
    assert told(pair.run("terminal", "show", "pc-7", "--json"), 1)["code"] == "terminal.absent"
    assert (
        told(pair.as_("ito", "terminal", "change", "pc-seven", "--name", "pc-1", "--json"), 1)["code"]
        == "terminal.taken"
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


def test_what_nobody_registered_keeps_no_terminal(pair: Town) -> None:
    a_terminal(pair, "pc-91")
    refused = pair.as_("ito", "terminal", "change", "pc-91", "--owner", "E-nope", "--json")
    assert told(refused, 1)["code"] == "employer.absent"
    assert "sekisho employer list" in told(refused, 1)["en"]


def test_a_change_of_nothing_is_no_change(pair: Town) -> None:
    before = len(pair.events("office.committed"))
    for verb in (("terminal", "change", "pc-1"), ("target", "change", "callcenter-app"), ("person", "change", "sato")):
        result = pair.run(*verb, "--as", "ito")
        assert result.exit_code == 2
        assert "変更する項目がありません" in result.output
        assert "nothing to change" in result.output
    assert len(pair.events("office.committed")) == before

from tests.gateway.cli.town import Town, told


def test_a_terminal_given_up_takes_its_key_along(town: Town) -> None:
    file = town.key_file("pc-9")
    args = ("--key", str(file), "--site", "大阪", "--owner", "みなと運用")
    assert town.as_("ito", "terminal", "add", "pc-9", *args).exit_code == 0
    assert town.as_json("ito", "terminal", "revoke", "pc-9")["terminal"]["standing"] == "revoked"
    assert told(town.as_("ito", "terminal", "add", "pc-10", *args, "--json"), 1)["code"] == "key.taken"


def test_a_terminal_nobody_knows(town: Town) -> None:
    assert told(town.as_("ito", "terminal", "revoke", "pc-99", "--json"), 1)["code"] == "terminal.absent"

from tests.gateway.cli.town import Town, told


def test_a_further_key_of_a_person(town: Town) -> None:
    file = town.key_file("second")
    added = town.as_json("ito", "key", "add", "sato", str(file))["key"]["fingerprint"]
    keys = town.json("person", "show", "sato")["person"]["keys"]
    assert added in [key["fingerprint"] for key in keys]
    assert told(town.as_("ito", "key", "add", "yamada", str(file), "--json"), 1)["code"] == "key.taken"


def test_R18_a_terminals_key_is_never_a_persons(town: Town) -> None:
    refused = told(town.as_("ito", "key", "add", "sato", str(town.terminal_key), "--json"), 1)
    assert refused["code"] == "key.taken"
    assert "pc-1" in refused["ja"]


def test_a_file_that_is_no_key_is_refused_before_anybody_is_asked(town: Town) -> None:
    assert told(town.run("key", "add", "sato", str(town.settings), "--as", "ito", "--json"), 1)["code"] == "key.unfit"

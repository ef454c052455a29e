from tests.gateway.cli.town import Town, told


def test_one_code_one_client(town: Town) -> None:
    assert town.as_json("ito", "client", "add", "C02", "ほしみ通信")["client"] == {
        "id": "C02",
        "name": "ほしみ通信",
        "kana": "",
        "contact": "",
    }
    assert told(town.as_("ito", "client", "add", "C02", "別の会社", "--json"), 1)["code"] == "office.exists"
    assert told(town.as_("mori", "client", "add", "C03", "別の会社", "--json"), 1)["code"] == "role.missing"

import pytest

from tests.gateway.cli.town import Town, a_target, told

WISH = ("--target", "callcenter-app", "--purpose", "failure", "--reason", "障害調査")


def test_R23_an_order_is_asked_for_in_ones_own_name(town: Town) -> None:
    order = town.as_json("sato", "order", "request", *WISH, "--hours", "1.5")["order"]
    assert order["standing"] == "asked"
    assert order["targets"] == [{"name": "callcenter-app", "accounts": ["app"]}]
    (line,) = [each for each in town.json("order", "list")["orders"] if each["id"] == order["id"]]
    assert (line["engineer"], line["requester"]) == ("sato", "sato")
    assert town.events("order.asked")[-1]["order"] == order["id"]


def test_a_supervisor_asks_for_an_engineer(town: Town) -> None:
    order = town.as_json("yamada", "order", "request", *WISH, "--hours", "1", "--for", "sato")["order"]["id"]
    shown = town.json("order", "show", order)["order"]
    assert (shown["engineer"], shown["requester"]) == ("sato", "yamada")


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        (("--hours", "9"), "AP-209"),
        (("--until", "2020-01-01T00:00"), "AP-208"),
        (("--hours", "1", "--personal-data"), "AP-212"),
        (("--hours", "1", "--client", "C99"), "AP-213"),
        (("--hours", "1", "--target", "callcenter-app/root"), "AP-207"),
        (("--hours", "1", "--for", "yamada"), "AP-202"),
        (("--hours", "1", "--purpose", "inquiry"), "AP-211"),
        (("--hours", "1", "--reason", "x\x1b[2J"), "AP-112"),
    ],
)
def test_R23_R24_every_objection_is_named_with_its_rule(town: Town, more: tuple[str, ...], rule: str) -> None:
    refused = told(town.as_("sato", "order", "request", *WISH, *more, "--json"), 1)
    assert rule in [each["rule"] for each in refused["reasons"]]
    assert "→" in refused["ja"]


@pytest.mark.parametrize("more", [(), ("--hours", "1", "--until", "23:59")])
def test_the_end_is_given_once(town: Town, more: tuple[str, ...]) -> None:
    assert told(town.as_("sato", "order", "request", *WISH, *more, "--json"), 1)["code"] == "order.window"


def test_a_target_with_several_accounts_wants_one_named(town: Town) -> None:
    where = ("--address", "192.0.2.7", "--port", "22", "--host-key", str(town.key_file("two")))
    a_target(town, "two-doors", *where, "--account", "a", "--account", "b")
    wish = ("--target", "two-doors", "--purpose", "failure", "--reason", "x", "--hours", "1")
    assert told(town.as_("sato", "order", "request", *wish, "--json"), 1)["code"] == "order.account"


def test_R96_a_template_fills_in_the_rest(town: Town) -> None:
    order = town.as_json("sato", "order", "request", "--template", "fault-data", "--reason", "照合")["order"]
    assert order["targets"] == [{"name": "callcenter-app", "accounts": ["app"]}]
    assert (order["purpose"], order["mode"], order["subjects"]) == ("failure", "shell", 20)
    assert (order["template"], order["clients"]) == ("fault-data", ["C01"])
    other = ("--purpose", "backup", "--subjects", "3", "--hours", "1")
    given = town.as_json("sato", "order", "request", "--template", "fault-data", "--reason", "照合", *other)["order"]
    assert (given["purpose"], given["subjects"]) == ("backup", 3)


def test_R25_personal_data_are_of_a_number_of_people(town: Town) -> None:
    order = town.as_json("sato", "order", "request", *WISH, "--hours", "1", "--personal-data", "--client", "C01")[
        "order"
    ]
    assert order["subjects"] == 20
    assert town.as_json("sato", "order", "request", *WISH, "--hours", "1")["order"]["subjects"] is None


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--template", "no-such"), "order.template"),
        (("--template", "backup-check"), "order.incomplete"),  # it names no target
        (("--hours", "1"), "order.incomplete"),
    ],
)
def test_what_neither_template_nor_person_says_is_asked_for(town: Town, args: tuple[str, ...], code: str) -> None:
    assert told(town.as_("sato", "order", "request", *args, "--reason", "x", "--json"), 1)["code"] == code

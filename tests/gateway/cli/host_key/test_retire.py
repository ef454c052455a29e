from tests.gateway.cli.town import Town, told


def test_the_key_in_use_and_an_unknown_one_stay(town: Town) -> None:
    (current,) = town.json("host-key", "list")["host_keys"]
    for named, code in ((current["fingerprint"], "host_key.current"), ("SHA256:none", "host_key.absent")):
        assert told(town.as_("ito", "host-key", "retire", named, "--json"), 1)["code"] == code
    assert told(town.as_("sato", "host-key", "retire", current["fingerprint"], "--json"), 1)["code"] == "role.missing"


def test_a_prepared_key_is_given_up_for_good(town: Town) -> None:
    _, following = town.as_json("ito", "host-key", "prepare")["host_keys"]
    assert len(town.as_json("ito", "host-key", "retire", following["fingerprint"])["host_keys"]) == 1
    assert town.events("host_key.changed")[-1]["step"] == "retired"
    assert (
        told(town.as_("ito", "host-key", "retire", following["fingerprint"], "--json"), 1)["code"] == "host_key.absent"
    )

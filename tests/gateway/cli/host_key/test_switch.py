from tests.gateway.cli.town import Town, said, told


def test_the_next_key_is_used_and_the_one_before_is_still_announced(town: Town) -> None:
    assert told(town.as_("ito", "host-key", "switch", "--json"), 1)["code"] == "host_key.no-next"
    old, new = town.as_json("ito", "host-key", "prepare")["host_keys"]
    found = town.as_json("ito", "host-key", "switch")["host_keys"]
    assert [(key["standing"], key["key"]) for key in found] == [("current", new["key"]), ("former", old["key"])]
    assert told(town.as_("yamada", "host-key", "switch", "--json"), 1)["code"] == "role.missing"
    said(town.as_("ito", "host-key", "retire", old["fingerprint"], "--json"))


def test_people_are_told_whom_to_tell(town: Town) -> None:
    old, _ = town.as_json("ito", "host-key", "prepare")["host_keys"]
    shown = town.as_("ito", "host-key", "switch").stdout
    assert "PuTTY" in shown
    assert "前 / former" in shown
    assert "旧い" not in shown
    assert shown.count("-o UpdateHostKeys=yes") == 2, "OpenSSH learns nothing where UserKnownHostsFile is set"
    said(town.as_("ito", "host-key", "retire", old["fingerprint"], "--json"))

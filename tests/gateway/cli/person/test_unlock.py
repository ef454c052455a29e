from tests.gateway.cli.town import Town, told


def test_R16_an_administrator_lifts_a_lock_and_the_journal_says_so(pair: Town) -> None:
    pair.enter("fujii", "supervisor", "N-fujii", by="ito")
    for _ in range(5):
        pair.run("order", "approve", "WO-none", "--as", "fujii", "--password-stdin", text="wrong\n000000\n")
    assert told(pair.as_("fujii", "order", "approve", "WO-none", "--json"), 1)["code"] == "entry.locked"
    assert pair.json("person", "show", "fujii")["person"]["locked_until"] is not None
    assert told(pair.as_("yamada", "person", "unlock", "fujii", "--json"), 1)["code"] == "role.missing"
    pair.as_json("ito", "person", "unlock", "fujii")
    assert pair.json("person", "show", "fujii")["person"]["locked_until"] is None
    assert not told(pair.as_("fujii", "order", "approve", "WO-none", "--json"), 1)["code"].startswith("entry.")
    last = [each for each in pair.events("office.committed") if each["change"] == "LockLifted"][-1]
    assert (last["subject"], last["by_username"]) == (pair.people["fujii"].id, "ito")

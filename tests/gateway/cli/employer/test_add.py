from tests.gateway.cli.town import Town, told


def test_one_name_one_employer(town: Town) -> None:
    assert town.as_("ito", "employer", "add", "あかつき保守", "--kind", "sub-processor").exit_code == 0
    assert told(town.as_("ito", "employer", "add", "あかつき保守", "--json"), 1)["code"] == "employer.taken"
    assert told(town.as_("ito", "employer", "add", "x\ny", "--json"), 1)["code"] == "name.unfit"

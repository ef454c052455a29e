import pytest

from gateway.keeper import public_keys
from tests.gateway.cli.town import Town


def test_the_line_for_known_hosts_and_nothing_else(town: Town) -> None:
    authority = public_keys.read(town.state / "public" / "keys.json").host_ca
    assert town.run("host-key", "ca").stdout == f"@cert-authority * {authority}\n"
    named = town.json("host-key", "ca", "--names", "callcenter-*")
    assert named["known_hosts"] == f"@cert-authority callcenter-* {authority}"


@pytest.mark.parametrize("names", ["", "a b", "あ", "a\nb"])
def test_a_pattern_that_would_be_another_line(town: Town, names: str) -> None:
    assert town.run("host-key", "ca", "--names", names).exit_code == 2

"""What is refused before a key is renewed."""

from click.testing import CliRunner

from gateway.cli.key.rotate import command


def test_descriptors_for_new_shares_are_for_the_master_key_alone() -> None:
    ran = CliRunner().invoke(command, ["journal", "--new-share-fd", "9"])
    assert ran.exit_code == 2
    assert "--new-share-fd is for master alone" in ran.output

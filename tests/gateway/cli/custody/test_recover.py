from gateway.keeper import custody
from tests.gateway.backups.a_backup import sekisho, split


def test_a_lost_master_key_is_put_back(town):
    shares = split(town)
    file = town.state / "keeper" / custody.MASTER
    refused = sekisho("custody", "recover", settings=town.settings, shares=shares[:2])
    assert (refused.returncode, "not lost" in refused.stdout) == (2, True)
    whole = file.read_bytes()
    file.unlink()
    try:
        said = sekisho("custody", "recover", settings=town.settings, shares=shares[1:])
        assert said.returncode == 0, said
        assert file.read_bytes() == whole
    finally:
        if not file.exists():
            file.write_bytes(whole)
            file.chmod(0o600)
    assert len(town.events("custody.recovered")) == 1

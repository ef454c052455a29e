import pytest

from gateway.ipc.messages import CallRefused
from gateway.keeper import public_keys
from gateway.keeper.public_keys import PublicKeys
from gateway.wiring import office_host_keys
from gateway.wiring.office import Office


def an_office(path) -> Office:
    class Places:
        public_keys = path

    office = Office.__new__(Office)
    office.__dict__["who"] = None
    office.__dict__["_places"] = Places
    return office


def test_every_announced_key_by_standing(tmp_path, monkeypatch):
    lines = [f"ssh-ed25519 {body}" for body in BODIES]
    keys = PublicKeys(
        host_key=lines[0],
        host_ca=lines[3],
        session_ca=lines[3],
        journal_vkey="v",
        recording_public=b"",
        recording_vkey=b"",
        assertion_vkey=b"",
        host_key_next=lines[1],
        host_keys_former="\n".join(lines[2:]),
    )
    public_keys.write(keys, tmp_path / "keys.json")
    office = an_office(tmp_path / "keys.json")
    monkeypatch.setattr(Office, "places", property(lambda self: self.__dict__["_places"]))
    found = office_host_keys.host_keys(office)
    assert [key.standing for key in found] == ["current", "next", "former", "former"]
    assert [key.line for key in found] == lines
    assert office_host_keys.certificate_authority(office) == lines[3]
    for step in (office_host_keys.prepare, office_host_keys.switch, lambda one: office_host_keys.retire(one, "x")):
        with pytest.raises(CallRefused) as refused:
            step(office)
        assert refused.value.code == "entry.nobody"


BODIES = [
    "AAAAC3NzaC1lZDI1NTE5AAAAI" + body
    for body in (
        "J" + "A" * 41 + "B",
        "K" + "A" * 41 + "B",
        "L" + "A" * 41 + "B",
        "M" + "A" * 41 + "B",
    )
]

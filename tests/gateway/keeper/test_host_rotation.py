import paramiko
import pytest

from gateway.crypto.openssh import blob_of, string
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients, custody, host_rotation, public_keys
from gateway.keeper.host_ring import KeyStanding
from gateway.vocabulary.outcome import GatewayFault

HASH = bytes(32)


@pytest.fixture
def published(world):
    path = world.custody.public_path
    path.parent.mkdir(exist_ok=True)
    public_keys.write(world.custody.public(), path)
    return path


@pytest.fixture
def office(world, published):
    del published
    return clients.HostKey(world.office("admin"))


def test_the_whole_life_of_a_key_as_clients_see_it(world, office, published):
    session = clients.HostKey(world.bound())
    (old,) = session.blobs()
    office.prepare()
    assert session.blobs()[0] == old
    new = session.blobs()[1]
    assert blob_of(public_keys.read(published).host_key_next) == new
    office.switch()
    assert session.blobs() == [new, old]
    assert blob_of(public_keys.read(published).host_key) == new
    assert blob_of(public_keys.read(published).host_keys_former) == old
    (former,) = [key for key in world.custody.host_ring.row if key.standing is KeyStanding.FORMER]
    office.retire(former.fingerprint)
    assert session.blobs() == [new]
    assert public_keys.read(published) == world.custody.public()
    steps = [
        (event.step, event.by_username, event.person) for event in world.journal if event.kind == "host_key.changed"
    ]
    assert steps == [(step, "admin", "P-admin") for step in ("prepared", "switched", "retired")]


def test_each_key_signs_as_itself_and_a_running_session_keeps_its_own(world, office):
    session = clients.HostKey(world.bound())
    (old,) = session.blobs()
    office.prepare()
    office.switch()
    new = session.blobs()[0]
    for blob in (old, new):
        public = paramiko.PKey.from_type_string("ssh-ed25519", blob)
        assert public.verify_ssh_sig(HASH, paramiko.Message(session.sign(HASH, "ssh-ed25519", blob)))
        body = string(b"hostkeys-prove-00@openssh.com") + string(HASH) + string(blob)
        assert public.verify_ssh_sig(body, paramiko.Message(session.sign(body, "ssh-ed25519", blob)))
        assert session.certificate(["callcenter-app"], blob).startswith(b"ssh-ed25519-cert-v01@openssh.com ")
    assert session.sign(HASH, "ssh-ed25519") == session.sign(HASH, "ssh-ed25519", new)


def test_one_key_never_proves_another(world, office):
    caller = world.bound()
    session = clients.HostKey(caller)
    office.prepare()
    current, following = session.blobs()
    body = string(b"hostkeys-prove-00@openssh.com") + string(HASH) + string(following)
    with pytest.raises(CallRefused):
        session.sign(body, "ssh-ed25519", current)
    assert [who for who, _ in world.violations] == ["C-1"]


def test_a_retired_key_serves_out_the_connections_that_began_with_it_and_no_other(world, office):
    running = clients.HostKey(world.bound())
    (old,) = running.blobs()
    office.prepare()
    office.switch()
    office.retire(world.custody.host_ring.row[1].fingerprint)
    public = paramiko.PKey.from_type_string("ssh-ed25519", old)
    assert public.verify_ssh_sig(HASH, paramiko.Message(running.sign(HASH, "ssh-ed25519", old)))
    late = clients.HostKey(world.bound("suzuki", "C-2"))
    assert old not in late.blobs()
    for ask in (
        lambda: late.sign(HASH, "ssh-ed25519", old),
        lambda: late.certificate(["callcenter-app"], old),
    ):
        with pytest.raises(CallRefused) as refused:
            ask()
        assert refused.value.code == "host_key.absent"
    assert late.blobs()
    assert not world.violations


@pytest.mark.parametrize("name", ["sato", "auditor", "supervisor"])
def test_only_an_administrator(world, published, name):
    host_key = clients.HostKey(world.bound("sato", "C-9") if name == "sato" else world.office(name))
    for step in (host_key.prepare, host_key.switch, lambda: host_key.retire("SHA256:x")):
        with pytest.raises((CallRefused, GatewayFault)):
            step()
    assert len(world.custody.host_ring.row) == 1
    assert public_keys.read(published) == world.custody.public()


def test_nobody_bound_changes_nothing(world):
    with pytest.raises(CallRefused):
        clients.HostKey(world.door("office")).prepare()
    assert len(world.custody.host_ring.row) == 1


def test_what_is_not_journalled_does_not_happen(world, office):
    world.journal_fails = True
    with pytest.raises((CallRefused, GatewayFault)):
        office.prepare()
    assert len(world.custody.host_ring.row) == 1


def test_refusals_say_what_to_do(world, office):
    with pytest.raises(CallRefused) as refused:
        office.switch()
    assert (refused.value.code, "prepare" in refused.value.text.ja) == ("host_key.no-next", True)
    office.prepare()
    with pytest.raises(CallRefused) as refused:
        office.prepare()
    assert refused.value.code == "host_key.next-exists"


def test_it_is_on_the_disk_sealed_and_a_restarted_keeper_has_it(world, office):
    office.prepare()
    again = custody.load(world.directory / "keeper")
    assert [key.blob for key in again.host_ring.row] == [key.blob for key in world.custody.host_ring.row]
    raw = (world.directory / "keeper" / "host.key").read_bytes()
    assert all(key.seed.reveal().hex().encode() not in raw for key in again.host_ring.row)


def test_a_public_file_left_behind_by_a_crash_is_mended_at_the_next_start(world, office, published):
    before = published.read_bytes()
    office.prepare()
    published.write_bytes(before)
    host_rotation.HostRotation(custody.load(world.directory / "keeper"), world.keeper.diary, world.keeper._disk)
    assert public_keys.read(published).host_key_next

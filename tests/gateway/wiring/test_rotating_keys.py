"""R-83: two custodians renew every key; a crash at any write leaves keys that open; what was signed still verifies."""

import shutil
from types import SimpleNamespace

import pytest

from gateway.audit.checkpoint import Checkpoint, CheckpointRefused, verified, write_checkpoint
from gateway.audit.note import read_vkey, write_note
from gateway.backups.keys import making_keys, read_making_keys
from gateway.crypto import aead, signing, wrapping
from gateway.crypto.openssh import blob_of
from gateway.ipc.messages import CallRefused
from gateway.keeper import custody, key_files, public_keys, shares
from gateway.keeper.renewal_events import KeyRenewed, Step
from gateway.keeper.shares import ShareRefused
from gateway.recording.ports import HEADER_TAG, is_signed
from gateway.settings.reading import read
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import custodians, rotating_keys
from gateway.wiring.init import initialise
from gateway.wiring.own_keys import KEYS, Renewal
from gateway.wiring.places import places
from gateway.wiring.unbound import telling
from tests.gateway.backups.a_backup import sekisho, split
from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import POLICIES, a_recording, a_town, an_order


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A gateway that was never started, and its shares."""
    folder = tmp_path_factory.mktemp("place")
    initialise(
        settings_file=folder / "settings.toml", state=folder / "state", witness=folder / "witness", policies=POLICIES,
        chosen={},
    )  # fmt: skip
    texts = custodians.split(read(folder / "settings.toml"), 3, lambda _: None)
    return folder, texts


@pytest.fixture
def place(made, tmp_path):
    """A copy of it for each test; `told` is what the journal heard."""
    first, texts = made
    shutil.copytree(first, tmp_path / "place", symlinks=True)
    settings_file = tmp_path / "place" / "settings.toml"
    settings_file.write_text(settings_file.read_text().replace(str(first), str(tmp_path / "place")))
    settings, told = read(settings_file), list[KeyRenewed]()

    def renew(name, step=Step.AT_ONCE, texts=texts[:2]):
        return rotating_keys.renew(settings, name, step, texts, told.extend, custodians=3)

    at = places(settings)
    return SimpleNamespace(settings=settings, at=at, keys=at.keeper_keys, told=told, renew=renew, texts=texts)


def test_the_table_names_every_key_there_is():
    fields = {name.replace("_", "-") for name in custody.Keys.__dataclass_fields__}
    assert fields <= KEYS.keys()
    assert {"master", "host", "office-tls", "database-ca", "form", "backup", "recording-pairs"} == KEYS.keys() - fields
    for key in KEYS.values():
        for text in (key.use, key.loss, key.theft, key.how):
            assert text.ja
            assert text.en.isascii()


@pytest.mark.parametrize("name", [name for name, key in KEYS.items() if key.renewal is Renewal.AT_ONCE])
def test_R83_two_custodians_renew_it_and_everything_still_loads(place, name):
    before = custody.load(place.keys)
    place.renew(name)
    after = custody.load(place.keys)
    assert public_keys.read(place.at.public_keys) == after.public()
    (told,) = place.told
    assert (told.name, told.step) == (name, Step.AT_ONCE)
    field = name.replace("-", "_")
    if field in after.rows:
        assert getattr(after.keys, field).reveal() != getattr(before.keys, field).reveal()
        assert after.former(field)[0].reveal() == getattr(before.keys, field).reveal()
    for other in custody.Keys.__dataclass_fields__.keys() - {field}:
        assert getattr(after.keys, other).reveal() == getattr(before.keys, other).reveal()


@pytest.mark.parametrize("name", ["lookup", "host", "recording-pairs", "database-ca", "form"])
def test_what_is_not_renewed_here_says_why(place, name):
    with pytest.raises(CallRefused) as told:
        place.renew(name)
    assert told.value.text == KEYS[name].how
    assert place.told == []


def test_nobody_renews_alone_nor_with_another_gateways_shares(place):
    with pytest.raises(ShareRefused):
        place.renew("journal", texts=[place.texts[0], place.texts[0]])
    with pytest.raises(ShareRefused):
        place.renew("journal", texts=list(shares.written(aead.new_key(), 2)))
    shutil.rmtree(custodians.backup_folder(place.at))
    with pytest.raises(GatewayFault, match=r"no .*backup"):
        place.renew("journal")
    assert place.told == []


def test_a_journal_that_does_not_hear_leaves_every_key_as_it_was(place):
    before = {path.name: path.read_bytes() for path in place.keys.iterdir()}

    def deaf(_events):
        raise GatewayFault("the registrar is away")

    for name in ("journal", "session-ca"):
        step = Step.PREPARED if name == "session-ca" else Step.AT_ONCE
        with pytest.raises(GatewayFault, match="away"):
            rotating_keys.renew(place.settings, name, step, place.texts[:2], deaf, custodians=3)
    assert {path.name: path.read_bytes() for path in place.keys.iterdir()} == before


# -- the master key


def test_the_master_key_is_another_its_old_shares_are_dead_and_the_new_ones_good(place):
    old = custody.master_of(place.keys)
    done = place.renew("master")
    new = custody.master_of(place.keys)
    assert new.reveal() != old.reveal()
    assert not custody.opens(place.keys, old)
    assert shares.master_of([shares.read(text) for text in done.new_shares[1:]]).reveal() == new.reveal()
    custodians.check(place.settings, done.new_shares[:2])
    with pytest.raises(ShareRefused):
        custodians.check(place.settings, place.texts[:2])
    kept = read_making_keys(key_files.read(custodians.backup_folder(place.at) / custodians.KEY_FILE))
    assert kept == making_keys(new)
    assert not (place.keys / custody.MASTER_NEXT).exists()


class Crashed(BaseException):
    """The machine stopped."""


def test_R83_a_crash_at_any_write_leaves_keys_that_open_and_the_ceremony_ends_it(place, monkeypatch, tmp_path):
    """Every write of the ceremony in turn is its last: the keeper loads, and a second ceremony comes to the end."""
    real, writes = key_files.replace, 0
    before = {name: key.reveal() for name, key in _values(custody.load(place.keys)).items()}
    whole = len(list(place.keys.glob("*.key")))
    for last in range(whole + 1):
        copy = tmp_path / f"copy{last}"
        shutil.copytree(place.keys, copy)
        writes = 0

        def replace(path, data, last=last):
            nonlocal writes
            if writes == last:
                raise Crashed
            writes += 1
            real(path, data)

        monkeypatch.setattr(key_files, "replace", replace)
        custody.next_master(copy)
        if last < whole:
            with pytest.raises(Crashed):
                custody.seal_anew(copy)
        else:
            custody.seal_anew(copy)
        assert _plain(custody.load(copy)) == before, f"after {last} writes"
        monkeypatch.setattr(key_files, "replace", real)
        custody.next_master(copy)
        custody.seal_anew(copy)
        assert _plain(custody.load(copy)) == before
        assert not (copy / custody.MASTER_NEXT).exists()
    assert whole >= 9


def _values(loaded):
    return {name: getattr(loaded.keys, name) for name in custody.Keys.__dataclass_fields__}


def _plain(loaded):
    return {name: key.reveal() for name, key in _values(loaded).items()}


# -- signing keys


def _note(key, size):
    text = write_checkpoint(Checkpoint(origin=key[0].name, size=size, root=bytes(32)))
    return write_note(text, read_vkey(str(key[0]).split("\n")[0]), signing.sign(key[1], text))


def test_R44_checkpoints_of_before_verify_and_a_stolen_former_key_signs_nothing_new(place):
    from gateway.keeper import signed_head
    from gateway.keeper.requests import SignedTree

    loaded = custody.load(place.keys)
    old = (read_vkey(loaded.public().journal_vkey), loaded.keys.journal)
    signed_head.replace(loaded.head_path, SignedTree(size=40, root=bytes(32)))
    place.renew("journal")
    loaded = custody.load(place.keys)
    new = (read_vkey(loaded.public().journal_vkey), loaded.keys.journal)
    assert new[0].continues(old[0])
    assert not old[0].continues(new[0])
    assert verified(_note(old, 40), new[0]).size == 40
    assert verified(_note(new, 41), new[0]).size == 41
    with pytest.raises(CheckpointRefused):
        verified(_note(old, 41), new[0])
    assert read_vkey(str(new[0])) == new[0]
    (told,) = place.told
    assert rotating_keys.follows(told)


def test_a_renewal_that_one_of_the_two_keys_did_not_sign_does_not_follow(place):
    from dataclasses import replace

    place.renew("recording-seal")
    (told,) = place.told
    assert rotating_keys.follows(told)
    stranger = signing.public_of(signing.new_signing_key())
    assert not rotating_keys.follows(replace(told, current=stranger))
    assert not rotating_keys.follows(replace(told, by_former=told.by_current))


def test_R38_recordings_of_before_verify_with_the_public_keys_of_after(place):
    seed, body = custody.load(place.keys).keys.recording_seal, b"a statement"
    old = signing.sign(seed, signing.tagged(HEADER_TAG, body))
    place.renew("recording-seal")
    loaded = custody.load(place.keys)
    vkey = public_keys.read(place.at.public_keys).recording_vkey
    new = signing.sign(loaded.keys.recording_seal, signing.tagged(HEADER_TAG, body))
    assert is_signed(vkey, HEADER_TAG, body, old)
    assert is_signed(vkey, HEADER_TAG, body, new)
    assert not is_signed(vkey, HEADER_TAG, b"another", old)
    assert signing.public_of(loaded.keys.recording_seal) == vkey[:32]


# -- what was sealed before


def test_what_a_former_key_sealed_opens_and_new_things_are_sealed_with_the_new_one(place):
    old = custody.load(place.keys).keys.field
    sealed = aead.seal(old, b"name", b"place")
    place.renew("field")
    loaded = custody.load(place.keys)
    both = aead.AeadRow(loaded.keys.field, loaded.former("field"))
    assert both.open(sealed, b"place") == b"name"
    fresh = both.seal(b"name", b"place")
    with pytest.raises(aead.SealBroken):
        aead.open_sealed(old, fresh, b"place")
    with pytest.raises(aead.SealBroken):
        both.open(sealed, b"elsewhere")


# -- authorities, by steps


@pytest.mark.parametrize("name", ["session-ca", "host-ca"])
def test_an_authority_is_trusted_before_it_signs_and_until_it_is_retired(place, name):
    with pytest.raises(CallRefused, match=r"key\.step"):
        place.renew(name)
    with pytest.raises(CallRefused, match="no-next"):
        place.renew(name, Step.SWITCHED)
    (old,) = rotating_keys.trusted_authorities(place.settings, name)
    both = place.renew(name, Step.PREPARED).further
    assert both[0] == old
    assert len(both) == 2
    assert place.renew(name, Step.SWITCHED).further == (both[1], both[0])
    assert place.renew(name, Step.RETIRED).further == (both[1],)
    field = name.replace("-", "_")
    assert custody.load(place.keys).former(field) == ()
    assert rotating_keys.lines_for_targets(both) == "".join(f"{line}\n" for line in both)
    assert [told.step for told in place.told] == [Step.PREPARED, Step.SWITCHED, Step.RETIRED]
    assert all(rotating_keys.follows(told) for told in place.told[:2])
    assert blob_of(both[0]) != blob_of(both[1])


def test_R83_recordings_of_before_open_with_the_former_key(place):
    public = custody.load(place.keys).public().recording_public
    wrapped = wrapping.wrap(public, aead.new_key(), b"c")
    place.renew("recording-wrap")
    loaded = custody.load(place.keys)
    assert wrapping.unwrap(loaded.former("recording_wrap")[0], wrapped, b"c")
    assert loaded.public().recording_public != public


# -- the whole


def test_R83_a_gateway_goes_on_with_every_key_renewed(tmp_path_factory):
    """Recorded and signed before; everything renewed while it stands still; then it works on, and all of it verifies."""
    folder = tmp_path_factory.mktemp("town")
    with a_settled_town(folder) as town:
        order = an_order(town)
        before = a_recording(town, order, b"$ ls\r\n")
        texts = split(town)
        refused = sekisho("key", "rotate", "journal", settings=town.settings, shares=texts[:2])
        assert "key.in-use" in refused.stdout + refused.stderr, "the keeper runs"
        offset, people = town.clock.offset, town.people
        terminal, terminal_key = town.terminal, town.terminal_key
    settings, told = read(folder / "settings.toml"), list[KeyRenewed]()
    for name in (name for name, key in KEYS.items() if key.renewal is Renewal.AT_ONCE and name != "master"):
        rotating_keys.renew(settings, name, Step.AT_ONCE, texts[:2], told.extend, custodians=2)
    for step in (Step.PREPARED, Step.SWITCHED):
        rotating_keys.renew(settings, "session-ca", step, texts[:2], told.extend, custodians=2)
    rotating_keys.renew(settings, "master", Step.AT_ONCE, texts[:2], told.extend, custodians=2)
    with a_town(folder, offset=offset) as town:
        town.people, town.terminal, town.terminal_key = people, terminal, terminal_key
        with telling(settings) as tell:
            tell(told)
        after = a_recording(town, order, b"$ ls\r\n")
        assert town.run("audit", "verify").exit_code == 0
        assert town.run("recording", "verify", "--all").exit_code == 0
        for recorded in (before, after):
            found = town.as_("mori", "replay", recorded.recording, "--search", "ls", "--purpose", "確認")
            assert found.exit_code == 0, found.output
        assert "key.renewed" in town.run("audit", "show", "--kind", "key.renewed", "--json").output

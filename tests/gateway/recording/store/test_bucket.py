"""The requests we make, against a real server: what is asked, and what its answers mean."""

import base64
import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from gateway.recording.store.bucket import Bucket, Lock
from gateway.recording.store.place import LockMode
from gateway.recording.store.port import Held, Occupied, Removed, StoreAway, StoreChanged, StoreRefused
from gateway.vocabulary.outcome import GatewayFault
from tests.object_store import ObjectStore

DATA = bytes(range(256)) * 300


def put(bucket: Bucket, key: str, data: bytes, lock: Lock | None = None) -> None:
    bucket.put(key, io.BytesIO(data), len(data), hashlib.sha256(data).digest(), lock)


@pytest.fixture
def bucket(s3: ObjectStore, tmp_path: Path) -> Bucket:
    return Bucket(s3.place(s3.bucket(), tmp_path))


@pytest.fixture
def locking(s3: ObjectStore, tmp_path: Path) -> Bucket:
    return Bucket(s3.place(s3.bucket(locks=True), tmp_path))


def test_what_is_put_is_there_and_is_never_written_over(bucket: Bucket) -> None:
    put(bucket, "one", DATA)
    kept = bucket.head("one")
    assert kept is not None
    assert (kept.stored_bytes, kept.locked_until) == (len(DATA), None)
    assert bucket.read("one", 0, len(DATA), kept.etag) == DATA
    assert bucket.read("one", 1000, 1010, kept.etag) == DATA[1000:1010]
    for other in (DATA, b"other"):
        with pytest.raises(Occupied):
            put(bucket, "one", other)
    assert bucket.read("one", 0, len(DATA), kept.etag) == DATA


def test_what_is_not_there_is_none(bucket: Bucket) -> None:
    assert bucket.head("nothing") is None
    with pytest.raises(FileNotFoundError):
        bucket.read("nothing", 0, 1, '"x"')


def test_an_object_that_was_exchanged_is_not_read_as_the_one_that_was_opened(bucket: Bucket, s3: ObjectStore) -> None:
    put(bucket, "one", DATA)
    kept = bucket.head("one")
    assert kept is not None
    s3.client.put_object(Bucket=bucket.place.bucket, Key="one", Body=b"y" * len(DATA))
    with pytest.raises(StoreChanged):
        bucket.read("one", 0, 10, kept.etag)


def test_the_hash_is_said_with_the_bytes_so_that_the_store_may_compare(bucket: Bucket, s3: ObjectStore) -> None:
    put(bucket, "one", DATA)
    said = s3.client.head_object(Bucket=bucket.place.bucket, Key="one", ChecksumMode="ENABLED")
    assert said["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(DATA).digest()).decode()


def test_a_page_is_not_the_whole_list(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        put(bucket, f"a/{number}", b"x")
    put(bucket, "b/0", b"x")
    real = bucket._asked().list_objects_v2
    monkeypatch.setattr(bucket._asked(), "list_objects_v2", lambda **asked: real(**asked, MaxKeys=2))
    assert [each.key for each in bucket.under("a/")] == [f"a/{number}" for number in range(5)]


def test_whether_a_bucket_locks_is_asked_of_it(bucket: Bucket, locking: Bucket) -> None:
    assert (bucket.locks(), locking.locks()) == (False, True)


@pytest.mark.parametrize("mode", LockMode)
def test_what_is_locked_is_not_removed_and_not_called_removed(locking: Bucket, s3: ObjectStore, mode: LockMode) -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    put(locking, "one", DATA, Lock(mode=mode, until=until))
    kept = locking.head("one")
    assert kept is not None
    assert kept.locked_until == until
    assert s3.client.head_object(Bucket=locking.place.bucket, Key="one")["ObjectLockMode"] == mode.value.upper()
    assert locking.remove("one") == Held(until=until)
    assert locking.read("one", 0, 5, kept.etag) == DATA[:5]


def test_what_is_free_is_removed_with_all_its_versions(locking: Bucket, s3: ObjectStore) -> None:
    for data in (b"1", b"22"):
        s3.client.put_object(Bucket=locking.place.bucket, Key="one", Body=data)
    put(locking, "one-more", b"x")
    s3.client.delete_object(Bucket=locking.place.bucket, Key="one")  # only a marker: both are still there
    assert locking.remove("one") == Removed()
    left = s3.client.list_object_versions(Bucket=locking.place.bucket)
    assert [each["Key"] for each in left["Versions"]] == ["one-more"]
    assert "DeleteMarkers" not in left


def test_one_version_that_is_locked_does_not_keep_the_others(locking: Bucket, s3: ObjectStore) -> None:
    """Neither those before it nor those behind it."""
    until = datetime.now(UTC) + timedelta(days=3)
    for body in (b"before it", b"in front of it"):
        s3.client.put_object(Bucket=locking.place.bucket, Key="one", Body=body)
        if body == b"before it":
            s3.client.put_object(
                Bucket=locking.place.bucket, Key="one", Body=DATA, ObjectLockMode="COMPLIANCE",
                ObjectLockRetainUntilDate=until, ChecksumAlgorithm="SHA256",
            )  # fmt: skip
    assert isinstance(locking.remove("one"), Held)
    assert len(s3.client.list_object_versions(Bucket=locking.place.bucket)["Versions"]) == 1
    assert s3.get(locking.place.bucket, "one") == DATA


def test_who_may_not_remove_is_told_that_it_is_still_there(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    put(bucket, "one", DATA)

    def denied(**_: object) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "ListObjectVersions")

    monkeypatch.setattr(bucket._asked(), "list_object_versions", denied)
    assert bucket.remove("one") == Held(until=None)
    assert bucket.head("one") is not None


def test_a_bucket_that_is_not_there_is_said_in_words(s3: ObjectStore, tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="no such bucket"):
        put(Bucket(s3.place("nowhere", tmp_path)), "one", b"x")


def test_nobody_there_is_away(tmp_path: Path, s3: ObjectStore) -> None:
    gone = Bucket(s3.place("any", tmp_path, endpoint="http://127.0.0.1:1"))
    for ask in (lambda: gone.head("one"), lambda: put(gone, "one", b"x"), gone.locks, lambda: list(gone.under(""))):
        with pytest.raises(StoreAway):
            ask()


def test_the_environment_says_nothing(s3: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "aws"
    other.write_text("[default]\naws_access_key_id = FROMTHEHOME\naws_secret_access_key = x\nregion = eu-north-1\n")
    for name, value in {
        "AWS_ACCESS_KEY_ID": "FROMTHEENVIRONMENT", "AWS_SECRET_ACCESS_KEY": "x", "AWS_PROFILE": "nobody",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1",
        "AWS_CONFIG_FILE": str(other), "AWS_SHARED_CREDENTIALS_FILE": str(other), "AWS_CA_BUNDLE": str(other),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    bucket = Bucket(s3.place(s3.bucket(), tmp_path))
    put(bucket, "one", b"x")
    assert bucket.head("one") is not None
    assert bucket._asked()._request_signer._credentials.access_key == "AKIATESTTESTTEST"


def test_credentials_that_are_renewed_are_taken_up(s3: ObjectStore, tmp_path: Path) -> None:
    place = s3.place(s3.bucket(), tmp_path)
    bucket = Bucket(place)
    put(bucket, "one", b"x")
    assert place.credentials is not None
    fresh = tmp_path / "fresh"
    fresh.touch(mode=0o600)
    fresh.write_text('access_key = "AKIASECOND"\nsecret_key = "x"\nsession_token = "token"\n')
    fresh.replace(place.credentials)
    assert bucket.head("one") is not None
    known = bucket._asked()._request_signer._credentials
    assert (known.access_key, known.token) == ("AKIASECOND", "token")
    place.credentials.unlink()
    with pytest.raises(GatewayFault, match="No such file"):
        bucket.head("one")

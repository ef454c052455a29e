"""The few requests we make of an S3-compatible store, and what its answers mean. The sole importer of botocore.

Conditional writes make it create-only (If-None-Match), conditional reads keep a reading whole (If-Match on the ETag). Nothing is
tried twice here, nothing is taken from the environment, and what the store says of a copy is no proof of it.
"""

import base64
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, BinaryIO, Final

import botocore.session
from botocore.client import Config
from botocore.credentials import CredentialResolver, InstanceMetadataProvider
from botocore.exceptions import BotoCoreError, ClientError
from botocore.utils import InstanceMetadataFetcher

from gateway.recording.store import credentials
from gateway.recording.store.place import BucketPlace, LockMode
from gateway.recording.store.port import Held, Kept, Occupied, Removed, StoreAway, StoreChanged, StoreRefused, unusable

SYSTEM_AUTHORITIES: Final = "/etc/ssl/certs/ca-certificates.crt"
PUT_BYTES_MAX: Final = 5 * 1024**3  # of one request, by S3
_ABSENT: Final = frozenset({"404", "NoSuchKey", "NotFound"})
_TRANSIENT: Final = frozenset({"SlowDown", "ServiceUnavailable", "RequestTimeout", "ConditionalRequestConflict"})
_NO_LOCK: Final = frozenset(
    {"ObjectLockConfigurationNotFoundError", "NotImplemented", "InvalidRequest", "MethodNotAllowed"}
)
# Of these names botocore would ask the environment and files of the user's home; it is told to ask nobody.
_ASKED = ("profile", "region", "ca_bundle", "data_path", "use_dualstack_endpoint", "use_fips_endpoint")
_DEAF: Final = {
    **dict.fromkeys(_ASKED, (None, None, None, None)),
    **dict.fromkeys(("config_file", "credentials_file"), (None, None, os.devnull, None)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Until when a copy may be removed by nobody."""

    mode: LockMode
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One object."""

    key: str
    stored_bytes: int
    etag: str


class Bucket:
    """One bucket, for any number of threads. Raises StoreAway, StoreRefused; StoreUnusable for its credentials."""

    def __init__(self, place: BucketPlace) -> None:
        self.place = place
        self._known_by: tuple[int, int] | None = None
        self._client: Any = None

    def put(self, key: str, body: BinaryIO, size: int, digest: bytes, lock: Lock | None) -> None:
        """Make an object of `size` bytes with this SHA-256. Raises Occupied where there is one, whatever it holds."""
        locked: dict[str, object] = {}
        if lock is not None:
            locked = {"ObjectLockMode": lock.mode.value.upper(), "ObjectLockRetainUntilDate": lock.until}
        with _answers(key):
            self._asked().put_object(
                Bucket=self.place.bucket, Key=key, Body=body, ContentLength=size, ContentType="application/octet-stream",
                IfNoneMatch="*", ChecksumAlgorithm="SHA256", ChecksumSHA256=base64.b64encode(digest).decode("ascii"), **locked,
            )  # fmt: skip

    def head(self, key: str) -> Kept | None:
        """What the store says of an object; None where there is none."""
        try:
            with _answers(key):
                said = self._asked().head_object(Bucket=self.place.bucket, Key=key)
        except FileNotFoundError:
            return None
        until = said.get("ObjectLockRetainUntilDate") if said.get("ObjectLockMode") else None
        return Kept(
            stored_bytes=int(said["ContentLength"]), etag=str(said["ETag"]), version=str(said.get("VersionId", "")),
            locked_until=None if until is None else until.astimezone(UTC),
        )  # fmt: skip

    def read(self, key: str, start: int, end: int, etag: str) -> bytes:
        """The bytes from `start` to `end` of exactly that object. Raises FileNotFoundError, StoreChanged."""
        with _answers(key):
            said = self._asked().get_object(
                Bucket=self.place.bucket, Key=key, Range=f"bytes={start}-{end - 1}", IfMatch=etag
            )
            data = bytes(said["Body"].read())
        if said.get("ETag") != etag or len(data) != end - start:
            raise StoreChanged(f"{key}: the store gave something else than was asked for")
        return data

    def under(self, prefix: str) -> Iterator[Listed]:
        """Every object whose key begins so."""
        asked: dict[str, str] = {}
        while True:
            with _answers(prefix):
                said = self._asked().list_objects_v2(Bucket=self.place.bucket, Prefix=prefix, **asked)
            for each in said.get("Contents", ()):
                yield Listed(key=str(each["Key"]), stored_bytes=int(each["Size"]), etag=str(each["ETag"]))
            if not said.get("IsTruncated"):
                return
            asked = {"ContinuationToken": said["NextContinuationToken"]}

    def remove(self, key: str) -> Removed | Held:
        """Every version of it. One that is locked stays, and so does the answer: Held; so it is where we may not remove."""
        try:
            for version in self._versions(key):
                self._remove(key, version)
            if not self._versions(key):
                return Removed()
        except StoreRefused:
            pass  # of this one
        kept = self.head(key)
        return Held(until=None if kept is None else kept.locked_until)

    def locks(self) -> bool:
        """Whether objects of this bucket can be locked."""
        try:
            said = self._asked().get_object_lock_configuration(Bucket=self.place.bucket)
        except ClientError as wrong:
            if _code(wrong) in _NO_LOCK:
                return False
            raise _fault(wrong, self.place.bucket) from None
        except BotoCoreError as wrong:
            raise StoreAway(_said(wrong)) from None
        return bool(said.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") == "Enabled")

    def _remove(self, key: str, version: str) -> None:
        with suppress(StoreRefused), _answers(key):  # a locked one; whether it is still there is asked afterwards
            self._asked().delete_object(Bucket=self.place.bucket, Key=key, VersionId=version)

    def _versions(self, key: str) -> list[str]:
        found: list[str] = []
        asked: dict[str, str] = {}
        while True:
            with _answers(key):
                said = self._asked().list_object_versions(Bucket=self.place.bucket, Prefix=key, **asked)
            both = (*said.get("Versions", ()), *said.get("DeleteMarkers", ()))
            found += [str(each["VersionId"]) for each in both if each["Key"] == key]
            if not said.get("IsTruncated"):
                return found
            asked = {"KeyMarker": said["NextKeyMarker"], "VersionIdMarker": said["NextVersionIdMarker"]}

    # -- who we are

    def _asked(self) -> Any:
        """The client, made anew once the file of credentials is another. Raises GatewayFault."""
        file = self.place.credentials
        known_by = None
        if file is not None:
            try:
                found = file.stat()
            except OSError as wrong:
                raise unusable(f"{file}: {wrong.strerror}") from None
            known_by = (found.st_mtime_ns, found.st_ino)
        if self._client is None or known_by != self._known_by:
            self._client, self._known_by = _client(self.place), known_by
        return self._client


def _client(place: BucketPlace) -> Any:
    session = botocore.session.Session(session_vars=_DEAF)
    session.register_component("data_loader", _loader())
    said: dict[str, str] = {}
    if place.credentials is None:
        fetcher = InstanceMetadataFetcher(timeout=place.connect_seconds, num_attempts=2)
        session.register_component(
            "credential_provider", CredentialResolver([InstanceMetadataProvider(iam_role_fetcher=fetcher)])
        )
        if session.get_credentials() is None:
            raise unusable("this machine has no role of its own, and recordings.credentials names no file")
    else:
        known = credentials.read(place.credentials)
        said = {"aws_access_key_id": known.access_key, "aws_secret_access_key": known.secret_key.reveal().decode()}
        if known.session_token is not None:
            said["aws_session_token"] = known.session_token.reveal().decode()
    try:
        return session.create_client(
            "s3", endpoint_url=place.endpoint, region_name=place.region, verify=_authorities(place), config=_config(place), **said
        )  # fmt: skip
    except (BotoCoreError, ValueError) as wrong:
        raise unusable(_said(wrong)) from None


@cache
def _loader() -> Any:
    """What botocore knows of S3, read once a process: it takes longer than many requests."""
    return botocore.session.Session(session_vars=_DEAF).get_component("data_loader")


def _config(place: BucketPlace) -> Config:
    return Config(
        connect_timeout=place.connect_seconds, read_timeout=place.answer_seconds, retries={"total_max_attempts": 1},
        s3={"addressing_style": "path"}, signature_version="s3v4", proxies={}, ignore_configured_endpoint_urls=True,
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
    )  # fmt: skip


def _authorities(place: BucketPlace) -> str | bool:
    if place.authorities is not None:
        return str(place.authorities)
    return SYSTEM_AUTHORITIES if os.path.exists(SYSTEM_AUTHORITIES) else True  # noqa: PTH110  # a name, not a path of ours


@contextmanager
def _answers(key: str) -> Iterator[None]:
    """The store's noes and silences as ours."""
    try:
        yield
    except ClientError as wrong:
        raise _fault(wrong, key) from None
    except BotoCoreError as wrong:
        raise StoreAway(f"{key}: {_said(wrong)}") from None


def _fault(wrong: ClientError, key: str) -> Exception:
    code, status = _code(wrong), _status(wrong)
    if code in _ABSENT:
        return FileNotFoundError(f"{key}: not in the store")
    if code in _TRANSIENT or status >= 500:
        return StoreAway(f"{key}: the store says {code}")
    if status == 412:
        return Occupied(key) if wrong.operation_name == "PutObject" else StoreChanged(f"{key}: it was exchanged")
    if status == 416:
        return StoreChanged(f"{key}: it is shorter than it was")
    return StoreRefused(f"{key}: the store says {code} ({_WORDS.get(code, 'the request is refused')})")


_WORDS: Final[Mapping[str, str]] = {
    "InvalidAccessKeyId": "it does not know the access key of these credentials",
    "SignatureDoesNotMatch": "the secret key of these credentials is wrong",
    "AccessDenied": "these credentials may not do this",
    "403": "these credentials may not do this",
    "NoSuchBucket": "there is no such bucket",
    "ExpiredToken": "these credentials have run out",
    "RequestTimeTooSkewed": "this machine's clock is not the store's",
}


def _code(wrong: ClientError) -> str:
    return str(wrong.response.get("Error", {}).get("Code", ""))[:60]


def _status(wrong: ClientError) -> int:
    return int(wrong.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _said(wrong: Exception) -> str:
    return f"{type(wrong).__name__}: {wrong}"[:300]

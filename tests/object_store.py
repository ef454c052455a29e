"""An S3-compatible store of this machine, in a process of its own (moto), started once for each worker of a test run."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from gateway.recording.store.place import BucketPlace

_NUMBERS = count(1)
ACCESS, SECRET = "AKIATESTTESTTEST", "a-secret-of-the-tests"
PROGRAM = """
import sys, time
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@dataclass
class ObjectStore:
    """The server, and a client that may do everything: what an attacker with the store's keys can do."""

    endpoint: str
    client: Any
    pid: int

    def bucket(self, *, locks: bool = False) -> str:
        """A new one."""
        name = f"recordings-{next(_NUMBERS)}"
        self.client.create_bucket(Bucket=name, ObjectLockEnabledForBucket=locks)
        return name

    def place(self, bucket: str, folder: Path, **changed: Any) -> BucketPlace:
        """How Sekisho reaches it, with a file of credentials in `folder`."""
        file = folder / "store.toml"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(f'access_key = "{ACCESS}"\nsecret_key = "{SECRET}"\n')
        said = {
            "endpoint": self.endpoint, "region": "us-east-1", "bucket": bucket, "prefix": "sekisho/", "credentials": file,
            "connect_seconds": 5.0, "answer_seconds": 10.0,
        }  # fmt: skip
        return BucketPlace(**{**said, **changed})

    def keys(self, bucket: str) -> list[str]:
        return [each["Key"] for each in self.client.list_objects_v2(Bucket=bucket).get("Contents", ())]

    def get(self, bucket: str, key: str) -> bytes:
        return bytes(self.client.get_object(Bucket=bucket, Key=key)["Body"].read())

    def processor_seconds(self) -> float:
        """What the server itself has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with a_store(tmp_path_factory.mktemp("s3")) as store:
        yield store


@contextmanager
def a_store(folder: Path) -> Iterator[ObjectStore]:
    """Running; what it says goes into `folder`."""
    import botocore.session  # here, for those many tests that need no store
    from botocore.client import Config

    log = folder / "store.log"
    with log.open("wb") as errors:
        server = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            process_group=0,
        )  # fmt: skip
    try:
        line = server.stdout.readline() if server.stdout else b""
        assert line.strip().isdigit(), log.read_text()
        endpoint = f"http://127.0.0.1:{int(line)}"
        client = botocore.session.Session().create_client(
            "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id=ACCESS, aws_secret_access_key=SECRET,
            config=Config(s3={"addressing_style": "path"}, proxies={}),
        )  # fmt: skip
        yield ObjectStore(endpoint=endpoint, client=client, pid=server.pid)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        for pipe in (server.stdin, server.stdout):
            if pipe is not None:
                pipe.close()

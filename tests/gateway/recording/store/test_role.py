"""Without a file of credentials the machine's own role is asked for, over the metadata service alone (IMDSv2)."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gateway.recording.store import bucket as module
from gateway.recording.store.bucket import Bucket
from gateway.vocabulary.outcome import GatewayFault
from tests.object_store import ObjectStore


class Metadata(BaseHTTPRequestHandler):
    """As a machine of the cloud answers: a token, a role's name, the role's credentials."""

    role = "sekisho-archivist"

    def do_PUT(self) -> None:
        self._say(b"token")

    def do_GET(self) -> None:
        if self.headers.get("x-aws-ec2-metadata-token") != "token":
            self.send_error(401)
        elif self.path.endswith("/security-credentials/"):
            self._say(self.role.encode())
        elif self.path.endswith(f"/security-credentials/{self.role}"):
            ends = datetime.now(UTC) + timedelta(hours=1)
            said = {
                "Code": "Success", "AccessKeyId": "AKIAOFTHEROLE", "SecretAccessKey": "s", "Token": "t",
                "Expiration": f"{ends:%Y-%m-%dT%H:%M:%SZ}",
            }  # fmt: skip
            self._say(json.dumps(said).encode())
        else:
            self.send_error(404)

    def _say(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def a_machine() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Metadata)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def test_a_machines_role_opens_the_store(s3: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = module.InstanceMetadataFetcher
    with a_machine() as address:
        monkeypatch.setattr(module, "InstanceMetadataFetcher", lambda **said: real(base_url=address, **said))
        found = Bucket(s3.place(s3.bucket(), tmp_path, credentials=None))
        assert found.head("one") is None
        known = found._asked()._request_signer._credentials
        assert (known.access_key, known.token) == ("AKIAOFTHEROLE", "t")


def test_a_machine_without_one_is_told_so(s3: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "not-asked")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-asked")
    real = module.InstanceMetadataFetcher
    monkeypatch.setattr(
        module, "InstanceMetadataFetcher", lambda **_: real(base_url="http://127.0.0.1:1/", timeout=0.2, num_attempts=1)
    )
    with pytest.raises(GatewayFault, match="no role of its own"):
        Bucket(s3.place("any", tmp_path, credentials=None)).head("one")

"""A PEM file with a certificate: the first of a chain, never one with a private key."""

from pathlib import Path

import pytest

from gateway.cli.target.certificate_files import certificate_in
from gateway.ipc.messages import CallRefused
from tests.gateway.relay.postgres.target.a_database import made


def test_the_first_of_a_chain(tmp_path: Path) -> None:
    der, pem, _ = made()
    (tmp_path / "chain.pem").write_bytes(pem + made()[1])
    assert certificate_in(tmp_path / "chain.pem") == der


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"x" * 200_000, made()[2] + made()[1]])
def test_what_is_none_is_refused_with_the_files_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "it\x1b.pem").write_bytes(content)
    with pytest.raises(CallRefused) as refused:
        certificate_in(tmp_path / "it\x1b.pem")
    assert refused.value.code == "target.certificate"
    assert "\x1b" not in refused.value.text.both()
    assert "PRIVATE" not in refused.value.text.both()

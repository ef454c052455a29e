import pytest

from gateway.audit.merkle import EMPTY_ROOT
from gateway.keeper import key_files, signed_head
from gateway.keeper.requests import SignedTree
from gateway.vocabulary.outcome import GatewayFault


def test_begins_empty_and_remembers(tmp_path):
    path = tmp_path / signed_head.FILE_NAME
    signed_head.create(path)
    assert signed_head.read(path) == SignedTree(size=0, root=EMPTY_ROOT)
    tree = SignedTree(size=2**40, root=bytes(range(32)))
    signed_head.replace(path, tree)
    assert signed_head.read(path) == tree


def test_a_missing_one_is_a_fault_never_a_fresh_start(tmp_path):
    with pytest.raises(GatewayFault, match="signed_head"):
        signed_head.read(tmp_path / signed_head.FILE_NAME)


def test_another_length_is_damage(tmp_path):
    key_files.write(tmp_path / signed_head.FILE_NAME, b"short")
    with pytest.raises(GatewayFault, match="damaged"):
        signed_head.read(tmp_path / signed_head.FILE_NAME)

"""What is said of a file."""

import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.crypto.wire import Malformed, Reader
from gateway.relay.ssh.sftp.attributes import EXTENDED_MAX, Attributes, read, write
from gateway.relay.ssh.sftp.wire import string, uint32

U32, U64 = st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1)
ATTRIBUTES = st.builds(
    Attributes,
    size=st.none() | U64,
    owner=st.none() | st.tuples(U32, U32),
    permissions=st.none() | U32,
    times=st.none() | st.tuples(U32, U32),
)


@settings(deadline=None)
@given(ATTRIBUTES)
def test_what_is_written_is_read(attributes: Attributes) -> None:
    assert read(Reader(write(attributes))) == attributes


def test_extensions_are_read_over_and_counted() -> None:
    read_back = read(Reader(uint32(0x80000000) + uint32(1) + string(b"acl") + string(b"secret")))
    assert (read_back.extended, read_back.bare()) == (1, Attributes())


@pytest.mark.parametrize("data", [uint32(0x10), uint32(0x40000000), uint32(0x80000000) + uint32(EXTENDED_MAX + 1)])
def test_flags_of_other_versions_and_floods_are_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        read(Reader(data))


def test_kinds_of_files() -> None:
    assert Attributes(permissions=stat.S_IFDIR | 0o755).is_folder
    assert Attributes(permissions=stat.S_IFREG | 0o644).is_file
    assert Attributes(permissions=stat.S_IFLNK | 0o777).is_link
    unsaid = Attributes()
    assert not (unsaid.is_file or unsaid.is_folder or unsaid.is_link)

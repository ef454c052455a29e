"""Reading another process's own files as that process's user: what its directory demands of its reader stays demanded."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from gateway.wiring.users import User


@contextmanager
def acting_as(user: User | None) -> Iterator[None]:
    """Inside the block the program's effective user is `user`; None changes nothing. For root, in one thread only."""
    if user is None or os.geteuid() != 0:
        yield
        return
    group = os.getegid()
    os.setegid(user.gid)
    os.seteuid(user.uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(group)

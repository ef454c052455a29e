"""Host keys that are announced after the log-in, and the proofs that we hold them (OpenSSH PROTOCOL section 2.5).

The proofs are signed by the keeper before the keys are announced, on a thread of its own: a client can only ask for what it was
told of, so the answer stands ready and no callback waits.
"""

from collections.abc import Callable, Mapping

from paramiko import Message

ANNOUNCE = "hostkeys-00@openssh.com"
PROVE = "hostkeys-prove-00@openssh.com"


def prove_body(session_id: bytes, blob: bytes) -> bytes:
    """What is signed: the kind, the session's identifier, the key."""
    message = Message()
    message.add_string(PROVE)
    message.add_string(session_id)
    message.add_string(blob)
    return bytes(message.asbytes())


class HostProofs:
    """The proofs of one connection."""

    def __init__(self) -> None:
        self._proofs: Mapping[bytes, bytes] = {}

    def prepare(self, session_id: bytes, blobs: list[bytes], sign: Callable[[bytes, bytes], bytes]) -> None:
        """Have each key sign for this session. `sign(key, data)` may wait, and raises what the keeper's connection raises."""
        self._proofs = {blob: sign(blob, prove_body(session_id, blob)) for blob in blobs}

    def answer(self, asked: Message) -> tuple[bytes, ...] | None:
        """The proofs of exactly the keys asked for, in their order; None if one of them is not ours, or asked twice."""
        proofs, seen = self._proofs, list[bytes]()
        while asked.get_remainder():
            blob = asked.get_binary()
            if blob not in proofs or blob in seen:
                return None
            seen.append(blob)
        return tuple(proofs[blob] for blob in seen) or None

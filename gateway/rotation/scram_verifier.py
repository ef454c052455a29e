"""What a PostgreSQL server keeps of a password (RFC 5803, PostgreSQL's spelling): enough to judge a log-in, not to log in.

So the server is told a verifier computed here, and the password itself reaches neither its logs nor the wire.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final

from gateway.relay.postgres.wire.saslprep import prepared
from gateway.vocabulary.secret import Secret

ITERATIONS: Final = 4096  # PostgreSQL's own; the passwords here are 192 bits of chance
SALT_BYTES: Final = 16


def verifier_of(password: Secret, salt: bytes | None = None) -> str:
    """`SCRAM-SHA-256$ITERATIONS:SALT$STORED:SERVER`; a fresh salt unless one is given."""
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", prepared(password.reveal()), salt, ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    return f"SCRAM-SHA-256${ITERATIONS}:{_text(salt)}${_text(stored)}:{_text(server)}"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")

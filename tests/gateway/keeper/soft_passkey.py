"""An authenticator in software: real keys, real signatures, and every lie a test wants it to tell (WebAuthn level 3, §6)."""

import base64
import hashlib
import json
import os
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

UP, UV, AT = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "===")


class SoftPasskey:
    """One discoverable passkey; `count` grows with each signature unless a test holds it."""

    def __init__(self, origin: str) -> None:
        self.origin, self.credential_id, self.count = origin, os.urandom(32), 0
        self.user: bytes | None = None
        self._key = ec.generate_private_key(ec.SECP256R1())

    def made(self, options: str, **lies: Any) -> str:
        """The answer to `navigator.credentials.create`."""
        asked = json.loads(options)
        self.user = unb64(asked["user"]["id"])
        client = self._client("webauthn.create", asked["challenge"], lies)
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + self._cose()
        data = self._data(asked["rp"]["id"], lies, AT) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {"clientDataJSON": b64(client), "attestationObject": b64(attestation), "transports": ["internal"]}
        return self._credential(response)

    def signed(self, options: str, **lies: Any) -> str:
        """The answer to `navigator.credentials.get`. `lies`: origin, rp, challenge, type, flags, count, user, cross, key."""
        asked = json.loads(options)
        client = self._client("webauthn.get", asked["challenge"], lies)
        self.count += 1
        data = self._data(asked["rpId"], lies, 0)
        key = lies.get("key", self._key)
        signature = key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        user = lies.get("user", self.user)
        response = {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)}
        return self._credential({**response, **({} if user is None else {"userHandle": b64(user)})})

    def _credential(self, response: dict[str, Any]) -> str:
        name = b64(self.credential_id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )

    def _client(self, kind: str, challenge: str, lies: dict[str, Any]) -> bytes:
        told = {
            "type": lies.get("type", kind),
            "challenge": lies.get("challenge", challenge),
            "origin": lies.get("origin", self.origin),
            "crossOrigin": lies.get("cross", False),
        }
        return json.dumps(told).encode()

    def _data(self, rp: str, lies: dict[str, Any], more: int) -> bytes:
        host = hashlib.sha256(lies.get("rp", rp).encode()).digest()
        return host + bytes([lies.get("flags", UP | UV) | more]) + struct.pack(">I", lies.get("count", self.count))

    def _cose(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})

"""Keeper and registrar as one rotation sees them: what is durable, and a power cut before or after any of their answers."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from gateway.crypto import openssh, signing
from gateway.crypto.certificates import UserCertificate, sign_user
from gateway.rotation.due import Failure
from gateway.rotation.ports import Work
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Target


class PowerCut(BaseException):
    """Nothing after this happens; only what was durable before it is there."""


@dataclass
class Vault:
    """The two kept passwords of one target, a certificate authority, and what was asked. `cut_at` is a call's number."""

    present: bytes = b"old password"
    following: bytes | None = None
    ca: Secret = field(default_factory=signing.new_signing_key)
    force_command: str = "/usr/sbin/chpasswd"
    management: str = "root"
    events: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    cut_at: int | None = None
    calls: int = 0

    @property
    def ca_line(self) -> str:
        return openssh.line(openssh.ed25519_blob(signing.public_of(self.ca)))

    def work(self, target: Target) -> Work:
        return Work(target=target, prepared=self.following is not None)

    # -- the keeper

    def prepare(self, target: str) -> bytes:
        return self._cut("prepare", lambda: secrets.token_urlsafe(24).encode())

    def password(self, target: str, which: Literal["present", "next"]) -> Secret:
        assert self.following is not None
        return Secret(self.present if which == "present" else self.following)

    def certificate(self, target: str, public_key: bytes) -> bytes:
        now = datetime.now(UTC)
        wanted = UserCertificate(
            public_key=public_key,
            key_id=f"rotation target={target}",
            principal=self.management,
            now=now,
            expires_at=now + timedelta(minutes=2),
            force_command=self.force_command,
        )
        return self._cut("certificate", lambda: sign_user(self.ca, wanted))

    # -- the registrar

    def prepared(self, target: str, sealed: bytes) -> None:
        def keep() -> None:
            assert self.following is None
            self.following = sealed

        self._cut("prepared", keep)

    def done(self, target: str) -> None:
        def keep() -> None:
            assert self.following is not None
            self.present, self.following = self.following, None

        self._cut("done", keep)

    def not_done(self, target: str, why: Failure) -> None:
        self.failures.append(why)

    def _cut(self, name: str, effect: Callable[[], Any]) -> Any:
        """Before it: call 2n; after it, unheard: 2n + 1."""
        self._now()
        answer = effect()
        self.events.append(name)
        self._now()
        return answer

    def _now(self) -> None:
        number, self.calls = self.calls, self.calls + 1
        if number == self.cut_at:
            raise PowerCut

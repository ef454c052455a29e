"""Which way a target's password is changed, by how it is spoken to."""

from gateway.rotation.ports import Rotator, Vault
from gateway.rotation.postgres import PostgresRotator
from gateway.rotation.ssh import SshRotator
from gateway.vocabulary.target import Protocol, Target


def rotator_of(target: Target, vault: Vault) -> Rotator:
    """The rotator of this target."""
    match target.protocol:
        case Protocol.SSH:
            return SshRotator(target, vault)
        case Protocol.POSTGRESQL:
            return PostgresRotator(target, vault)

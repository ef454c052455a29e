"""What carries an admitted session, by what was permitted: a terminal or a command is joined, files are taken in."""

from dataclasses import dataclass
from typing import Protocol

from paramiko import Channel

from gateway.authorization.request import Capability
from gateway.listener.channel import ClientChannel
from gateway.listener.surroundings import Surroundings
from gateway.relay.screen import Screen
from gateway.relay.ssh.join import Join
from gateway.relay.ssh.messages import ChannelRequest
from gateway.relay.ssh.sftp.intake import Names
from gateway.relay.ssh.sftp.upload import Upload
from gateway.relay.ssh.transport import OrderedTransport
from gateway.relay.ssh.typed_file import MORE_SECONDS, TypedFile
from gateway.sessions.admit import Admitted
from gateway.vocabulary.identifiers import new_identifier


class Carrier(Protocol):
    """What carries an admitted session between client and target: `relay.ssh.join`, for files `relay.ssh.sftp.upload`."""

    shown_bytes: int
    typed_bytes: int

    def run(self) -> ChannelRequest | None:
        """Until either end is done; the target's word on how it ended. Raises what went wrong first."""

    def fail(self, failure: BaseException) -> None:
        """End it with `failure`. Callable from any thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrying:
    """Makes the carrier of one session. Raises GatewayFault where the permit lacks an obligation it needs."""

    client: ClientChannel
    around: Surroundings
    admitted: Admitted
    screen: Screen

    def between(self, transport: OrderedTransport, channel: Channel) -> Carrier:
        """The carrier to the target's channel."""
        if self.admitted.permit.capability is Capability.UPLOAD:
            return self._upload(transport, channel)
        return Join(
            client=(self.client.transport, self.client.channel),
            target=(transport, channel),
            screen=self.screen,
            recorder=self.admitted.recorder,
            on_refused=self.client.refused,
            typed_file=self._typed_file(),
        )

    def _typed_file(self) -> TypedFile | None:
        """A command's standard input is looked into; with a terminal in between it is not held up for it."""
        if self.admitted.permit.capability is not Capability.EXEC:
            return None
        upload = new_identifier("U", self.around.admissions.clock.now())
        patience = MORE_SECONDS if self.client.terminal is None else 0.0
        journal = self.around.admissions.registry.append
        return TypedFile(self.admitted.permit, self._names(), upload, journal, patience)

    def _upload(self, transport: OrderedTransport, channel: Channel) -> Carrier:
        return Upload(
            client=(self.client.transport, self.client.channel),
            target=(transport, channel),
            screen=self.screen,
            recorder=self.admitted.recorder,
            permit=self.admitted.permit,
            names=self._names(),
            journal=self.around.admissions.registry.append,
            on_refused=self.client.refused,
            clock=self.around.admissions.clock,
        )

    def _names(self) -> Names:
        """The index fields of what goes into the target in this session."""
        permit, proved = self.admitted.permit, self.around.admissions.proved
        return Names(
            person=proved.person_id,
            session=self.admitted.session,
            terminal=proved.terminal_id,
            target=permit.target.name,
            order=permit.order.id,
        )

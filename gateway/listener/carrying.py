"""What carries an admitted session, by what was permitted: joined, files taken in, or the gate for listed commands in between."""

from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from paramiko import Channel

from gateway.authorization.decision import Permit
from gateway.authorization.obligations import CommandsListed, EndsAt
from gateway.authorization.request import Capability
from gateway.commands.gate import Gate, Person, Watch, Work
from gateway.commands.running.runner import Limits, Runner
from gateway.commands.standing import Standing
from gateway.listener.admitted_session import names_of
from gateway.listener.channel import ClientChannel
from gateway.listener.surroundings import Surroundings
from gateway.relay.brake import Brake
from gateway.relay.keyboard import Keyboard
from gateway.relay.ports import Metering, Notices, Unmetered
from gateway.relay.screen import Screen
from gateway.relay.ssh.join import Join
from gateway.relay.ssh.messages import ChannelRequest
from gateway.relay.ssh.sftp.upload import Upload
from gateway.relay.ssh.transport import OrderedTransport
from gateway.relay.ssh.typed_file import MORE_SECONDS, TypedFile
from gateway.sessions.admit import Admitted
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import GatewayFault

Duty = TypeVar("Duty")


class Carrier(Protocol):
    """What carries an admitted session between client and target.

    `relay.ssh.join`; for files `relay.ssh.sftp.upload`; for listed commands `commands.gate`.
    """

    @property
    def shown_bytes(self) -> int:
        """What the target said."""

    @property
    def typed_bytes(self) -> int:
        """What the person said."""

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
    keyboard: Keyboard
    notices: Notices
    brake: Brake | None = None
    meter: Metering = field(default_factory=Unmetered)

    def between(self, transport: OrderedTransport, channel: Channel) -> Carrier:
        """The carrier to the target's channel."""
        if self.admitted.permit.capability is Capability.UPLOAD:
            return self._upload(transport, channel)
        if self.admitted.permit.capability is Capability.COMMANDS:  # a shell on the target is no way to carry these
            channel.close()  # the runner opens one for each command
            return self._gate(transport)
        return Join(
            client=(self.client.transport, self.client.channel),
            target=(transport, channel),
            screen=self.screen,
            keyboard=self.keyboard,
            on_resize=self._resized,
            on_refused=self.client.refused,
            typed_file=self._typed_file(),
        )

    def _resized(self, columns: int, rows: int) -> None:
        self.admitted.recorder.resize(columns, rows)
        self.client.resized(columns, rows)
        self.screen.resize(columns, rows)

    def _typed_file(self) -> TypedFile | None:
        """A command's standard input is looked into; with a terminal in between it is not held up for it."""
        if self.admitted.permit.capability is not Capability.EXEC:
            return None
        upload = new_identifier("U", self.around.admissions.clock.now())
        patience = MORE_SECONDS if self.client.terminal is None else 0.0
        journal = self.around.admissions.registry.append
        return TypedFile(
            self.admitted.permit, names_of(self.around.admissions, self.admitted), upload, journal, patience
        )

    def _gate(self, target: OrderedTransport) -> Carrier:
        client, around, permit = self.client, self.around, self.admitted.permit
        names, clock = names_of(around.admissions, self.admitted), around.admissions.clock
        listed = _obliged(permit, CommandsListed)
        ends = _obliged(permit, EndsAt)
        offer = around.admissions.policy.commands.offer(listed.purpose, permit.target.name)
        runner = Runner(
            transport=target,
            offer=offer,
            encoding=permit.target.encoding,
            names=names,
            journal=around.admissions.registry.append,
            recorder=self.admitted.recorder,
            clock=clock,
            limits=Limits(
                output_bytes=listed.limits.output_bytes,
                follow_seconds=listed.limits.follow_seconds,
                held_seconds=listed.limits.held_seconds,
            ),
        )
        standing = Standing(
            target=permit.target.name, account=permit.account, until=ends.at, warn_seconds=ends.warn_seconds
        )
        return Gate(
            Person(
                transport=client.transport,
                channel=client.channel,
                terminal=client.terminal,
                language=self.admitted.language,
                on_resize=self.admitted.recorder.resize,
                on_refused=client.refused,
            ),
            Work(
                target=target,
                runner=runner,
                offer=offer,
                standing=standing,
                names=names,
                journal=around.admissions.registry.append,
                clock=clock,
            ),
            Watch(
                screen=self.screen,
                keyboard=self.keyboard,
                guards=lambda: around.guards(
                    permit, on_terminal=True, observer=self.meter.observer, size=client.size()
                ),
                notices=self.notices,
                brake=self.brake,
                count=self.meter.count,
            ),
        )

    def _upload(self, transport: OrderedTransport, channel: Channel) -> Carrier:
        return Upload(
            client=(self.client.transport, self.client.channel),
            target=(transport, channel),
            screen=self.screen,
            recorder=self.admitted.recorder,
            permit=self.admitted.permit,
            names=names_of(self.around.admissions, self.admitted),
            journal=self.around.admissions.registry.append,
            on_refused=self.client.refused,
            clock=self.around.admissions.clock,
        )


def _obliged(permit: Permit, kind: type[Duty]) -> Duty:
    """The permit's obligation of this kind. Raises GatewayFault where a policy permits without it."""
    duty = next((duty for duty in permit.obligations if isinstance(duty, kind)), None)
    if duty is None:
        raise GatewayFault(f"{permit.capability} was permitted without {kind.__name__}")
    return duty

"""The keeper put together: custody, what it reads of the world, and one part for each kind of request.

It owns no socket: `table.requests(keeper)` is served by `ipc.server`, which is given `keeper.closed` as `on_close`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gateway.crypto.aead import Aead, AeadRow
from gateway.crypto.database_client import Authority
from gateway.ipc.server import Peer
from gateway.keeper.asking import Desk
from gateway.keeper.binding import Binding
from gateway.keeper.breached import LeakedPasswords
from gateway.keeper.canaries import Canaries
from gateway.keeper.catalogue_reading import CatalogueReading
from gateway.keeper.ceremony import Party
from gateway.keeper.checkpoint_signing import CheckpointSigning
from gateway.keeper.custody import Custody
from gateway.keeper.diary import Diary
from gateway.keeper.disclosures import Disclosures
from gateway.keeper.door_certificate import DoorAuthority, DoorCertificates
from gateway.keeper.enrolment import Enrolling
from gateway.keeper.factors import Factors
from gateway.keeper.fields import Fields
from gateway.keeper.grants import Grants
from gateway.keeper.host_rotation import HostRotation
from gateway.keeper.hostkey import HostKeys
from gateway.keeper.inquiries import Inquiries
from gateway.keeper.new_codes import NewCodes
from gateway.keeper.new_passwords import NewPasswords
from gateway.keeper.notices import Notices
from gateway.keeper.own_factors import OwnFactors
from gateway.keeper.passkeys import Passkeys
from gateway.keeper.passwords import Passwords
from gateway.keeper.ports import Ports
from gateway.keeper.readiness import Readiness
from gateway.keeper.recording_keys import RecordingKeys
from gateway.keeper.recovery import Recovery
from gateway.keeper.rotation import Rotation
from gateway.keeper.sealing import Sealing
from gateway.keeper.standing import Standing
from gateway.keeper.target_login import Networks, TargetLogin
from gateway.keeper.web_entry import WebEntry, WebLimits
from gateway.vocabulary.clock import Clock

DATABASE_AT_ONCE: Final = 4
JOURNAL_AT_ONCE: Final = 8  # they share the registrar's commits
WAITING_MAX: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class KeeperSettings:
    """`demo_marker`: the file deploy/demo wrote, None outside a demo.

    `outgoing`: the networks our nodes dial from as targets see them; a certificate is good from there only. Empty: anywhere
    (where addresses are translated on the way). `web`: how long a session of the web office lives.
    `party`: whom passkeys are made for; None: they are not taken. `leaked_passwords`: a local list of what nobody may choose.
    `database_authority`: signs the client certificates of PostgreSQL log-ins; None where init has made none yet.
    `door`: certifies the database door's connections; None without one.
    """

    demo_marker: Path | None = None
    outgoing: Networks = ()
    web: WebLimits = field(default_factory=WebLimits)
    party: Party | None = None
    leaked_passwords: Path | None = None
    database_authority: Authority | None = None
    door: DoorAuthority | None = None


class Keeper:
    """All parts, made once; used from one event loop."""

    def __init__(self, custody: Custody, ports: Ports, clock: Clock, settings: KeeperSettings) -> None:
        fields = AeadRow(custody.keys.field, custody.former("field"))
        self._database = Desk("keeper-database", at_once=DATABASE_AT_ONCE, waiting_max=WAITING_MAX)
        self._journal = Desk("keeper-journal", at_once=JOURNAL_AT_ONCE, waiting_max=WAITING_MAX)
        self.diary = Diary(ports.journal, self._journal)
        self._disk = Desk("keeper-disk", at_once=1, waiting_max=WAITING_MAX)
        self._passwords = Passwords()
        self.binding = Binding(custody, clock, settings.demo_marker)
        self.host_keys = HostKeys(custody, ports.targets, self._database, clock)
        self.host_rotation = HostRotation(custody, self.diary, self._disk)
        self.factors = Factors(fields, ports, self.binding, self._passwords, self._database, clock)
        self.web = WebEntry(custody, ports, self.binding, self.factors, self._database, clock, settings.web)
        new_passwords = NewPasswords(
            fields, ports.backgrounds, self._passwords, LeakedPasswords(settings.leaked_passwords), self._database
        )
        new_codes = NewCodes(fields, ports.used_codes, self._database, clock)
        self.recovery = Recovery(custody, ports, self.binding, self.factors.tally, self._database, self.diary)
        self.own = OwnFactors(new_passwords, new_codes, self.recovery)
        self.enrolment = Enrolling(
            custody, ports, self.binding, new_passwords, new_codes, self.recovery, self._database, clock
        )
        self.passkeys = Passkeys(
            fields, ports, self.binding, self.factors.tally, self.web, self._database, self.diary, clock, settings.party
        )
        self.recordings = RecordingKeys(custody, ports.recording_keys, self._database, self.diary, clock)
        self.targets = TargetLogin(
            custody,
            fields,
            ports,
            self.binding,
            self._database,
            self.diary,
            clock,
            outgoing=settings.outgoing,
            databases=settings.database_authority,
        )
        self.rotation = Rotation(custody, fields, ports, self._database, self.diary, clock, outgoing=settings.outgoing)
        self.fields = Fields(custody, fields)
        self.notices = Notices(self.fields, ports.orders, ports.people, self._database, clock)
        self.sealing = Sealing(fields, ports.people, self._passwords, self._database)
        self.checkpoints = CheckpointSigning(custody, self._disk)
        self._serve_databases(custody, fields, ports, clock, settings)

    def _serve_databases(
        self, custody: Custody, fields: Aead, ports: Ports, clock: Clock, settings: KeeperSettings
    ) -> None:
        """What only the database door asks for."""
        self.catalogue = CatalogueReading(
            fields, ports, self._database, self.diary, clock, databases=settings.database_authority
        )
        self.disclosures = Disclosures(custody)
        self.canaries = Canaries(self.disclosures, self.diary)
        self.inquiries = Inquiries(self.disclosures, ports.inquiries, self._database, self.diary, clock)
        self.door = DoorCertificates(settings.door, clock)
        self.readiness = Readiness(ports.credentials, self._database)
        self.grants = Grants(ports, self.binding, self.factors, self._database, self.diary, clock)

    def closed(self, peer: Peer) -> None:
        """A connection has ended; to be passed to the server as `on_close`."""
        standing = peer.memo.get(Standing)
        if isinstance(standing, Standing):
            self.recordings.closed(standing)
            self.grants.closed(standing)

    def close(self) -> None:
        """End the threads. Call after the server's `close`."""
        self._database.close()
        self._disk.close()
        self._journal.close()
        self._passwords.close()

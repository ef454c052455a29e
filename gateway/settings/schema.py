"""Every setting there is, with its unit in its name and its default. Pure data; `reading` fills it, `commented` explains it.

Thresholds of what people may do are not here: those are policy (`policies/`), digested into every session's header.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from gateway.proxies.believed import network_of

COMMIT_SECONDS_LEAST, COMMIT_SECONDS_MOST = 1.5, 8.0  # the end of the sessions has to follow within ten seconds

Port = Annotated[int, Field(ge=0, le=65535)]
Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]
Network = Annotated[str, AfterValidator(lambda text: str(network_of(text)))]
MailAddress = Annotated[str, Field(pattern=r"^[^\s@<>,;]+@[^\s@<>,;]+$", max_length=254)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Node(_Part):
    """Which machine this is."""

    name: Annotated[
        str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$", description="name of this node in the journal")
    ] = "node1"


class State(_Part):
    """Where things are kept. Relative paths are relative to the settings file."""

    directory: Annotated[Path, Field(strict=False, description="keys, database, recordings, sockets")]
    database: Annotated[
        str | None,
        Field(
            description="postgresql://OWNER@/DATABASE?host=..., as the tables' owner and without a password; "
            "nothing means an SQLite file in the state directory"
        ),
    ] = None
    database_roles: Annotated[
        dict[Literal["keeper", "registrar", "office", "worker", "archivist", "backup", "auditor"], str],
        Field(
            description="PostgreSQL: the role each process connects as, where it is not sekisho_PROCESS; "
            "`sekisho init` makes them and grants their rights"
        ),
    ] = {}  # pydantic copies it
    database_credentials: Annotated[
        Path | None,
        Field(
            strict=False,
            description="PostgreSQL: folder with PROCESS.pgpass, or PROCESS.crt and PROCESS.key, each readable by that "
            "process alone (owner.* for init); nothing means the server knows the processes by their users (peer)",
        ),
    ] = None
    commit_seconds: Annotated[
        float | None,
        Field(
            ge=COMMIT_SECONDS_LEAST,
            le=COMMIT_SECONDS_MOST,
            description="a commit that takes longer is a journal that cannot be written: all sessions end, in words; "
            "nothing means 3 with a file, 6 with PostgreSQL",
        ),
    ] = None
    witness: Annotated[
        Path, Field(strict=False, description="folder outside the state directory that keeps signed checkpoints")
    ]


class Gateway(_Part):
    """The SSH door."""

    host: Annotated[str, Field(description="address to listen on")] = "127.0.0.1"
    port: Annotated[Port, Field(description="TCP port; 0 takes a free one and writes it to run/gateway.port")] = 2222
    proxies: Annotated[
        tuple[Network, ...],
        Field(
            strict=False,
            description="balancers in front of this door, as addresses or networks: "
            "each has to begin with the PROXY protocol and is believed whose connection it is",
        ),
    ] = ()
    login_seconds: Annotated[Seconds, Field(description="time to log in, typing the code included")] = 120.0
    drain_seconds: Annotated[
        float, Field(ge=0, description="how long sessions may go on after SIGTERM before they are told to end")
    ] = 30.0
    waiting: Annotated[
        Count, Field(description="connections that have not said their version yet, in total; each costs a descriptor")
    ] = 800
    waiting_per_address: Annotated[Count, Field(description="the same from one address; the oldest makes room")] = 400
    waiting_seconds: Annotated[
        Seconds, Field(description="time to say a version, and to wait for a process where all are taken")
    ] = 10.0
    unauthenticated: Annotated[
        Count, Field(description="processes before the log-in, in total; a newcomer replaces who shows least")
    ] = 200
    unauthenticated_per_address: Annotated[Count, Field(description="the same from one address")] = 50
    connections: Annotated[Count, Field(description="processes in all")] = 2000
    keepalive_seconds: Annotated[
        Seconds, Field(description="a client that was silent for so long after the log-in is asked whether it is there")
    ] = 15.0
    keepalive_missed: Annotated[
        Count, Field(description="unanswered questions in a row after which its sessions end")
    ] = 4
    unread_seconds: Annotated[
        Seconds, Field(description="a session ends whose client takes nothing of waiting output for so long")
    ] = 300.0
    session_memory_mib: Annotated[Count, Field(description="address space of one session process")] = 1024


class Postgres(_Part):
    """The database door. Without a port there is none."""

    host: Annotated[str, Field(description="address to listen on")] = "127.0.0.1"
    port: Annotated[
        Port | None,
        Field(description="TCP port, 5432 for one; 0 takes a free one and writes it to run/gateway/postgres.port"),
    ] = None
    proxies: Annotated[
        tuple[Network, ...],
        Field(strict=False, description="as gateway.proxies, for this door"),
    ] = ()
    names: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[a-z0-9.:-]{1,253}$")], ...],
        Field(
            strict=False,
            description="host names and addresses people connect to, for the door's certificate; after a change repeat "
            "`sekisho init` (a name that is new there changes the authority, too); nothing means the office's host",
        ),
    ] = ()


class AdminUi(_Part):
    """The web office. Without a certificate of your own, `sekisho init` makes one from an authority of its own."""

    host: Annotated[str, Field(description="address to listen on")] = "127.0.0.1"
    port: Annotated[Port, Field(description="TCP port; 0 takes a free one and writes it to run/admin_ui/port")] = 8443
    public_url: Annotated[
        str,
        Field(
            pattern=r"^(https://[a-z0-9.-]{1,253}(:[0-9]{1,5})?)?$",
            description="the origin browsers see, as in https://sekisho.example.jp; nothing means https://localhost:PORT",
        ),
    ] = ""
    proxies: Annotated[
        tuple[Network, ...],
        Field(strict=False, description="as gateway.proxies, for the office; they pass TLS on as it is"),
    ] = ()
    certificate: Annotated[Path | None, Field(strict=False, description="PEM chain; nothing means our own")] = None
    key: Annotated[Path | None, Field(strict=False, description="PEM key of the certificate")] = None
    breached_passwords: Annotated[
        Path | None,
        Field(strict=False, description="sorted SHA-1 list of leaked passwords (a local file); nothing means none"),
    ] = None
    idle_minutes: Annotated[Count, Field(description="without a request for so long, a sign-in is over")] = 15
    absolute_hours: Annotated[Count, Field(description="after so long a sign-in is over in any case")] = 10
    fresh_minutes: Annotated[
        Count, Field(description="how long ago a code or passkey may have been proved before sensitive changes")
    ] = 5


class Users(_Part):
    """System users the processes run as when `sekisho serve` is started as root; nothing means: do not change."""

    keeper: str | None = None
    registrar: str | None = None
    gateway: str | None = None
    worker: str | None = None
    admin_ui: str | None = None
    monitor: str | None = None
    archivist: str | None = None


class Policies(_Part):
    """Who may do what."""

    directory: Annotated[Path, Field(strict=False, description="folder of policies")]


class Recordings(_Part):
    """Where recordings are kept once they are written. They are written on this machine in any case; never in the clear."""

    store: Annotated[
        Literal["folder", "s3"],
        Field(description="folder: recordings/ in the state directory; s3: sealed ones are copied into a bucket, too"),
    ] = "folder"
    endpoint: Annotated[
        str, Field(description="the store's address, as in https://s3.example.jp; http on this machine only")
    ] = ""
    region: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$", description="the store's region")] = "us-east-1"
    bucket: Annotated[
        str, Field(pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$", description="the bucket; it has to be there")
    ] = ""
    prefix: Annotated[
        str,
        Field(
            pattern=r"^([A-Za-z0-9_-][A-Za-z0-9_.-]{0,59}/){0,4}$", description="what keys begin with, as in sekisho/"
        ),
    ] = ""
    authorities: Annotated[
        Path | None, Field(strict=False, description="PEM authorities of the store; nothing means the system's")
    ] = None
    credentials: Annotated[
        Path | None,
        Field(
            strict=False,
            description="file of mode 0600 with access_key and secret_key (TOML), of the user that copies; "
            "nothing means this machine's own role",
        ),
    ] = None
    readers_credentials: Annotated[
        Path | None,
        Field(strict=False, description="the same for who only reads, the web office; nothing means the file above"),
    ] = None
    lock: Annotated[
        Literal["required", "offered", "none"],
        Field(description="whether copies are locked (Object Lock): always, where the bucket offers it, or never"),
    ] = "offered"
    lock_mode: Annotated[
        Literal["compliance", "governance"], Field(description="compliance: nobody can end a lock early, not even you")
    ] = "compliance"
    lock_days: Annotated[Count, Field(description="how long after its seal a copy is locked")] = 1096
    part_seconds: Annotated[
        Seconds, Field(description="how often what a running session added is copied, whole records of it")
    ] = 10.0
    local_days: Annotated[
        float | None,
        Field(
            ge=0,
            description="days after which a copy on this machine is removed, once the store's was read back; nothing: never",
        ),
    ] = None
    verify_at: Annotated[
        str,
        Field(
            pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$",
            description="time of day in Japan at which every recording is verified and counted; nothing: 03:00 with s3, "
            "never with folder (then by `sekisho recording verify --all`)",
        ),
    ] = ""


class Clock(_Part):
    """One clock (R-43)."""

    drift_seconds: Annotated[Seconds, Field(description="a larger jump of the wall clock ends all sessions")] = 2.0
    accept_until: Annotated[
        AwareDatetime | None,
        Field(
            description="after a clock that had leapt ahead: the journal's times up to this moment are wrong, and an earlier "
            "clock is right; a TOML date-time with its offset, nothing means none"
        ),
    ] = None
    synchronised: Annotated[
        bool, Field(description="require that the kernel says its clock is synchronised; false only where nothing can")
    ] = True


class Mail(_Part):
    """Daily checkpoints to witnesses, and alarms. Without recipients nothing is sent, and `sekisho serve` says so."""

    host: str = "127.0.0.1"
    port: Port = 25
    tls: Annotated[Literal["starttls", "none"], Field(description="none only towards this machine")] = "starttls"
    sender: str = "sekisho@localhost"
    witnesses: Annotated[tuple[str, ...], Field(strict=False, description="who receives the daily checkpoint")] = ()
    alarms: Annotated[
        tuple[MailAddress, ...],
        Field(strict=False, description="who is told of alarms, within seconds; two people at least"),
    ] = ()
    approvals: Annotated[
        tuple[MailAddress, ...],
        Field(
            strict=False, description="who is told of waiting orders where no supervisor has a mail address of his own"
        ),
    ] = ()
    daily_at: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="time of day in Japan")] = (
        "07:00"
    )


class Metrics(_Part):
    """Figures and health over HTTP: /metrics, /healthz, /readyz. Without a port there are none. They name nobody."""

    host: Annotated[
        str, Field(description="address to listen on; elsewhere than on this machine the three files are needed")
    ] = "127.0.0.1"
    port: Annotated[
        Port | None,
        Field(description="TCP port, 9464 for one; 0 takes a free one and writes it to run/monitor/port"),
    ] = None
    certificate: Annotated[Path | None, Field(strict=False, description="PEM chain shown to scrapers")] = None
    key: Annotated[Path | None, Field(strict=False, description="PEM key of the certificate")] = None
    clients: Annotated[
        Path | None,
        Field(strict=False, description="PEM authorities: only who shows a certificate of theirs is answered"),
    ] = None
    free_mib: Annotated[
        Count, Field(description="with less free space anywhere Sekisho writes, /readyz says no (MiB)")
    ] = 1024


class Space(_Part):
    """Room on the disks of recordings, database (where it is a file) and journal (R-11)."""

    ballast_mib: Annotated[
        Count, Field(description="held back in each of them, and let go once when it runs full (MiB)")
    ] = 64
    floor_mib: Annotated[Count, Field(description="with less free space all sessions end, in words (MiB)")] = 64
    session_mib: Annotated[
        Count,
        Field(description="kept free for each running session and a new one; without it nobody new is let in (MiB)"),
    ] = 16
    recording_mib: Annotated[
        Count, Field(description="the most one recording may take on disk; then its session ends (MiB)")
    ] = 1024
    warn_hours: Annotated[
        Count, Field(description="alarm when a disk is full within so many hours, at the rate of the last six")
    ] = 72


class Logs(_Part):
    """What the processes say on standard error; evidence is the journal."""

    format: Annotated[
        Literal["text", "json"], Field(description="text: lines to read; json: one JSON object a line (JSON Lines)")
    ] = "text"


class Demo(_Part):
    """Only `deploy/demo` sets this; anywhere else it refuses to start."""

    operator: bool = False


class Settings(_Part):
    """All of them. `file` is where they were read, `digest` the hex SHA-256 of that file."""

    node: Node = Node()
    state: State
    gateway: Gateway = Gateway()
    postgres: Postgres = Postgres()
    admin_ui: AdminUi = AdminUi()
    users: Users = Users()
    policies: Policies
    recordings: Recordings = Recordings()
    clock: Clock = Clock()
    mail: Mail = Mail()
    metrics: Metrics = Metrics()
    space: Space = Space()
    logs: Logs = Logs()
    demo: Demo = Demo()
    file: Annotated[Path, Field(strict=False, exclude=True)]
    digest: Annotated[str, Field(exclude=True)]

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.state.database or f"sqlite:///{self.state.directory / 'db' / 'sekisho.db'}"

"""The call centre's targets as the gateway's register knows them."""

from datetime import datetime, timedelta

from deploy.callcentre import ports
from deploy.callcentre.clients import CLIENTS
from deploy.callcentre.database_target import READER
from deploy.callcentre.ssh_target import SshTarget
from deploy.demo_stack.call_centre import CallCentre
from deploy.demo_stack.memory import Memory
from deploy.demo_stack.provision import PlacedTarget, target_key
from gateway.crypto import openssh
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, Importance, LoginWay, Protocol, RiskEntry, Target

_DECLARED_BY = "yamada"
_FREE_DAYS = 90
_REVIEW_DAYS = 180
_PEOPLE = 20_000
_ALL_CLIENTS = tuple(client.code for client in CLIENTS)


def placed_targets(
    centre: CallCentre, memory: Memory, database_secret: Secret | None, now: datetime
) -> list[PlacedTarget]:
    """`callcenter-app`, `build-host` (declared free of personal data for a while) and `callcenter-db`."""
    free = FreeOfPersonalData(declared_by=_DECLARED_BY, until=(now + timedelta(days=_FREE_DAYS)).date())
    return [
        PlacedTarget(target=_host(centre.app, memory, None, now), secret=None),
        PlacedTarget(target=_host(centre.build_host, memory, free, now), secret=None),
        PlacedTarget(target=_database(centre, memory, now), secret=database_secret),
    ]


def _host(host: SshTarget, memory: Memory, free: FreeOfPersonalData | None, now: datetime) -> Target:
    return Target(
        id=memory.identifier(target_key(host.name), "H", now),
        name=host.name,
        protocol=Protocol.SSH,
        address=ports.LOOPBACK,
        port=host.port,
        host_keys=(openssh.blob_of(host.host_key),),
        accounts=(host.account.name,),
        login=LoginWay.CERTIFICATE,
        clients=() if free else _ALL_CLIENTS,
        encoding=Encoding.UTF_8,
        free=free,
        standing=Standing.ACTIVE,
        drop_folder=None if host.drop_folder is None else str(host.drop_folder),
        risk=_row(free is None, now),
    )


def _database(centre: CallCentre, memory: Memory, now: datetime) -> Target:
    return Target(
        id=memory.identifier(target_key(centre.database.name), "H", now),
        name=centre.database.name,
        protocol=Protocol.POSTGRESQL,
        address=ports.LOOPBACK,
        port=centre.database.port,
        host_keys=(),
        accounts=(READER,),
        login=LoginWay.VAULTED_PASSWORD,
        clients=_ALL_CLIENTS,
        encoding=Encoding.UTF_8,
        free=None,
        standing=Standing.ACTIVE,
        risk=_row(True, now),
    )


def _row(personal_data: bool, now: datetime) -> RiskEntry:
    """The target's row of the risk register, to be looked at again within a year."""
    return RiskEntry(
        owner=_DECLARED_BY,
        importance=Importance.HIGH if personal_data else Importance.LOW,
        people=_PEOPLE if personal_data else 0,
        risk="保守担当者による個人データの持ち出し" if personal_data else "不正なプログラムの持ち込み",
        measure="閲覧のみ・録画・二人の承認・再委託の承諾"
        if personal_data
        else "送信のみ・ハッシュ値の記録・個人データの検査",
        review_on=(now + timedelta(days=_REVIEW_DAYS)).date(),
    )

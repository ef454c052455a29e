"""The manifest: what black-box tests, benchmarks and browsers start from. Keys are added, never renamed."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.callcentre.customers import ROWS
from deploy.callcentre.database_target import DATABASE
from deploy.callcentre.ports import LOOPBACK
from deploy.demo_stack.call_centre import APP, BUILD, DB, CallCentre
from deploy.demo_stack.cast import Member
from deploy.demo_stack.provision import FiledOrder
from deploy.demo_stack.sekisho import Sekisho


def manifest(
    centre: CallCentre, sekisho: Sekisho | None, cast: Sequence[Member], orders: Sequence[FiledOrder]
) -> dict[str, Any]:
    """The whole manifest. Without `sekisho` (the call centre alone) everything of the gateway is null."""
    listed = [_order(order) for order in orders]
    return {
        "gateway": {"ssh": _door(sekisho), "postgres": None, "admin_ui": _office(sekisho)},
        "people": [_person(member) for member in cast],
        "targets": _targets(centre),
        "work_order": listed[0] if listed else None,
        "work_orders": listed,
        "state": str(centre.layout.gateway),
        "witness": str(centre.layout.witness),
        "mail": str(centre.layout.mail),
        "cli": str(sekisho.cli) if sekisho else None,
        "settings": str(centre.layout.settings) if sekisho else None,
        "logs": str(centre.layout.logs),
    }


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Write it whole: a reader who finds the file finds everything answering."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)


def _door(sekisho: Sekisho | None) -> dict[str, Any] | None:
    if sekisho is None:
        return None
    return {"host": LOOPBACK, "port": sekisho.ssh_port, "host_key": sekisho.public_keys()["host_key"]}


def _office(sekisho: Sekisho | None) -> dict[str, Any] | None:
    return None if sekisho is None else {"url": sekisho.office_url, "ca": str(sekisho.office_authority)}


def _person(member: Member) -> dict[str, Any]:
    return {
        "username": member.username,
        "role": str(member.role),
        "password": member.password,
        "totp_secret": member.totp_secret,
        "ssh_key": member.ssh_key,
        "terminal_key": member.terminal_key,
        "terminal_cert": None,
        "terminal_cert_key": None,
    }


def _targets(centre: CallCentre) -> list[dict[str, Any]]:
    truth = {"rows": ROWS, "truth_csv": str(centre.layout.customers)}
    return [
        {
            "name": APP,
            "protocol": "ssh",
            "account": centre.app.account.name,
            "direct": {"host": LOOPBACK, "port": centre.app.port},
            "log": str(centre.app.log),
            "personal_data": {"file": str(centre.customers_file), **truth},
        },
        {
            "name": DB,
            "protocol": "postgresql",
            "database": DATABASE,
            "direct": {"host": LOOPBACK, "port": centre.database.port},
            "log": str(centre.layout.logs / f"{DB}.log"),
            "personal_data": {"table": "customers", **truth},
        },
        {
            "name": BUILD,
            "protocol": "ssh",
            "account": centre.build_host.account.name,
            "direct": {"host": LOOPBACK, "port": centre.build_host.port},
            "log": str(centre.build_host.log),
            "drop_folder": str(centre.build_host.drop_folder),
            "personal_data": None,
        },
    ]


def _order(order: FiledOrder) -> dict[str, Any]:
    return {
        "id": order.id,
        "engineer": order.wish.engineer,
        "approved": True,
        "mode": str(order.wish.mode),
        "targets": [target.name for target in order.wish.targets],
        "personal_data": order.wish.personal_data,
        "ends_at": order.wish.ends_at.isoformat(),
    }

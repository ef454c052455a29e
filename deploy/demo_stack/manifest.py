"""The manifest: what black-box tests, benchmarks and browsers start from. Keys are added, never renamed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.callcentre.customers import ROWS
from deploy.callcentre.database_target import DATABASE
from deploy.callcentre.ports import LOOPBACK
from deploy.demo_stack.call_centre import APP, BUILD, DB, CallCentre
from deploy.demo_stack.cast import Member
from deploy.demo_stack.greeting import greeting
from deploy.demo_stack.provision import FiledOrder, PlacedCanary
from deploy.demo_stack.sekisho import Sekisho
from deploy.demo_stack.stories import Story
from deploy.demo_stack.told import Told


def manifest(told: Told) -> dict[str, Any]:
    """The whole manifest. Without `sekisho` (the call centre alone) everything of the gateway is null."""
    centre, sekisho, cast = told.centre, told.sekisho, told.cast
    listed = [_order(order) for order in told.orders]
    return {
        "gateway": {"ssh": _door(sekisho), "postgres": _database_door(sekisho), "admin_ui": _office(sekisho)},
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
        "canaries": [_canary(canary) for canary in told.canaries],
        "complaints": str(centre.layout.complaints),
        "ssh_config": str(centre.layout.ssh_config),
        "known_hosts": str(centre.layout.known_hosts),
        "stories": [_story(story) for story in told.stories],
        "printed": greeting(told).splitlines(),
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


def _database_door(sekisho: Sekisho | None) -> dict[str, Any] | None:
    return None if sekisho is None else {"host": LOOPBACK, "port": sekisho.postgres_port}


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
        "terminal_cert": member.terminal_cert.read_text(encoding="ascii"),
        "terminal_cert_key": member.terminal_cert_key.read_text(encoding="ascii"),
        "terminal_cert_file": str(member.terminal_cert),
        "terminal_cert_key_file": str(member.terminal_cert_key),
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
            "personal_data": {"file": str(centre.customers_file), "people_log": str(centre.people_log), **truth},
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
        "clients": list(order.wish.clients),
        "personal_data": order.wish.personal_data,
        "ends_at": order.wish.ends_at.isoformat(),
    }


def _canary(canary: PlacedCanary) -> dict[str, str]:
    row = canary.customer
    return {
        "id": canary.id,
        "client": row.client_code,
        "customer_id": row.customer_id,
        "phone": row.phone,
        "mail": row.email,
    }


def _story(story: Story) -> dict[str, Any]:
    where, seen = ({"ja": text.ja, "en": text.en} for text in (story.where, story.seen))
    return {"shows": list(story.shows), "who": story.who, "where": where, "types": list(story.types), "seen": seen}

"""A PostgreSQL of Debian's behind a stack of one's own: TLS, a pinned certificate, the demo's customers, and policy for it.

It stands for the database an operator has: registered by `sekisho target add` with its certificate, which two confirm; its roles
made by `sekisho target role-sql`; classified in policies/columns; trusting `sekisho target database-ca` where a role logs in by
certificate.
"""

import json
import os
import re
import signal
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.callcentre.clients import CLIENTS
from deploy.callcentre.customers import COLUMNS
from tests.gateway.relay.postgres.target.a_database import PASSWORD, ADatabase, a_database
from tests.walks.clients import eventually
from tests.walks.office import Sekisho
from tests.walks.own_stack import OwnStack
from tests.walks.test_office_cli import RISK

BY_PASSWORD: Final = "own-scram"
BY_CERTIFICATE: Final = "own-certificate"
_ROLES: Final = {BY_PASSWORD: "reader", BY_CERTIFICATE: "certified"}
_SCHEMA: Final = """
DROP TABLE customers;
CREATE TABLE client (code text PRIMARY KEY, name text NOT NULL);
CREATE TABLE customers (customer_id text PRIMARY KEY, client_code text NOT NULL REFERENCES client,
  name text NOT NULL, kana text NOT NULL, phone text NOT NULL, email text NOT NULL, postal text NOT NULL,
  address text NOT NULL, birth_date date NOT NULL, line_id text NOT NULL, card_number text NOT NULL);
CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler text);
CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler text);
INSERT INTO pgbench_branches VALUES (1, 0, '');
INSERT INTO pgbench_accounts SELECT n, 1, n % 97, '' FROM generate_series(1, 100000) n;
"""
_PGBENCH: Final = {"pgbench_branches": "bid bbalance filler", "pgbench_accounts": "aid bid abalance filler"}


@dataclass(frozen=True)
class OwnDatabase:
    """The server, and the stack before it."""

    server: ADatabase
    stack: OwnStack
    sekisho: Sekisho

    def order(self, username: str, *clients: str, hours: str = "4") -> str:
        """An approved order of this person for both targets; its id."""
        demo = self.stack.demo
        named = [word for client in clients or ["C01"] for word in ("--client", client)]
        targets = [word for target, role in _ROLES.items() for word in ("--target", f"{target}/{role}")]
        order = self.sekisho.json(
            "order", "request", *targets, *named, "--purpose", "failure", "--mode", "commands", "--hours", hours,
            "--reason", "試験", by=_person(demo, username),
        )["order"]  # fmt: skip
        (approver,) = self.sekisho.supervisors(1)
        order = self.sekisho.json("order", "approve", order["id"], by=approver)["order"]
        assert order["standing"] == "approved"
        return str(order["id"])


@contextmanager
def own_database(stack: OwnStack, *, rows: int = 300, large: bool = False) -> Iterator[OwnDatabase]:
    """With the first `rows` customers. `large` lifts every cap of rows, for measuring."""
    sekisho = Sekisho(stack.demo)
    settings = {"max_connections": "60", "shared_buffers": "128MB"}
    with a_database(settings=settings) as server:
        _fill(server, Path(stack.demo["targets"][1]["personal_data"]["truth_csv"]), rows)
        _trust(server, sekisho)
        for target, role in _ROLES.items():
            _register(sekisho, stack.demo, server, target, role)
        edit_policy(stack, sekisho, large=large)
        for target in _ROLES:
            server.sql(sekisho.run("target", "role-sql", target, "--database", "callcenter", "--sql-only").stdout)
        yield OwnDatabase(server, stack, sekisho)


def _fill(server: ADatabase, truth: Path, rows: int) -> None:
    clients = ", ".join(f"('{client.code}', '{client.name}')" for client in CLIENTS)
    with truth.open(encoding="utf-8") as file:
        lines = [line for line, _ in zip(file, range(rows + 1), strict=False)][1:]
    copy = f"COPY customers ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv);\n{''.join(lines)}\\.\n"
    server.sql(f"{_SCHEMA}\nINSERT INTO client VALUES {clients};\n{copy}ANALYZE;")


def _trust(server: ADatabase, sekisho: Sekisho) -> None:
    """The server admits the certificates of this stack's keeper."""
    ca = server.home / "data" / "clients.crt"
    ca.write_text(sekisho.run("target", "database-ca").stdout, encoding="ascii")
    server.sql("SELECT pg_reload_conf()")


def _register(sekisho: Sekisho, demo: dict[str, Any], server: ADatabase, target: str, role: str) -> None:
    words = ["--protocol", "postgresql", "--address", "127.0.0.1", "--port", str(server.port), "--account", role]
    words += [word for client in CLIENTS for word in ("--client", client.code)]
    words += ["--certificate", str(server.home / "data" / "server.crt")]
    if target == BY_PASSWORD:
        added = sekisho.json(
            "target", "add", target, *words, "--login", "vaulted-password", *RISK, "--password-stdin", say=[PASSWORD]
        )
    else:
        added = sekisho.json("target", "add", target, *words, "--login", "certificate", *RISK)
    sekisho.json("change", "confirm", added["change"], by=sekisho.administrator())


def edit_policy(stack: OwnStack, sekisho: Sekisho, *, large: bool, columns: bool = True) -> None:
    """As an administrator does: edit, check, reload."""
    policies = stack.base / "state" / "policies"
    if columns:
        text = (policies / "columns" / "callcenter.toml").read_text(encoding="utf-8")
        text = text.replace('targets = ["callcenter-db"]', f'targets = ["{BY_PASSWORD}", "{BY_CERTIFICATE}"]')
        (policies / "columns" / "own.toml").write_text(
            text.replace("\n[[case]]", f"{_classified()}\n[[case]]", 1), encoding="utf-8"
        )
    if large:
        _lift(policies)
    digest = sekisho.json("policy", "check")["policy"]["digest"]
    os.kill(stack.supervisor, signal.SIGHUP)
    eventually(lambda: [one for one in sekisho.events("--kind", "policy.loaded") if one["data"]["policy"] == digest])


def _classified() -> str:
    """pgbench's tables hold nobody: every column is claimed to be harmless by two people."""
    lines = []
    for table, columns in _PGBENCH.items():
        types = {name: "text" if name == "filler" else "integer" for name in columns.split()}
        lines += ["", "[[table]]", 'schema = "public"', f'name = "{table}"', "", "[table.column]"]
        lines += [f'{name} = {{type = "{of}", kind = "harmless"}}' for name, of in types.items()]
        for name in types:
            lines += ["", "[[table.claim]]", f'column = "{name}"', 'reason = "性能試験のために作られた値である"']
            lines += ['names = ["kobayashi", "yamada"]']
        lines += ["", "[[case]]", 'schema = "public"', f'relation = "{table}"', f"clear = {json.dumps(list(types))}"]
    return "\n".join(lines) + "\n"


def _lift(policies: Path) -> None:
    """Caps nobody reaches."""
    limits = policies / "limits.toml"
    limits.write_text(
        _with_number(limits.read_text(encoding="utf-8"), "rows_per_statement_max", 1_000_000), encoding="utf-8"
    )
    budgets = policies / "budgets.toml"
    text = budgets.read_text(encoding="utf-8")
    for name, most in (("rows_day", 1_000_000), ("rows_per_hour", 1_000_000), ("statements_per_hour", 1_000_000)):
        text = _with_number(text, name, most, only=1000 if name == "rows_day" else None)
    text = _with_number(text, "steps_per_hour", 10_000)
    tomllib.loads(text)
    budgets.write_text(text, encoding="utf-8")


def _with_number(text: str, name: str, number: int, only: int | None = None) -> str:
    old = r"\d+" if only is None else str(only)
    return re.sub(rf"\b{name} = {old}\b", f"{name} = {number}", text)


def _person(demo: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in demo["people"] if one["username"] == name)
    return found


def people(demo: dict[str, Any]) -> Sequence[dict[str, Any]]:
    """The further engineers that have a password."""
    return [one for one in demo["people"] if one["username"].startswith("e") and one["password"]]

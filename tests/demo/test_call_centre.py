"""The demo's targets are real, open only to the gateway's authority, and hold what the manifest says."""

import csv
import json
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.demo.stand import Stand, stand, target_of

HOSTS = ("callcenter-app", "build-host")


@pytest.fixture(scope="module")
def centre() -> Iterator[Stand]:
    with stand() as built:
        built.start()
        yield built


@pytest.fixture(scope="module")
def manifest(centre: Stand) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((centre.base / "manifest.json").read_text())
    return content


@pytest.mark.parametrize("name", HOSTS)
def test_R15_target_log_names_the_certificate(centre: Stand, manifest: dict[str, Any], name: str) -> None:
    target = target_of(manifest, name)
    key_id = f"person=sato session=S-{name} order=WO-1"
    key = centre.certificate(f"good-{name}", principal=target["account"], key_id=key_id)
    answer = centre.ssh(target, "id -un; exit 7", key=key)
    assert (answer.status, answer.out.strip()) == (7, target["account"]), answer.err
    assert f"ID {key_id} (serial 0)" in Path(target["log"]).read_text()


@pytest.mark.parametrize("name", HOSTS)
def test_R01_a_login_around_the_gateway_fails(centre: Stand, manifest: dict[str, Any], name: str) -> None:
    target = target_of(manifest, name)
    for key in (None, *(Path(one["ssh_key"]) for one in manifest["people"][:3])):
        answer = centre.ssh(target, "id", key=key)
        assert answer.status == 255
        assert "Permission denied (publickey)" in answer.err
        assert answer.out == ""


def test_R01_only_this_authority_and_this_account_count(centre: Stand, manifest: dict[str, Any]) -> None:
    target = target_of(manifest, "callcenter-app")
    account = target["account"]
    strange = centre.certificate("strange", principal=account, key_id="x", authority="stranger")
    other = centre.certificate("other", principal="somebody", key_id="x")
    root = centre.certificate("root", principal="root", key_id="x")
    assert centre.ssh(target, "id", key=strange).status == 255
    assert centre.ssh(target, "id", key=other).status == 255
    assert centre.ssh(target, "id", key=other, user="somebody").status == 255
    if account != "root":
        assert centre.ssh(target, "id", key=root, user="root").status == 255


def test_R97_the_file_on_the_target_is_the_truth(centre: Stand, manifest: dict[str, Any]) -> None:
    target = target_of(manifest, "callcenter-app")
    key = centre.certificate("reader", principal=target["account"], key_id="reader")
    answer = centre.ssh(target, f"cat {target['personal_data']['file']}", key=key)
    assert answer.out == Path(target["personal_data"]["truth_csv"]).read_text()
    rows = list(csv.DictReader(answer.out.splitlines()))
    assert len(rows) == target["personal_data"]["rows"] >= 20_000
    assert len({row["client_code"] for row in rows}) == 69


def test_japanese_survives_in_a_log_in_shell(centre: Stand, manifest: dict[str, Any]) -> None:
    target = target_of(manifest, "callcenter-app")
    key = centre.certificate("japanese", principal=target["account"], key_id="japanese")
    folder = Path(target["personal_data"]["file"]).parent
    assert "保守手順" in centre.ssh(target, f"head -1 {folder}/手順書.txt", key=key).out


@pytest.mark.parametrize("user", ["postgres", "viewer", "nobody"])
def test_R01_the_database_opens_to_no_guess(manifest: dict[str, Any], user: str) -> None:
    direct = target_of(manifest, "callcenter-db")["direct"]
    for password in ("", "viewer", "postgres", "unusable"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(**direct, dbname="callcenter", user=user, password=password, connect_timeout=5)


def test_a_mail_becomes_a_file(manifest: dict[str, Any]) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "sekisho@example.jp", "yamada@example.jp", "接続アラーム"
    mail.set_content("端末で外部媒体の接続を検知しました。\n")
    with smtplib.SMTP("127.0.0.1", _mail_port(manifest)) as server:
        server.send_message(mail)
    (found,) = Path(manifest["mail"]).glob("*.eml")
    text = found.read_text()
    assert "Delivered-To: yamada@example.jp" in text
    assert "=?utf-8?" in text


def _mail_port(manifest: dict[str, Any]) -> int:
    ports: dict[str, int] = json.loads((Path(manifest["mail"]).parent / "ports.json").read_text())
    return ports["mail"]


def test_nothing_of_the_gateway_is_claimed_without_it(manifest: dict[str, Any]) -> None:
    assert manifest["gateway"] == {"ssh": None, "postgres": None, "admin_ui": None}
    assert manifest["work_order"] is None
    assert {person["username"] for person in manifest["people"]} >= {"sato", "suzuki", "tanaka"}


def test_R10_files_may_be_left_on_the_build_host_in_one_folder_only(centre: Stand, manifest: dict[str, Any]) -> None:
    target = target_of(manifest, "build-host")
    folder = Path(target["drop_folder"])
    key = centre.certificate("drops", principal=target["account"], key_id="x")
    assert centre.ssh(target, f"touch '{folder}/left' && ls -l '{folder}'", key=key).status == 0
    assert (folder / "left").exists()
    assert target_of(manifest, "callcenter-app").get("drop_folder") is None

"""Targets in the browser: a list, a form with its errors, host keys by two people, a secret that is written only."""

import re
from datetime import UTC, datetime

import pytest

from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from gateway.crypto.server_certificate import print_of
from tests.gateway.cli.town import RISK
from tests.gateway.relay.postgres.target.a_database import a_database, made

FORM = {
    "protocol": "ssh",
    "login": "certificate",
    "accounts": "app\r\nmaint",
    "encoding": "utf-8",
    "clients": ["C01"],
    "personal": "holds",
    "risk_owner": "yamada",
    "risk_importance": "high",
    "risk_people": "20000",
    "risk": "持ち出し",
    "risk_measure": "閲覧のみ",
    "risk_review_on": "2099-03-31",
}


def text(response) -> str:
    return response.get_data(as_text=True)


def id_of(office_town, name: str) -> str:
    return office_town.town.json("target", "show", name)["target"]["id"]


@pytest.fixture(scope="module")
def sshd(tmp_path_factory):
    from tests.gateway.relay.ssh.a_target import a_real_target

    with a_real_target(tmp_path_factory.mktemp("sshd")) as real:
        yield real


def test_the_list_and_its_filters(office_town):
    ito = office_town.browser("ito")
    for query in ("", "?q=callcenter", "?client=C01", "?personal=yes", "?row=current", "?standing=active&protocol=ssh"):
        assert "callcenter-app" in text(ito.get(f"/targets{query}")), query
    for query in ("?q=nowhere", "?client=C99", "?personal=no", "?row=overdue", "?standing=revoked"):
        assert "条件に合う接続先はありません" in text(ito.get(f"/targets{query}")), query
    assert ito.get("/targets?standing=';--&page=-1&row=x").status_code == 200


def test_one_target_with_its_row_its_clients_and_its_history(office_town):
    page = text(office_town.browser("ito").get(f"/targets/{id_of(office_town, 'callcenter-app')}"))
    for said in ("C01 ほしみ通販", "持ち出し", "閲覧のみ", "SHA256:", "記録番号"):
        assert said in page, said


def test_a_form_says_everything_that_is_wrong_beside_its_field(office_town):
    ito = office_town.browser("ito")
    wrong = {
        "name": "Host X", "address": "ssh://h", "port": "70000x", "accounts": "", "clients": ["C99"], "personal": "free",
        "free_declared_by": "", "free_until": "", "risk_owner": "nobody1", "risk_people": "many", "risk": "",
        "risk_review_on": "2020-01-01", "login": "telnet",
    }  # fmt: skip
    answer = ito.post("/targets/new", {**FORM, **wrong}, page="/targets/new")
    assert answer.status_code == 422
    first = text(answer)
    for name in ("clients", "login"):  # what is no choice is refused before anything is read
        assert f"{name}-error" in first, name
    assert 'value="ssh://h"' in first
    read = ito.post("/targets/new", {**FORM, **wrong, "clients": ["C01"], "login": "certificate"})
    for name in ("port", "free_declared_by", "free_until", "risk_people"):
        assert f"{name}-error" in text(read), name
    assert "数字を入力してください。" in text(read)
    rest = {"port": "22", "personal": "holds", "risk_people": "5", "clients": [], "login": "vaulted-password"}
    judged = ito.post("/targets/new", {**FORM, **wrong, **rest})
    assert judged.status_code == 422
    for name in ("name", "address", "accounts", "host_keys", "risk_owner", "risk", "risk_review_on"):
        assert f"{name}-error" in text(judged), name
    assert "見直し日が過去の日付です" in text(judged)


def test_R16_host_keys_are_fetched_compared_and_registered(office_town, sshd):
    ito, shown = office_town.browser("ito"), fingerprint(sshd.host_key)
    typed = {**FORM, "name": "host-web", "address": "127.0.0.1", "port": str(sshd.port)}
    fetched = ito.post("/targets/new", {**typed, "do": "fetch"}, page="/targets/new")
    assert fetched.status_code == 200
    assert shown in text(fetched)
    assert "host-web" not in [each["name"] for each in office_town.town.json("target", "list")["targets"]]
    other = fingerprint(openssh.new_pair().public)
    refused = ito.post("/targets/new", {**typed, "host_keys": f"{shown}\n{other}"})
    assert refused.status_code == 422
    assert other in text(refused)
    done = ito.post("/targets/new", {**typed, "host_keys": shown})
    assert "host-web" in text(ito.followed(done))
    found = office_town.town.json("target", "show", "host-web")["target"]
    assert (found["host_keys"], found["accounts"], found["standing"]) == ([shown], ["app", "maint"], "active")
    told = office_town.town.events("target.keys_fetched")
    assert told[0]["keys"] == [shown]
    assert told[0]["port"] == sshd.port


def test_a_change_takes_effect_and_one_upon_an_old_page_does_not(office_town):
    ito, town = office_town.browser("ito"), office_town.town
    path = f"/targets/{id_of(office_town, 'callcenter-app')}/edit"
    page = text(ito.get(path))
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page).group(1)
    typed = {**FORM, "address": "127.0.0.1", "port": "22", "accounts": "app", "seen": seen}
    assert ito.post(path, {**typed, "risk_measure": "閲覧のみ・録画"}).status_code == 303
    assert town.json("target", "show", "callcenter-app")["target"]["risk"]["measure"] == "閲覧のみ・録画"
    late = ito.post(path, {**typed, "risk_measure": "もっと"})
    assert late.status_code == 409
    assert "もっと" in text(late)
    changed = town.events("office.committed")[-1]["facts"]["changed"]
    assert changed == {"risk_measure": {"before": "閲覧のみ", "after": "閲覧のみ・録画"}}


def test_R76_suspended_and_resumed_with_a_current_row_only(office_town):
    ito, town = office_town.browser("ito"), office_town.town
    where = ("--address", "192.0.2.9", "--port", "22", "--account", "a", "--host-key", str(town.key_file("host-r")))
    town.as_json("ito", "target", "add", "host-r", *where, *RISK, "--risk-review-on", "2027-01-31")
    path = f"/targets/{id_of(office_town, 'host-r')}"
    assert ito.post(f"{path}/suspend").status_code == 303
    assert ito.post(f"{path}/resume").status_code == 303


def test_R14_a_secret_is_written_and_never_shown(office_town):
    ito, town = office_town.browser("ito"), office_town.town
    where = ("--address", "127.0.0.1", "--port", "5432", "--account", "app", "--protocol", "postgresql")
    town.as_json("ito", "target", "add", "db-s", *where, *RISK, "--login", "vaulted-password", text="first\n")
    path = f"/targets/{id_of(office_town, 'db-s')}"
    assert ito.post(f"{path}/secret", {"vaulted_password": ""}, page=f"{path}/secret").status_code == 422
    secret = "the second one, longer"
    answer = ito.post(f"{path}/secret", {"vaulted_password": secret}, page=f"{path}/secret")
    assert secret not in text(ito.followed(answer)) + text(ito.get(f"{path}/secret")) + str(town.events())
    assert ito.post(f"{path}/rotate").status_code == 303
    assert "更新待ち" in text(ito.get(path))
    plain = f"/targets/{id_of(office_town, 'callcenter-app')}/secret"
    assert ito.post(plain, {"vaulted_password": "x"}).status_code == 409


def test_R16_other_host_keys_are_asked_for_and_confirmed_by_another(office_town, sshd):
    ito, town = office_town.browser("ito"), office_town.town
    where = (
        "--address",
        "127.0.0.1",
        "--port",
        str(sshd.port),
        "--account",
        "a",
        "--host-key",
        str(town.key_file("hk")),
    )
    town.as_json("ito", "target", "add", "host-k", *where, *RISK)
    path = f"/targets/{id_of(office_town, 'host-k')}/host-keys"
    shown = fingerprint(sshd.host_key)
    assert shown in text(ito.post(path, {"do": "fetch"}, page=path))
    assert ito.post(path, {}).status_code == 422
    assert ito.post(path, {"host_keys": fingerprint(openssh.new_pair().public)}).status_code == 422
    assert ito.post(path, {"host_keys": shown}).status_code == 303
    proposal = town.json("change", "list")["changes"][0]
    assert proposal["subject"] == "host-k"
    assert proposal["id"] in text(ito.get(path.removesuffix("/host-keys")))
    assert town.json("target", "show", "host-k")["target"]["host_keys"] != [shown]


@pytest.fixture(scope="module")
def database():
    with a_database() as found:
        yield found


def test_R16_a_databases_certificate_is_fetched_asked_for_and_confirmed_by_another(office_town, database):
    ito, town = office_town.browser("ito"), office_town.town
    file = town.folder / "db-k.pem"
    old, pem, _ = made()
    file.write_bytes(pem)
    where = ("--protocol", "postgresql", "--address", "127.0.0.1", "--port", str(database.port), "--account", "reader")
    town.as_json("ito", "target", "add", "db-k", *where, *RISK, "--certificate", str(file))
    path = f"/targets/{id_of(office_town, 'db-k')}"
    before, now = print_of(old), print_of(database.certificate)
    page = text(ito.get(path))
    for shown in (before, "CN=callcenter-db.example", "サーバー証明書", "ロール", "証明書でログインします"):
        assert shown in page
    for wrong in ("ホスト鍵", "管理アカウント", "アップロード"):
        assert wrong not in page
        assert wrong not in text(ito.get(f"{path}/edit"))
    fetched = text(ito.post(f"{path}/certificates", {"do": "fetch"}, page=f"{path}/certificates"))
    assert now in fetched
    assert before in fetched
    assert ito.post(f"{path}/certificates", {}).status_code == 422
    assert ito.post(f"{path}/certificates", {"host_keys": print_of(made()[0])}).status_code == 422
    assert ito.post(f"{path}/certificates", {"host_keys": [before, now]}).status_code == 303
    proposal = town.json("change", "list")["changes"][0]
    assert proposal["subject"] == "db-k"
    assert now in text(ito.get(f"/changes/{proposal['id']}"))
    told = town.events("target.keys_fetched")
    assert now in told[-1]["keys"]


def test_R22_who_may_see_and_who_may_change(office_town):
    path = f"/targets/{id_of(office_town, 'callcenter-app')}"
    mori = office_town.browser("mori")
    for address in ("/targets", path):
        assert mori.get(address).status_code == 200
    assert "停止する" not in text(mori.get(path))
    for address in ("/targets/new", f"{path}/edit", f"{path}/secret", f"{path}/host-keys", f"{path}/certificates"):
        assert mori.get(address).status_code == 403
    for act in ("suspend", "resume", "rotate", "secret", "host-keys", "certificates", "edit"):
        assert mori.post(f"{path}/{act}", {}).status_code == 403
    for name in ("sato", "yamada"):
        assert office_town.browser(name).get("/targets").status_code == 403


def test_the_same_404_for_what_is_not_there(office_town):
    ito = office_town.browser("ito")
    for path in (
        "/targets/H-20261122-0000000000",
        "/targets/callcenter-app",
        "/targets/H-x/edit",
        "/targets/H-x/secret",
    ):
        assert ito.get(path).status_code == 404


EMPTY = {"protocol": "ssh", "login": "certificate", "encoding": "utf-8", "personal": "holds", "risk_importance": "high"}


def test_R95_an_empty_form_says_all_of_it_at_once(office_town):
    page = text(office_town.sign_in("ito").post("/targets/new", EMPTY, page="/targets/new"))
    for field in (
        "name",
        "address",
        "port",
        "accounts",
        "risk_owner",
        "risk_people",
        "risk",
        "risk_measure",
        "risk_review_on",
    ):
        assert re.search(rf'id="{field}-error">.*?入力してください。', page, re.DOTALL), field


def test_what_is_fetched_depends_on_the_protocol_and_a_strange_one_is_refused(office_town, database, sshd):
    ito = office_town.browser("ito")
    for protocol, port, shown in (
        ("postgresql", database.port, print_of(database.certificate)),
        ("ssh", sshd.port, fingerprint(sshd.host_key)),
    ):
        typed = {**EMPTY, "protocol": protocol, "address": "127.0.0.1", "port": str(port), "do": "fetch"}
        assert shown in text(ito.post("/targets/new", typed, page="/targets/new"))
    typed = {**EMPTY, "protocol": "telnet", "address": "127.0.0.1", "port": "23", "do": "fetch"}
    assert ito.post("/targets/new", typed, page="/targets/new").status_code in {200, 422}


def test_R16_a_certificate_that_is_about_to_end_is_said_on_both_pages(office_town, tmp_path):
    town = office_town.town
    now, real = town.clock.now(), datetime.now(UTC)
    ahead = (now - real).days
    where = ("--protocol", "postgresql", "--address", "127.0.0.1", "--port", "5432", "--account", "reader")
    for name, days in (("db-soon", 9), ("db-long", 300)):
        (tmp_path / name).write_bytes(made(days=(ahead - 2, ahead + days))[1])
        town.as_json(
            "ito", "target", "add", name, *where, *RISK, "--login", "certificate", "--certificate", str(tmp_path / name)
        )
    ito = office_town.browser("ito")
    assert "証明書の期限間近" in text(ito.get("/targets?q=db-soon"))
    assert "証明書の期限間近" not in text(ito.get("/targets?q=db-long"))
    assert "登録したサーバー証明書の有効期限は" in text(ito.get(f"/targets/{id_of(office_town, 'db-soon')}"))
    assert "登録したサーバー証明書の有効期限は" not in text(ito.get(f"/targets/{id_of(office_town, 'db-long')}"))

"""Targets and clients in the browser against somebody who means ill: scripts in names, fields nobody offered, other people's ids,
great forms, and a gateway that is to connect somewhere in his place."""

import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.admin_ui.an_office import an_office
from tests.admin_ui.targets.test_routes import FORM
from tests.gateway.cli.town import RISK
from tests.gateway.relay.postgres.target.a_database import made

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def office_town(tmp_path_factory):
    with an_office(tmp_path_factory.mktemp("office")) as made:
        yield made


def text(response) -> str:
    return response.get_data(as_text=True)


def id_of(office_town, name: str) -> str:
    return office_town.town.json("target", "show", name)["target"]["id"]


@contextmanager
def a_door(says: bytes = b"") -> Iterator[tuple[int, list[str]]]:
    """A port, and who came to it."""
    came: list[str] = []

    def serve() -> None:
        while True:
            try:
                caller, (address, _) = listener.accept()
            except OSError:
                return
            came.append(address)
            with caller:
                caller.sendall(says)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1], came


def test_a_script_in_any_text_is_shown_as_text(office_town):
    ito, town = office_town.browser("ito"), office_town.town
    vendor = town.as_json("ito", "employer", "add", "見本保守", "--kind", "sub-processor")["employer"]["id"]
    ito.post("/clients/new", {"id": "X1", "name": SCRIPT, "contact": SCRIPT}, page="/clients/new")
    paper = {
        "employer": vendor, "memorandum": SCRIPT, "scope": SCRIPT, "document": SCRIPT, "dated": "2026-01-01",
        "valid_from": "2026-01-01", "valid_until": "2099-01-01", "sha256": hashlib.sha256(b"").hexdigest(),
    }  # fmt: skip
    assert ito.post("/clients/X1/consents/new", paper, page="/clients/X1/consents/new").status_code == 303
    certificate = town.folder / "script.pem"
    certificate.write_bytes(made(name=SCRIPT)[1])
    where = (
        "--address",
        "192.0.2.1",
        "--certificate",
        str(certificate),
        "--port",
        "5432",
        "--account",
        "app",
        "--protocol",
        "postgresql",
        "--client",
        "X1",
    )
    risk = ("--risk", SCRIPT, "--risk-measure", SCRIPT)
    town.as_json("ito", "target", "add", "db-x", *where, *RISK, *risk, "--login", "vaulted-password", text="s\n")
    asked = town.json("change", "list")["changes"]
    for each in asked:
        assert "<script>alert" not in text(ito.get(f"/changes/{each['id']}"))
        town.as_("abe", "change", "confirm", each["id"])
    target = id_of(office_town, "db-x")
    paths = ("/clients", "/clients/X1", "/clients/X1/edit", "/clients/consents", "/targets", f"/targets/{target}")
    for path in (*paths, f"/targets/{target}/edit", f"/targets/{target}/certificates", "/targets/new"):
        page = text(ito.get(path))
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
    assert "&lt;script&gt;alert" in text(ito.get("/clients/X1"))


@pytest.mark.parametrize("hidden", ["\x1b[2J", "\u202eevil", "a\x00b", "a\u2028b", "\x9b31m"])
def test_what_a_screen_would_obey_is_refused(office_town, hidden):
    ito = office_town.browser("ito")
    answer = ito.post("/clients/new", {"id": "X2", "name": hidden, "contact": hidden}, page="/clients/new")
    assert answer.status_code == 422
    wrong = {**FORM, "name": "host-h", "address": "192.0.2.1", "port": "22", "risk": hidden, "risk_measure": hidden}
    answer = ito.post("/targets/new", wrong, page="/targets/new")
    assert answer.status_code == 422
    assert "risk-error" in text(answer)


def test_a_field_that_no_form_has_changes_nothing(office_town):
    ito, town = office_town.browser("ito"), office_town.town
    more = {
        "standing": "revoked", "id": "C99", "login": "vaulted-password", "protocol": "postgresql", "name": "other",
        "host_keys": "SHA256:x", "registered_by": "P-mori", "ended_at": "2026-01-01",
    }  # fmt: skip
    before = town.json("target", "show", "callcenter-app")["target"]
    path = f"/targets/{before['id']}/edit"
    page = text(ito.get(path))
    seen = page.split('name="seen" value="')[1][:64]
    typed = {**FORM, "address": "127.0.0.1", "port": "22", "accounts": "app", **more, "seen": seen}
    assert ito.post(path, typed).status_code == 303
    after = town.json("target", "show", "callcenter-app")["target"]
    for name in ("id", "name", "standing", "login", "protocol", "host_keys"):
        assert after[name] == before[name], name
    ito.post("/clients/C01/edit", {"seen_name": "ほしみ通販", **more})
    assert town.json("client", "show", "C01")["client"]["id"] == "C01"
    assert "C99" not in [each["id"] for each in town.json("client", "list")["clients"]]


def test_nothing_changes_without_the_forms_token_or_by_an_address_alone(office_town):
    ito = office_town.browser("ito")
    path = f"/targets/{id_of(office_town, 'callcenter-app')}"
    assert ito.post(f"{path}/suspend", {"csrf_token": "x"}).status_code == 400
    assert ito.post(f"{path}/suspend", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    for act in ("suspend", "resume", "rotate"):
        assert ito.get(f"{path}/{act}").status_code == 405
    assert office_town.town.json("target", "show", "callcenter-app")["target"]["standing"] == "active"
    nobody = office_town.nobody()
    assert nobody.get("/targets").status_code == 303
    assert nobody.get("/clients/C01").status_code == 303


@pytest.mark.parametrize("path", ["/targets/new", "/clients/new", "/clients/C01/consents/new"])
def test_ten_mebibytes_are_refused_before_they_are_read(office_town, path):
    ito = office_town.browser("ito")
    answer = ito.post(path, {"name": "x" * 10 * MIB}, page=path)
    assert answer.status_code == 413
    assert ito.get(path).status_code == 200


def test_long_and_odd_queries_are_only_queries(office_town):
    ito = office_town.browser("ito")
    for query in (
        "q=" + "x" * 1500,
        "q=%00",
        "client=%25%25",
        "page=99999999999",
        "personal=%F0%28",
        "row=" + "'" * 50,
    ):
        assert ito.get(f"/targets?{query}").status_code == 200, query[:40]
        assert ito.get(f"/clients?{query}").status_code == 200, query[:40]
        assert ito.get(f"/clients/consents?{query}").status_code == 200, query[:40]


def test_only_an_administrator_makes_the_gateway_connect(office_town):
    with a_door() as (port, came):
        typed = {**FORM, "address": "127.0.0.1", "port": str(port), "do": "fetch"}
        for name in ("sato", "yamada", "mori"):
            browser = office_town.browser(name)
            browser.get("/")
            assert browser.post("/targets/new", typed).status_code == 403, name
        office_town.nobody().post("/targets/new", typed)
        assert came == []


def test_what_answers_at_the_address_is_not_repeated(office_town):
    ito = office_town.browser("ito")
    with a_door(b"SSH-2.0-hunter2<script>\r\nhunter2\r\n") as (port, came):
        typed = {**FORM, "address": "127.0.0.1", "port": str(port), "do": "fetch"}
        answer = ito.post("/targets/new", typed, page="/targets/new")
        assert answer.status_code == 422
        assert "address-error" in text(answer)
        assert "hunter2" not in text(answer) + str(office_town.town.events())
        assert came
    told = office_town.town.events("target.keys_fetched")[-1]
    assert (told["address"], told["port"], told["keys"]) == ("127.0.0.1", port, [])


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "file:///etc/passwd", "127.0.0.1:22", "127.0.0.1\n127.0.0.2", "user@host", "a b", "[::1]",
        "-oProxyCommand=id", "../../etc", "x" * 300, "host\x00", "ｌｏｃａｌｈｏｓｔ",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_not_dialled(office_town, address):
    ito = office_town.browser("ito")
    before = len(office_town.town.events("target.keys_fetched"))
    answer = ito.post("/targets/new", {**FORM, "address": address, "port": "22", "do": "fetch"}, page="/targets/new")
    assert answer.status_code == 422
    assert len(office_town.town.events("target.keys_fetched")) == before


@pytest.mark.parametrize("port", ["0", "65536", "-1", "22x", "٢٢", "", "9" * 30])
def test_a_port_that_is_none_is_not_dialled(office_town, port):
    ito = office_town.browser("ito")
    answer = ito.post(
        "/targets/new", {**FORM, "address": "127.0.0.1", "port": port, "do": "fetch"}, page="/targets/new"
    )
    assert answer.status_code == 422


def test_a_fingerprint_that_does_not_answer_registers_nothing(office_town):
    ito = office_town.browser("ito")
    with a_door(b"hello\r\n") as (port, _):
        typed = {**FORM, "name": "host-z", "address": "127.0.0.1", "port": str(port), "host_keys": "SHA256:" + "A" * 43}
        assert ito.post("/targets/new", typed, page="/targets/new").status_code == 422
    assert "host-z" not in [each["name"] for each in office_town.town.json("target", "list")["targets"]]


def test_of_two_who_press_at_once_one_is_told(office_town):
    """A double click, or two tabs: the second is refused or finds it done; nothing is done twice."""
    ito, town = office_town.browser("ito"), office_town.town
    first = ito.post("/clients/new", {"id": "X9", "name": "甲"}, page="/clients/new")
    second = ito.post("/clients/new", {"id": "X9", "name": "乙"})
    assert (first.status_code, second.status_code) == (303, 409)
    assert town.json("client", "show", "X9")["client"]["name"] == "甲"

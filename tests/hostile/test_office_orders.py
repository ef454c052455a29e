"""Work orders and approvals against people who hurry, race, and mean harm: through the pages, over the real registrar."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
from werkzeug.test import TestResponse

from gateway.ipc.messages import CallRefused
from tests.admin_ui.an_office import Browser, OfficeTown, an_office
from tests.admin_ui.orders.a_request import an_asked_order, approve, asked, form_values, text
from tests.gateway.cli.town import CONTRACT_END, PASSWORD, Connection, Person, Town


@pytest.fixture(scope="module")
def office_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeTown]:
    with an_office(tmp_path_factory.mktemp("office")) as made:
        yield made


def at_once(*acts: Callable[[], TestResponse]) -> list[int]:
    """Do all of them at the same moment; the status of each."""
    gate, found = threading.Barrier(len(acts)), [0] * len(acts)

    def run(number: int) -> None:
        gate.wait(10)
        found[number] = acts[number]().status_code

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def ready(browser: Browser, order: str) -> Callable[[], TestResponse]:
    """The page is open; the button is still to be pressed."""
    action = f"/approvals/{order}/approve"
    values = form_values(browser.get(f"/approvals/{order}"), action)
    return lambda: browser.post(action, values)


def stands(office_town: OfficeTown, order: str) -> tuple[str, int]:
    found = office_town.town.json("order", "show", order)["order"]
    return found["standing"], found["approvals"]


def test_R26_two_supervisors_at_the_same_moment_both_count_once(office_town: OfficeTown):
    order = an_asked_order(office_town)
    both = [ready(office_town.sign_in(name), order) for name in ("yamada", "kobayashi")]
    assert at_once(*both) == [303, 303]
    assert stands(office_town, order) == ("approved", 2)
    assert len([each for each in office_town.town.events("order.approved") if each["order"] == order]) == 2


def test_R26_a_double_click_and_two_tabs_of_one_person_count_once(office_town: OfficeTown):
    order = an_asked_order(office_town)
    twice = [ready(office_town.sign_in("yamada"), order) for _ in range(2)]
    assert sorted(at_once(*twice, twice[0])) == [303, 409, 409]
    assert stands(office_town, order) == ("asked", 1)


def test_R26_approved_or_withdrawn_never_both(office_town: OfficeTown):
    for _ in range(3):
        order = an_asked_order(office_town)
        approve(office_town.sign_in("kobayashi"), order)
        sato = office_town.browser("sato")
        sato.get(f"/orders/{order}")
        withdraw = f"/orders/{order}/withdraw"
        answers = at_once(
            ready(office_town.sign_in("yamada"), order), lambda at=withdraw, by=sato: by.post(at, {"reason": "不要"})
        )
        assert answers in ([303, 303], [409, 303])
        assert stands(office_town, order)[0] == "withdrawn"  # who withdraws has the last word, whoever was first


def test_R23_after_approval_the_door_opens_at_once_and_after_withdrawal_the_session_is_cut(office_town: OfficeTown):
    order = _order_for_now(office_town)
    connection = Connection(office_town.town, "sato")
    try:
        with pytest.raises(CallRefused):
            connection.open(order)
        for name in ("yamada", "kobayashi"):
            assert approve(office_town.sign_in(name), order).status_code == 303
        session = connection.open(order)
        sato = office_town.sign_in("sato")
        done = sato.post(f"/orders/{order}/withdraw", {"reason": "中止"}, page=f"/orders/{order}")
        assert done.status_code == 303
        assert _cut(office_town, session.id)
    finally:
        connection.close()


def _cut(office_town: OfficeTown, session: str) -> bool:
    """Told to end, and, as this stand-in does not obey, killed after a second: within five it is in the journal."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if [each for each in office_town.town.events("session.killed") if each["session"] == session]:
            return True
        time.sleep(0.1)
    return False


def _order_for_now(office_town: OfficeTown) -> str:
    found = office_town.town.as_json(
        "sato", "order", "request", "--template", "fault-data", "--reason", "照合", "--hours", "2"
    )
    return str(found["order"]["id"])


@pytest.mark.parametrize(
    "reason",
    [
        "<img src=x onerror=alert(1)>",
        "{{ 7*7 }} {% raw %}",
        '=HYPERLINK("https://evil.example")',
        "'; DROP TABLE work_order; --",
        "&lt;b&gt; %s %(name)s {reason}",
        "+cmd|' /C calc'!A0",
    ],
)
def test_what_is_typed_is_shown_as_it_was_typed_and_obeyed_by_nothing(office_town: OfficeTown, reason: str):
    order = an_asked_order(office_town, reason=reason)
    for name, address in (("sato", "/orders"), ("yamada", "/approvals")):
        page = text(office_town.browser(name).get(f"{address}/{order}"))
        assert "<img src=x" not in page
        assert "49" not in page.split(order)[0][-200:]
    assert office_town.town.json("order", "show", order)["order"]["reason"] == reason


@pytest.mark.parametrize(
    "letter", ["\x00", "\x1b", "\x9b", "\u202e", "\u2066", "\u2028", "\r", "\ud83d\u200d\ufeff", "\u200b"]
)
def test_letters_that_nobody_sees_are_refused_wherever_they_are_typed(office_town: OfficeTown, letter: str):
    sato, yamada = office_town.browser("sato"), office_town.browser("yamada")
    bad = f"照{letter}合".encode("utf-8", "replace").decode()
    values = form_values(sato.get("/orders/new?template=fault-data"), "/orders/new")
    if bad.isprintable():
        return  # what cannot even be sent as UTF-8 arrives as a question mark
    assert sato.post("/orders/new", {**values, "reason": bad}).status_code == 422
    order = an_asked_order(office_town)
    for act in ("return", "reject"):
        assert yamada.post(f"/approvals/{order}/{act}", {"reason": bad}, page=f"/approvals/{order}").status_code == 422
    assert stands(office_town, order) == ("asked", 0)


def test_R26_two_accounts_of_one_person_cannot_exist(office_town: OfficeTown):
    person = (
        "person", "add", "--username", "yamada2", "--name", "YAMADA 一郎", "--kana", "ヤマダ イチロウ", "--number", "S001",
        "--employer", "みなと運用", "--engagement", "own", "--contract-end", "2027-03-31", "--role", "supervisor",
    )  # fmt: skip
    refused = office_town.town.as_("ito", *person, "--json", text="a password nobody has 9\n")
    assert refused.exit_code == 1, refused.output


def test_R26_engineer_and_supervisor_in_one_person_approves_nothing_of_his_own(office_town: OfficeTown):
    """He works under one role and would approve under the other: the order is his all the same."""
    _enter_with_both_roles(office_town.town)
    both = office_town.sign_in("both")
    answer = asked(both, reason="照合")
    assert answer.status_code == 303, text(answer)[-2000:]
    own = answer.headers["Location"].rsplit("/", 1)[-1]
    assert own not in text(both.get("/approvals"))
    page = text(both.get(f"/approvals/{own}"))
    assert "自分が作業する申請を自分で承認" in page
    for act, sent in (("approve", {}), ("return", {"reason": "x"}), ("reject", {"reason": "x"})):
        assert both.post(f"/approvals/{own}/{act}", sent).status_code == 403, act
    assert stands(office_town, own) == ("asked", 0)
    assert approve(both, an_asked_order(office_town)).status_code == 303  # another's he may


def _enter_with_both_roles(town: Town) -> None:
    found = town.as_json(
        "ito", "person", "add", "--username", "both", "--name", "BOTH 一郎", "--kana", "ヤマダ イチロウ", "--number", "B001",
        "--employer", "みなと運用", "--engagement", "own", "--contract-end", CONTRACT_END, "--role", "engineer",
        "--role", "supervisor", text=f"{PASSWORD}\n",
    )  # fmt: skip
    secret = pyotp.parse_uri(found["totp_uri"]).secret
    town.people["both"] = Person(id=found["person"]["id"], totp=secret, key=Path())


def test_an_engineer_who_guesses_others_numbers_sees_nothing(office_town: OfficeTown):
    town = office_town.town
    town.enter("suzuki", "engineer", "E009", by="ito")
    order = an_asked_order(office_town)
    suzuki = office_town.sign_in("suzuki")
    missing = suzuki.get("/orders/WO-20261122-0000000000")
    hidden = suzuki.get(f"/orders/{order}")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    suzuki.get("/")
    assert suzuki.post(f"/orders/{order}/withdraw", {"reason": "いたずら"}).status_code == 404
    assert stands(office_town, order) == ("asked", 0)
    assert order not in text(suzuki.get("/orders?person=sato"))

"""Columns of databases in the browser: to be read by who answers for them, with what sessions met; nothing changes here."""

import html
from dataclasses import replace
from typing import Any

import pytest

from gateway.authorization.columns.drift import Drift
from gateway.authorization.columns.events import CatalogueDrift
from gateway.cli.entering import visitor
from gateway.wiring import office_columns
from tests.gateway.cli.town import Connection, a_target, an_order

WHERE = ("--protocol", "postgresql", "--address", "127.0.0.1", "--port", "5432", "--account", "reader")


def text(response: Any) -> str:
    return html.unescape(response.get_data(as_text=True))


@pytest.fixture(scope="module")
def databases(office_town):
    """Two databases are registered; one has a file."""
    for name in ("callcenter-db", "billing-db"):
        a_target(office_town.town, name, *WHERE, "--login", "vaulted-password", text="vault me\n")
    return office_town


@pytest.mark.parametrize("name", ["ito", "mori", "yamada"])
def test_who_answers_for_them_reads_them(databases, name):
    browser = databases.browser(name)
    page = text(browser.get("/columns"))
    for said in ("callcenter-db", "callcenter", "kobayashi", "yamada", "2026年11月23日", "billing-db", "分類なし"):
        assert said in page, said
    assert browser.get("/columns/callcenter").status_code == 200


def test_an_engineer_does_not(databases):
    assert databases.browser("sato").get("/columns").status_code == 403


def test_the_list_and_its_filters(databases):
    ito = databases.browser("ito")
    for query, there, absent in (
        ("?q=BILLING", "billing-db", "kobayashi"),
        ("?state=unclassified", "billing-db", "kobayashi"),
        ("?state=classified", "kobayashi", "billing-db"),
    ):
        page = text(ito.get(f"/columns{query}"))
        assert there in page, query
        assert absent not in page, query
    for query in ("?q=nowhere", "?state=drifted", "?page=99"):
        assert "条件に合うデータベースはありません" in text(ito.get(f"/columns{query}")), query
    assert ito.get("/columns?state=';--&page=-1").status_code == 200


def test_one_database_with_every_column_its_kind_and_why_it_is_open(databases):
    page = text(databases.browser("ito").get("/columns/callcenter"))
    for said in (
        "public.customers", "birth_date", "生年月日", "表示しない", "委託元を数える列", "本人を数える列", "委託元の会社名で",
        "policies/columns/callcenter.toml",
    ):  # fmt: skip
        assert said in page, said
    english = text(databases.browser("ito").get("/columns/callcenter", headers={"Accept-Language": "en"}))
    assert "Never shown" in english or "表示しない" in english


def test_columns_are_filtered(databases):
    ito = databases.browser("ito")
    for query, there, absent in (
        ("?q=PHONE", "phone", "birth_date"),
        ("?shown=clear", "client_code", "birth_date"),
        ("?shown=masked", "birth_date", "client_code"),
        ("?kind=card", "card_number", "birth_date"),
    ):
        page = text(ito.get(f"/columns/callcenter{query}"))
        body = page[page.index("<tbody>") :]
        assert there in body, query
        assert absent not in body, query
    assert "条件に合う列はありません" in text(ito.get("/columns/callcenter?q=nothing"))


def test_what_is_not_there_is_said(databases):
    assert databases.browser("ito").get("/columns/nothing").status_code == 404


def test_what_sessions_met_is_shown_until_somebody_has_looked(databases, monkeypatch):
    drift = CatalogueDrift(
        target="callcenter-db", database="callcenter", relations=("public.new", "<b>x</b>"), relation_count=40, column_count=99
    )  # fmt: skip
    at = databases.town.clock.now()
    seen = office_columns.Drifted(at=at, event=drift)
    other = office_columns.Drifted(at=at, event=replace(drift, target="billing-db", database="billing"))
    found = {("callcenter-db", "callcenter"): seen, ("billing-db", "billing"): other}
    monkeypatch.setattr(office_columns, "_drifts", lambda _: found)
    ito = databases.browser("ito")
    assert "未分類の列あり" in text(ito.get("/columns?state=drifted"))
    unclassified = ito.get("/columns?state=unclassified").get_data(as_text=True)
    for said in ("billing", "public.new", "&lt;b&gt;x", "ほか 38 表"):
        assert said in unclassified, said
    assert "<b>x" not in unclassified
    page = ito.get("/columns/callcenter").get_data(as_text=True)
    assert "public.new" in page
    assert "分類されていない列があります" in page
    assert "&lt;b&gt;x" in page
    assert "<b>x" not in page
    long_ago = replace(seen, at=at.replace(year=2020))
    monkeypatch.setattr(office_columns, "_drifts", lambda _: {("callcenter-db", "callcenter"): long_ago})
    assert "分類されていない列があります" not in text(ito.get("/columns/callcenter"))


def test_what_a_session_told_is_read_back_from_the_journal(databases):
    town = databases.town
    connection = Connection(town, "sato")
    session = connection.open(an_order(town))
    for database, count in (("callcenter", 3), ("billing", 4)):
        connection.registrar.drifted(
            session.id, database, Drift(relations=("a.b",), relation_count=1, column_count=count)
        )
    session.end()
    connection.close()
    with visitor(town.settings) as office:
        found = office_columns._drifts(office)
    assert {place: each.event.column_count for place, each in found.items()} == {
        ("callcenter-app", "callcenter"): 3,
        ("callcenter-app", "billing"): 4,
    }

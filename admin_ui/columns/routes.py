"""Columns of databases: each database with who answers for its classification, and one with every column."""

from flask import Blueprint, render_template, request

from admin_ui.language import _
from admin_ui.paging import Wanted, cut
from admin_ui.visit import office
from gateway.authorization.columns.explaining import KIND_NAMES, clear_columns
from gateway.vocabulary.column import Kind
from gateway.wiring import office_columns
from gateway.wiring.office_columns import ColumnFilter, DatabaseLine, State

blueprint = Blueprint("columns", __name__, url_prefix="/columns")
TEXT_MAX = 200


@blueprint.get("")
def index() -> str:
    """Every database, filtered, a page at a time."""
    found = [line for line in office_columns.databases(office()) if _is_wanted(line)]
    return render_template(
        "columns/index.html",
        page=cut(found, Wanted.of(request.args)),
        states=_states(),
        clear=lambda line: len(clear_columns(line.file)),
        all=lambda line: sum(len(each.columns) for each in line.file.catalogue.relations.values()),
    )


@blueprint.get("/<file>")
def show(file: str) -> str:
    """One database's columns, filtered, a page at a time."""
    here = office()
    found = office_columns.file_named(here, file)
    lines = [each for each in office_columns.databases(here) if each.file is found]
    return render_template(
        "columns/show.html",
        file=found,
        clear=len(clear_columns(found)),
        total=len(office_columns.columns_of(found, ColumnFilter())),
        drifts=[each for each in lines if each.drift is not None],
        page=cut(office_columns.columns_of(found, _filter()), Wanted.of(request.args)),
        kinds=[("", _("すべて")), *((kind.value, KIND_NAMES[kind]) for kind in Kind)],
        names=KIND_NAMES,
    )


def _filter() -> ColumnFilter:
    kind = request.args.get("kind", "")
    return ColumnFilter(
        text=request.args.get("q", "").strip()[:TEXT_MAX] or None,
        kind=Kind(kind) if kind in set(Kind) else None,
        masked={"masked": True, "clear": False}.get(request.args.get("shown", "")),
    )


def _is_wanted(line: DatabaseLine) -> bool:
    text = request.args.get("q", "").strip()[:TEXT_MAX].casefold()
    state = request.args.get("state", "")
    named = text in f"{line.target} {line.database or ''}".casefold()
    return named and (state not in set(State) or line.state.value == state)


def _states() -> list[tuple[str, str]]:
    return [
        ("", _("すべて")),
        (State.CLASSIFIED.value, _("分類済み")),
        (State.DRIFTED.value, _("未分類の列あり")),
        (State.UNCLASSIFIED.value, _("分類なし")),
    ]

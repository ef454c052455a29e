"""What the list of targets is asked for, read from the address: what cannot be meant is left out."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from admin_ui.language import _
from admin_ui.paging import Wanted
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import Protocol
from gateway.wiring.office import Office
from gateway.wiring.office_reading import Row, TargetFilter

TEXT_MAX: Final = 100
Word = TypeVar("Word", bound=StrEnum)


def wanted_of(office: Office, arguments: Mapping[str, str], part: Wanted) -> TargetFilter:
    """The filter of an address."""
    personal = arguments.get("personal", "")
    return TargetFilter(
        day=today(office),
        text=arguments.get("q", "").strip()[:TEXT_MAX] or None,
        protocol=word(arguments.get("protocol", ""), Protocol),
        standing=word(arguments.get("standing", ""), Standing),
        personal_data={"yes": True, "no": False}.get(personal),
        client=arguments.get("client", "")[:TEXT_MAX] or None,
        row=word(arguments.get("row", ""), Row),
        limit=part.size,
        offset=part.offset,
    )


def choices(office: Office) -> dict[str, list[tuple[str, Any]]]:
    """What each filter offers; the first stands for everything."""
    every = ("", _("すべて"))
    return {
        "protocol": [every, ("ssh", "SSH"), ("postgresql", "PostgreSQL")],
        "standing": [every, ("active", _("有効")), ("suspended", _("停止中")), ("revoked", _("廃止"))],
        "personal": [every, ("yes", _("個人データあり")), ("no", _("個人データなし"))],
        "row": [every, ("current", _("有効な登録あり")), ("overdue", _("見直し期限切れ")), ("missing", _("未登録"))],
        "client": [every, *((each.id, f"{each.id} {each.name}") for each in office.lists.clients())],
    }


def word(text: str, words: type[Word]) -> Word | None:
    """One of the words; None for anything else."""
    return words(text) if text in set(words) else None


def today(office: Office) -> date:
    """The day in Japan."""
    return office.clock.now().astimezone(JST).date()

"""Sessions as the pages show and end them: names beside user names, filters by what a person types, one cut at a time."""

from collections.abc import Mapping, Sequence
from typing import Final

from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_history import names_of
from gateway.wiring.office_people_search import found_people
from gateway.wiring.office_reading import PeopleFilter, SessionLine

REASON_LETTERS_MAX: Final = 200


def one(office: Office, session: str) -> SessionLine:
    """One session. Raises CallRefused (`session.absent`)."""
    line = office.lists.session(session) if IDENTIFIER.fullmatch(session) else None
    if line is None:
        raise CallRefused("session.absent", texts.absent("セッション", "session", session, "session list"))
    return line


def names(office: Office, people: Sequence[str]) -> Mapping[str, str]:
    """Real name and number by person's id, opened in one batch."""
    return names_of(office, set(people))


def cut(office: Office, session: str, reason: str) -> None:
    """End a running session now, with the reason in the journal. Raises CallRefused, GatewayFault."""
    office.require(Permission.SESSION_END, session)
    reason = " ".join(reason.split())
    if not reason or not reason.isprintable() or len(reason) > REASON_LETTERS_MAX:
        raise CallRefused("reason.unfit", REASON)
    one(office, session)
    office.cut(session, reason)


def people_matching(office: Office, typed: str) -> tuple[str, ...] | None:
    """Ids of the people whose name (kanji, kana, romaji), number or user name is what was typed; None where nothing was."""
    wanted = typed.strip()
    if not wanted:
        return None
    named = office.lists.person_named(wanted)
    if named is not None:
        return (named.id,)  # nobody's name need be opened for it
    found, _ = found_people(office, PeopleFilter(limit=None), wanted)
    return tuple(each.line.id for each in found)


REASON: Final = Text(
    ja=f"切断の理由を {REASON_LETTERS_MAX} 文字以内で入力してください。監査ログと本人の画面に残ります。",
    en=f"Say why, in at most {REASON_LETTERS_MAX} letters. It stays in the journal.",
)

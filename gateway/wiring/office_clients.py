"""Client companies (委託元) and the ledger of their written consents to sub-outsourcing (再委託承諾台帳, R-28, R-79)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from gateway.authorization.roles import Permission
from gateway.authorization.wording import is_one_line
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import ClientAdded, ClientChanged, ConsentAdded, ConsentEnded
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.party import Client, Consent
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_reading import ConsentFilter, ConsentLine, EmployerLine
from gateway.wiring.office_unfit import Objected, require_fit

LETTERS_MAX: Final = 100
REASON_LETTERS_MAX: Final = 200
SOON_DAYS: Final = 60  # a consent that ends within these is shown as ending soon
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")
_KANA: Final = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\uff66-\uff9fA-Za-z0-9 \u3000・ー．.&-]*")


class Validity(StrEnum):
    """How a consent stands on a day."""

    IN_FORCE = "in-force"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A consent as somebody enters it: `client` and `employer` are ids, `sha256` hexadecimal."""

    client: str
    employer: str
    memorandum: str
    dated: date
    scope: str
    valid_from: date
    valid_until: date
    document: str
    sha256: str


def today(office: Office) -> date:
    """The day in Japan."""
    return office.clock.now().astimezone(JST).date()


def client_named(office: Office, code: str) -> Client:
    """The client of this code. Raises CallRefused where there is none."""
    found = office.lists.client(code)
    if found is None:
        raise CallRefused("client.absent", texts.absent("委託元", "client", code, "client list"))
    return found


def add_client(office: Office, client: Client) -> None:
    """Register a client company under its code. Raises FieldsRefused, CallRefused ("office.exists"), GatewayFault."""
    office.require_register(Permission.TARGETS_MANAGE, client.id)
    require_fit([*_about_code(client.id), *_about_client(client)])
    office.commit(ClientAdded(id=client.id, name=client.name, kana=client.kana, contact=client.contact))


def change_client(office: Office, before: Client, after: Client) -> Client:
    """Change what its author saw as `before`, all but the id. Raises FieldsRefused, CallRefused ("stale"), GatewayFault."""
    office.require_register(Permission.TARGETS_MANAGE, before.id)
    after = replace(after, id=before.id)
    require_fit(list(_about_client(after)))
    office.commit(ClientChanged(before=before, after=after))
    return after


def add_consent(office: Office, paper: Paper) -> Consent:
    """Register a written consent. Raises FieldsRefused with every objection, CallRefused or GatewayFault."""
    office.require_register(Permission.TARGETS_MANAGE, paper.client)
    who = office.require_person()
    client_named(office, paper.client)
    require_fit(list(_about_paper(office, paper)))
    now = office.clock.now()
    consent = Consent(
        id=new_identifier("K", now),
        client=paper.client,
        employer=paper.employer,
        memorandum=paper.memorandum,
        dated=paper.dated,
        scope=paper.scope,
        valid_from=paper.valid_from,
        valid_until=paper.valid_until,
        document=paper.document,
        sha256=bytes.fromhex(paper.sha256),
        registered_by=who.person,
        registered_at=now,
    )
    office.commit(ConsentAdded(consent=consent))
    return consent


def end_consent(office: Office, consent: str, reason: str) -> Consent:
    """A consent that counts no more, from this moment; sessions that need it are cut. The consent before. Raises as above."""
    office.require_register(Permission.TARGETS_MANAGE, consent)
    who = office.require_person()
    found = consent_of(office, consent)
    if not is_one_line(reason, REASON_LETTERS_MAX):
        require_fit([Objected(field="reason", code="consent.reason", text=REASON)])
    office.commit(ConsentEnded(consent=consent, by=who.person, reason=reason))
    return found


def consent_of(office: Office, consent: str) -> Consent:
    """The consent of this id, ended or not. Raises CallRefused where there is none."""
    found = office.lists.consent(consent)
    if found is None:
        raise CallRefused("consent.absent", texts.absent("再委託の承諾", "consent", consent, "consent list"))
    return found


def consents_of_client(office: Office, client: str) -> Sequence[ConsentLine]:
    """All consents a client ever gave, the latest days first."""
    day = today(office)
    return office.lists.consents(ConsentFilter(client=client, day=day, soon=day))[0]


def employer_named(office: Office, wanted: str) -> EmployerLine:
    """The employer of this id or name. Raises CallRefused where there is none."""
    found = next((line for line in office.lists.employers() if wanted in (line.id, line.name)), None)
    if found is None:
        raise CallRefused("employer.absent", texts.absent("委託先", "employer", wanted, "employer list"))
    return found


def validity(consent: Consent, day: date) -> Validity:
    """How the consent stands on this day."""
    if consent.ended_at is not None:
        return Validity.ENDED
    if day < consent.valid_from:
        return Validity.NOT_YET
    return Validity.IN_FORCE if day <= consent.valid_until else Validity.EXPIRED


def _about_code(code: str) -> Iterator[Objected]:
    if not CODE.fullmatch(code):
        yield Objected(field="id", code="name.unfit", text=CODE_FORM)


def _about_client(client: Client) -> Iterator[Objected]:
    if not is_one_line(client.name, LETTERS_MAX):
        yield Objected(field="name", code="name.unfit", text=NAME)
    if client.kana and not (is_one_line(client.kana, LETTERS_MAX) and _KANA.fullmatch(client.kana)):
        yield Objected(field="kana", code="name.unfit", text=KANA)
    if client.contact and not is_one_line(client.contact, LETTERS_MAX):
        yield Objected(field="contact", code="name.unfit", text=NAME)


def _about_paper(office: Office, paper: Paper) -> Iterator[Objected]:
    if not office.facts.chain(paper.employer).needs_consent:
        yield Objected(field="employer", code="consent.not-needed", text=NOT_NEEDED)
    elif all(line.id != paper.employer for line in office.lists.employers()):
        yield Objected(field="employer", code="employer.absent", text=NO_SUCH_EMPLOYER)
    for field, text in (("memorandum", paper.memorandum), ("scope", paper.scope), ("document", paper.document)):
        if not is_one_line(text, LETTERS_MAX):
            yield Objected(field=field, code="consent.paper", text=WRITTEN)
    if paper.valid_from > paper.valid_until:
        yield Objected(field="valid_until", code="consent.days", text=DAYS)
    if paper.dated > today(office):
        yield Objected(field="dated", code="consent.days", text=DATED)
    if not SHA256.fullmatch(paper.sha256):
        yield Objected(field="sha256", code="consent.sha256", text=DIGEST)


CODE_FORM: Final = Text(
    ja="委託元の番号は、英数字で始まる 32 文字以内の英数字・- _ です。",
    en="A client's code is up to 32 letters, digits, - and _, beginning with a letter or digit.",
)
NAME: Final = Text(
    ja=f"1 行、{LETTERS_MAX} 文字以内で、制御文字を含まないものにしてください。",
    en=f"One line of at most {LETTERS_MAX} letters, without control characters.",
)
KANA: Final = Text(
    ja="フリガナは、かな・カナ・英数字で入力してください。", en="The reading is written in kana, letters and digits."
)
NOT_NEEDED: Final = Text(
    ja="委託先（再委託先ではない会社）には再委託の承諾は不要です。再委託先を選んでください。",
    en="The processor itself needs no consent. Choose a sub-processor.",
)
NO_SUCH_EMPLOYER: Final = Text(
    ja="再委託先が登録されていません。先に委託先・再委託先の画面で登録してください。",
    en="That sub-processor is not registered. Register it among the employers first.",
)
WRITTEN: Final = Text(
    ja=f"書面の内容を 1 行、{LETTERS_MAX} 文字以内で入力してください（口頭の承諾は登録できません）。",
    en=f"Enter what the paper says, one line of at most {LETTERS_MAX} letters (an oral consent cannot be registered).",
)
DAYS: Final = Text(ja="終了日が開始日より前です。", en="It would end before it begins.")
DATED: Final = Text(
    ja="書面の日付が未来です。書面の日付を確認してください。", en="The paper's date is in the future. Check it."
)
DIGEST: Final = Text(
    ja="書面のファイルの SHA-256（16 進 64 桁）を入力してください。「sha256sum ファイル名」で求められます。",
    en="Enter the SHA-256 of the paper's file, 64 hexadecimal digits; sha256sum FILE prints it.",
)
REASON: Final = Text(
    ja=f"理由を 1 行、{REASON_LETTERS_MAX} 文字以内で入力してください。",
    en=f"Give a reason of one line, at most {REASON_LETTERS_MAX} letters.",
)

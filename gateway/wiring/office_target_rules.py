"""What a target must look like to be registered: every objection, by field. Pure; the register it is held against is given.

That the target has shown its host keys, or certificate, is the form's own concern; a vaulted secret is judged by the keeper.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from gateway.authorization.wording import is_one_line
from gateway.crypto.server_certificate import UnfitCertificate, from_der
from gateway.vocabulary.identifiers import ACCOUNT_NAME, DROP_FOLDER, TARGET_NAME
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import FreeOfPersonalData, LoginWay, Protocol, RiskEntry, Target
from gateway.wiring.office_unfit import Objected

ACCOUNTS_MAX: Final = 32
HOST_KEYS_MAX: Final = 8
RISK_LETTERS_MAX: Final = 500
PEOPLE_MAX: Final = 2_000_000_000
_HOST_NAME: Final = re.compile(
    r"(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What a target may name: codes of clients, user names of active people, the day in Japan."""

    clients: frozenset[str]
    people: frozenset[str]
    today: date


def objections(target: Target, register: Register) -> tuple[Objected, ...]:
    """Everything that is wrong; empty where the target may be registered."""
    return (
        *_about_place(target),
        *_about_accounts(target),
        *_about_host_keys(target),
        *_about_folder(target),
        *_about_clients(target, register),
        *_about_free(target.free, register),
        *risk_objections(target.risk, register),
    )


def risk_objections(risk: RiskEntry | None, register: Register) -> Iterator[Objected]:
    """What is wrong with the row of the risk register; nothing where there is none (it cannot be put into service then)."""
    if risk is None:
        return
    if risk.owner not in register.people:
        yield Objected(field="risk_owner", code="person.absent", text=NO_SUCH_OWNER)
    for name, text in (("risk", risk.risk), ("risk_measure", risk.measure)):
        if not is_one_line(text, RISK_LETTERS_MAX):
            yield Objected(field=name, code="target.risk", text=RISK_WORDS)
    if not 0 <= risk.people <= PEOPLE_MAX:
        yield Objected(field="risk_people", code="target.risk", text=RISK_PEOPLE)
    if risk.review_on < register.today:
        yield Objected(field="risk_review_on", code="target.risk", text=RISK_OVERDUE)


def is_address(text: str) -> bool:
    """True for an IP address, or a name as DNS knows them: no scheme, no port, no white space."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return _HOST_NAME.fullmatch(text) is not None
    return True


def _about_place(target: Target) -> Iterator[Objected]:
    if not TARGET_NAME.fullmatch(target.name):
        yield Objected(field="name", code="target.name", text=NAMES)
    if not is_address(target.address):
        yield Objected(field="address", code="target.address", text=ADDRESS)
    if not 1 <= target.port <= 65535:
        yield Objected(field="port", code="target.port", text=PORT)


def _about_accounts(target: Target) -> Iterator[Objected]:
    accounts = target.accounts
    if not accounts or len(accounts) > ACCOUNTS_MAX or len(set(accounts)) != len(accounts):
        yield Objected(field="accounts", code="target.accounts", text=ACCOUNTS)
    elif not all(map(ACCOUNT_NAME.fullmatch, accounts)):
        yield Objected(field="accounts", code="target.name", text=NAMES)
    if target.management is not None and not ACCOUNT_NAME.fullmatch(target.management):
        yield Objected(field="management", code="target.name", text=NAMES)
    elif target.management is not None and target.protocol is not Protocol.SSH:
        yield Objected(field="management", code="target.management", text=MANAGEMENT)


def _about_host_keys(target: Target) -> Iterator[Objected]:
    if target.protocol is Protocol.SSH and not 1 <= len(target.host_keys) <= HOST_KEYS_MAX:
        yield Objected(field="host_keys", code="target.host-key", text=HOST_KEY_NEEDED)
    if target.protocol is Protocol.POSTGRESQL:
        yield from _about_certificates(target)
    if target.protocol is not Protocol.SSH and target.login is LoginWay.VAULTED_KEY:
        yield Objected(field="login", code="target.login", text=KEY_LOGIN)


def _about_certificates(target: Target) -> Iterator[Objected]:
    """Without a pin only this machine is spoken to, and by password: a certificate of ours needs TLS."""
    if len(target.host_keys) > HOST_KEYS_MAX or not all(map(_can_be_pinned, target.host_keys)):
        yield Objected(field="host_keys", code="target.certificate", text=CERTIFICATE_UNFIT)
    elif not target.host_keys and not is_own_machine(target.address):
        yield Objected(field="host_keys", code="target.certificate", text=CERTIFICATE_NEEDED)
    elif not target.host_keys and target.login is LoginWay.CERTIFICATE:
        yield Objected(field="host_keys", code="target.certificate", text=CERTIFICATE_FOR_LOGIN)


def is_own_machine(address: str) -> bool:
    """True for an address that never leaves this machine."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address.lower() == "localhost"


def _can_be_pinned(der: bytes) -> bool:
    try:
        from_der(der)
    except UnfitCertificate:
        return False
    return True


def _about_folder(target: Target) -> Iterator[Objected]:
    if target.drop_folder is not None and target.protocol is not Protocol.SSH:
        yield Objected(field="drop_folder", code="target.drop-folder", text=NO_FOLDER)
        return
    if target.drop_folder is not None and not DROP_FOLDER.fullmatch(target.drop_folder):
        yield Objected(field="drop_folder", code="target.drop-folder", text=FOLDER)
    elif target.drop_folder is not None and target.free is None:
        yield Objected(field="drop_folder", code="target.drop-folder", text=FOLDER_NEEDS_DECLARATION)


def _about_clients(target: Target, register: Register) -> Iterator[Objected]:
    if not set(target.clients) <= register.clients or len(set(target.clients)) != len(target.clients):
        yield Objected(field="clients", code="client.absent", text=NO_SUCH_CLIENT)


def _about_free(free: FreeOfPersonalData | None, register: Register) -> Iterator[Objected]:
    if free is None:
        return
    if free.declared_by not in register.people:
        yield Objected(field="free_declared_by", code="person.absent", text=NO_SUCH_DECLARER)
    if free.until < register.today:
        yield Objected(field="free_until", code="target.free", text=FREE_OVER)


NAMES: Final = Text(
    ja="接続先名は英小文字・数字・ハイフン、アカウント名は英小文字・数字・_ . - で指定してください。",
    en="A target's name is of a-z 0-9 -, an account's of a-z 0-9 _ . -",
)
ADDRESS: Final = Text(
    ja="アドレスは IP アドレスまたはホスト名だけを入力してください（ポートや ssh:// は付けません）。",
    en="The address is an IP address or a host name alone, without port or ssh://.",
)
PORT: Final = Text(ja="ポートは 1 から 65535 までの数字です。", en="A port is a number from 1 to 65535.")
ACCOUNTS: Final = Text(
    ja=f"アカウントは 1 つ以上 {ACCOUNTS_MAX} 個まで、重複なく指定してください。",
    en=f"Name one account or more, at most {ACCOUNTS_MAX}, each once.",
)
FOLDER: Final = Text(
    ja="アップロード先は、文字・数字と . _ + @ - からなるフォルダー名を / で区切って指定してください（. や .. は使えません）。",
    en="A drop folder is of names of letters, digits and . _ + @ - with / between them; none of them is . or ..",
)
FOLDER_NEEDS_DECLARATION: Final = Text(
    ja="アップロード先は、「個人データなし」と申告された接続先にだけ登録できます。",
    en="A drop folder is for targets declared free of personal data.",
)
MANAGEMENT: Final = Text(
    ja="管理アカウントは SSH の接続先にだけ指定できます。PostgreSQL ではアカウント自身がパスワードを更新します。",
    en="A management account is for SSH targets. On PostgreSQL the account changes its own password.",
)
HOST_KEY_NEEDED: Final = Text(
    ja="SSH の接続先にはホスト鍵が必要です。取得して、接続先の管理者から聞いたフィンガープリントと照合してください。",
    en="An SSH target needs its host key: fetch it, and compare it with what whoever runs the target says.",
)
CERTIFICATE_NEEDED: Final = Text(
    ja="PostgreSQL の接続先にはサーバー証明書の登録が必要です。"
    "取得して、接続先の管理者から聞いたフィンガープリントと照合してください。",
    en="A PostgreSQL target needs its server certificate: fetch it, and compare it with what whoever runs the target says.",
)
CERTIFICATE_FOR_LOGIN: Final = Text(
    ja="証明書でログインする PostgreSQL の接続先には、サーバー証明書の登録が必要です（TLS を使うため）。",
    en="A PostgreSQL target that is logged in to by certificate needs its server certificate, because that takes TLS.",
)
CERTIFICATE_UNFIT: Final = Text(
    ja=f"登録できないサーバー証明書が含まれているか、{HOST_KEYS_MAX} 個を超えています。",
    en=f"One of the server certificates cannot be pinned, or there are more than {HOST_KEYS_MAX}.",
)
NO_FOLDER: Final = Text(
    ja="アップロード先は SSH の接続先にだけ登録できます。データベースはファイルを受け取りません。",
    en="A drop folder is for SSH targets: a database takes no files.",
)
KEY_LOGIN: Final = Text(
    ja="保管した鍵でのログインは SSH の接続先だけです。PostgreSQL では保管したパスワードを選んでください。",
    en="A vaulted key logs in to SSH targets only. Choose a vaulted password for PostgreSQL.",
)
NO_SUCH_CLIENT: Final = Text(
    ja="登録されていない委託元が指定されています。先に委託元を登録してください。",
    en="A client that is not registered is named. Register the client first.",
)
NO_SUCH_DECLARER: Final = Text(
    ja="申告した人の利用者名が登録されていません。有効なアカウントの利用者名を入力してください。",
    en="Nobody active has that user name. Enter the user name of the person who declares it.",
)
NO_SUCH_OWNER: Final = Text(
    ja="責任者の利用者名が登録されていません。有効なアカウントの利用者名を入力してください。",
    en="Nobody active has that user name. Enter the user name of the target's owner.",
)
FREE_OVER: Final = Text(
    ja="「個人データなし」の期限が過去の日付です。今日以降の日付にしてください。",
    en="The declaration would have ended already. Choose today or a later day.",
)
RISK_WORDS: Final = Text(
    ja=f"リスクと対策は、それぞれ 1 行、{RISK_LETTERS_MAX} 文字以内で入力してください。",
    en=f"Risk and measure are one line each, of at most {RISK_LETTERS_MAX} letters.",
)
RISK_PEOPLE: Final = Text(
    ja="保有する本人数は 0 以上の数字で入力してください。", en="Enter about how many people's data it holds, 0 or more."
)
RISK_OVERDUE: Final = Text(
    ja="見直し日が過去の日付です。次に見直す日を入力してください。",
    en="The day of review has gone by. Enter the day of the next one.",
)

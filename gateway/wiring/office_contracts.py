"""The end of a client's contract (R-85) as the office asks for it, and the certificate of what was destroyed (R-86)."""

from typing import Final

from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.recording.contract_end import ContractEnd
from gateway.registrar import changes
from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import Text
from gateway.wiring.office import Office
from gateway.wiring.office_budgets import reason_of, require_client
from gateway.wiring.office_copies import unproved
from gateway.wiring.office_second import ask_second


def ask_end(office: Office, client: str, reason: str) -> str:
    """Ask that a client's contract be ended; the id another administrator confirms. Raises CallRefused, GatewayFault."""
    office.require_register(Permission.PEOPLE_MANAGE, client)
    require_client(office, client)
    return ask_second(office, changes.ContractEnded(client=client, reason=reason_of(reason)))


def end_of(office: Office, client: str) -> ContractEnd:
    """The end of the client's contract. Raises CallRefused where it has not ended."""
    require_client(office, client)
    found = next((end for end in office.lists.contract_ends() if end.client == client), None)
    if found is None:
        raise CallRefused("client.goes-on", GOES_ON)
    return found


def certificate(office: Office, end: ContractEnd) -> Text:
    """What was destroyed and what was not, to hand to the client; it claims nothing that was not measured here."""
    client = office.lists.client(end.client)
    name = end.client if client is None else f"{client.name}（{end.client}）"
    plain = end.client if client is None or not client.name.isascii() else f"{client.name} ({end.client})"
    asked, confirmed = (_username(office, person) for person in (end.asked_by, end.confirmed_by))
    at = f"{end.at.astimezone(JST):%Y-%m-%d %H:%M:%S} JST"
    left = _left(office, end.client)
    return Text(
        ja=_JA.format(name=name, at=at, asked=asked, confirmed=confirmed, end=end, left=left.ja),
        en=_EN.format(name=plain, at=at, asked=asked, confirmed=confirmed, end=end, left=left.en),
    )


def _left(office: Office, client: str) -> Text:
    """Every registered copy that may show this client's data and whose end nothing proves, by name."""
    found = unproved(office, client)
    if not found:
        return NO_COPY
    said = [f"   - {each.what} ({each.place.value}, {each.made_at.astimezone(JST):%Y-%m-%d})" for each in found]
    lines = "\n".join(said)
    return Text(
        ja=f"5. 計測していない写し {len(found)} 件（写しの台帳による。消去したとは証明しません）:\n{lines}",
        en=f"5. Copies not measured: {len(found)}, by the register of copies. Their destruction is not certified:\n{lines}",
    )


def _username(office: Office, person: str) -> str:
    return next((line.username for line in office.lists.people() if line.id == person), person)


NO_COPY: Final = Text(
    ja="5. 写しの台帳に、消去の証拠がない写しはありません。",
    en="5. The register of copies has no copy whose end is not proved.",
)
GOES_ON: Final = Text(
    ja="この委託元の契約終了は登録されていません。「sekisho client end」で申請し、別の管理者が確認してください。",
    en="This client's contract has not been ended. Ask with sekisho client end; another administrator confirms.",
)
_JA: Final = """\
消去証明書

委託元: {name}
消去した日時: {at}
申請: {asked}　確認: {confirmed}　理由: {end.reason}

1. 消去したもの: 貴社の作業だけを記録した操作記録 {end.recordings} 件の内容の鍵 {end.keys} 個（日と委託元の組ごとの鍵）。
   監査ログの contract.ended と recording.key_destroyed に、鍵の名前があります。ファイルは続いて消去され、
   一件ごとに recording.retired が残ります。
2. 方法: 鍵の消去（暗号学的消去）。この鍵は通常のバックアップには入っていません。バックアップのフォルダの
   recording-keys.sealed 一つだけに写しがあり、次のバックアップで置き換わります。そのファイルを別の媒体に写している場合は、
   その写しを消すまで、それより前のバックアップから再生できます。媒体の写しの消去は、この証明書の範囲外です。
3. 鍵を分ける前に記録されたもの {end.lasting} 件: ファイルは消去しますが、それ以前のバックアップからは再生できます。
   該当するバックアップ媒体の消去が必要です。
4. 消去していないもの: ほかの委託元の作業もあわせて記録した操作記録 {end.shared} 件（それらの契約または保存期間の終了まで）。
   監査ログ、開示の件数と照会用の要約（本人を特定する値は含まず、保存期間まで照会に答えるために残ります）。
   関所を通らない経路、写真、接続先の中の個人データは、この証明書の範囲外です。
{left}
"""
_EN: Final = """\
Certificate of destruction

Client: {name}
Destroyed: {at}
Asked by: {asked}  Confirmed by: {confirmed}  Reason: {end.reason}

1. Destroyed: {end.keys} keys (one a day and set of clients) to the content of {end.recordings} recordings of work for this
   client alone. The journal names each under contract.ended and recording.key_destroyed. The files follow, one
   recording.retired each.
2. Method: destruction of keys (cryptographic erasure). Ordinary backups do not hold them. One file beside the backups,
   recording-keys.sealed, does, and the next backup replaces it. Where that file was copied elsewhere, backups from before
   open with the copy until it is destroyed, too. Copies on other media are outside this certificate.
3. Made before keys were apart: {end.lasting} recordings. Their files go, but older backups of them can still be played until
   those media are destroyed.
4. Not destroyed: {end.shared} recordings that show other clients' work as well, until those clients' contracts or times end.
   The journal; the counts of what was disclosed and the digests to look people up by (which name nobody), kept so that this
   client can still ask. Ways around Sekisho, photographs, and data on the targets are outside this certificate.
{left}
"""

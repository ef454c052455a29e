"""`sekisho person add`: one natural person, one account (R-13). The secret of the one-time codes is shown once, as a QR code.

What is not given as an option is asked. The first person of an empty gateway needs no --as and must be an administrator.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import quote

import click
import segno

from gateway.cli.change.asked import tell_asked
from gateway.cli.ending import ending
from gateway.cli.entering import beginning, hidden
from gateway.cli.key_files import key_of
from gateway.cli.options import Asking, json_option, person_options, settings_option, words
from gateway.cli.printing import say, say_json
from gateway.ipc.messages import CallRefused
from gateway.people.registration import Application
from gateway.vocabulary.identity import Engagement, Language, Role
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret
from gateway.wiring.office_people import NewPerson, add_person
from gateway.wiring.office_proofs import Factors, new_code_secret

F = TypeVar("F", bound=Callable[..., object])
NEW_PASSWORD: Final = "新しい利用者のパスワード / The new person's password"  # noqa: S105  # a question
AGAIN: Final = "もう一度 / Again"
LETTERS_MIN: Final = 12
_ROLES: Final = [role.value for role in Role if role is not Role.DEMO_OPERATOR]
_UNEQUAL: Final = Text(
    ja="二つのパスワードが一致しません。やり直してください。", en="The two passwords differ. Try again."
)
_SHORT: Final = Text(
    ja=f"パスワードは {LETTERS_MIN} 文字以上にしてください。", en=f"A password has {LETTERS_MIN} letters or more."
)
_NOTHING: Final = Text(
    ja="鍵（--key）もパスワードもない人は本人確認ができません。どちらかを指定してください。",
    en="Without a key (--key) or a password nobody can log in. Give one of them.",
)


def _fields(function: F) -> F:
    asked = (
        click.option("--username", prompt="利用者名 / User name", help="利用者名 / user name"),
        click.option("--name", prompt="氏名 / Real name", help="氏名 / real name"),
        click.option("--kana", prompt="フリガナ / Reading", help="フリガナ / reading in kana"),
        click.option("--number", prompt="社員番号 / Person number", help="社員番号 / person number"),
        click.option(
            "--employer",
            prompt="所属（番号または名称） / Employer",
            help="所属: employer list の番号か名称 / id or name of employer list",
        ),
        click.option(
            "--engagement",
            prompt="雇用 / Engagement",
            type=words(Engagement),
            help="直接雇用か派遣か / own staff or dispatched",
        ),
        click.option("--agency", help="派遣元（dispatched のとき必須） / agency, for dispatched staff"),
        click.option(
            "--contract-end",
            prompt="契約終了日 / Contract ends",
            type=click.DateTime(["%Y-%m-%d"]),
            help="契約終了日 / end of contract",
        ),
        click.option(
            "--role", "roles", multiple=True, type=click.Choice(_ROLES), help="役割（繰り返し可） / role, repeatable"
        ),
        click.option("--language", type=words(Language), default=Language.JAPANESE.value, help="言語 / language"),
        click.option("--mail", help="通知用メールアドレス / mail address for notices"),
        click.option("--trained-on", type=click.DateTime(["%Y-%m-%d"]), help="研修の受講日 / day of the last course"),
        click.option("--oath-on", type=click.DateTime(["%Y-%m-%d"]), help="誓約書の提出日 / day of the oath"),
        click.option(
            "--key",
            "key_files",
            multiple=True,
            type=click.Path(path_type=Path),
            help="本人の公開鍵ファイル（繰り返し可） / public key file, repeatable",
        ),
        click.option(
            "--no-password", is_flag=True, help="パスワードを設けない（鍵とコードのみ） / keys and codes only"
        ),
    )
    for option in reversed(asked):
        function = option(function)
    return function


@click.command("add", help="利用者を登録する / Register a person.")
@_fields
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    username: str,
    name: str,
    kana: str,
    number: str,
    employer: str,
    engagement: str,
    agency: str | None,
    contract_end: datetime,
    roles: tuple[str, ...],
    language: str,
    mail: str | None,
    trained_on: datetime | None,
    oath_on: datetime | None,
    key_files: tuple[Path, ...],
    no_password: bool,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """Register, then show the secret once."""
    application = Application(
        username=username,
        name=name,
        kana=kana,
        number=number,
        employer=employer,
        engagement=Engagement(engagement),
        agency=agency,
        contract_end=contract_end.date(),
        roles=frozenset(Role(role) for role in roles),
        language=Language(language),
        mail=mail,
        trained_on=None if trained_on is None else trained_on.date(),
        oath_on=None if oath_on is None else oath_on.date(),
    )
    keys = tuple(key_of(file, username) for file in key_files)
    with beginning(settings_file, asking) as office:
        password = None if no_password else new_password(asking)
        if password is None and not keys:
            raise CallRefused("person.no-factor", _NOTHING)
        secret = new_code_secret()
        person = add_person(office, application, Factors(password=password, code_secret=secret, keys=keys))
    _tell(username, person, provisioning_uri(username, secret), as_json)


def provisioning_uri(username: str, secret: Secret) -> str:
    """What an authenticator reads from the QR code (the Key URI format): SHA-1, six digits, 30 s."""
    return f"otpauth://totp/Sekisho:{quote(username)}?secret={secret.reveal().decode('ascii')}&issuer=Sekisho"


def new_password(asking: Asking) -> Secret:
    """Asked for twice on a terminal. Raises CallRefused for two that differ, or one that is short."""
    password = hidden(NEW_PASSWORD, from_stdin=asking.from_stdin)
    if not asking.from_stdin and hidden(AGAIN, from_stdin=False) != password:
        raise CallRefused("password.unequal", _UNEQUAL)
    if len(password.reveal().decode("utf-8")) < LETTERS_MIN:
        raise CallRefused("password.short", _SHORT)
    return password


def show_code_secret(uri: str) -> None:
    """The secret as a QR code and in letters, this once."""
    say("認証アプリで読み取ってください。この表示は一度だけです。 / Scan this with an authenticator; it is shown once.")
    segno.make(uri, error="m").terminal(compact=True)
    say(uri)


def _tell(username: str, person: NewPerson, uri: str, as_json: bool) -> None:
    if as_json:
        told = {"person": {"id": person.id, "username": username}, "totp_uri": uri}
        say_json(told if person.proposal is None else {**told, "change": person.proposal})
        return
    if person.proposal is None:
        say(f"登録しました / Registered: {username} ({person.id})")
    else:
        tell_asked(person.proposal)
    show_code_secret(uri)

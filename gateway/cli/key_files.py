"""Public keys from files: one OpenSSH line. A private key given by mistake is refused before anything else happens."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from gateway.cli.escaping import shown
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_keys import PublicKey, read_key, read_plain_key

BYTES_MAX: Final = 32 * 1024
_PRIVATE: Final = "PRIVATE KEY"
_NO_KEY: Final = Text(
    ja="OpenSSH の公開鍵ではありません。「ssh-ed25519 AAAA... コメント」の形の"
    " 1 行が書かれたファイル（.pub）を指定してください。",
    en="it holds no OpenSSH public key; give the .pub file, one line like: ssh-ed25519 AAAA... comment",
)
_FAULTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "an RSA key needs 2048 bits or more": Text(
            ja="RSA の鍵は 2048 ビット以上が必要です。", en="an RSA key needs 2048 bits or more"
        ),
        "the SSH public key's type and content disagree": Text(
            ja="鍵の種類の表示と中身が一致しません。", en="the key's type and content disagree"
        ),
        "this is not a plain SSH public key": Text(
            ja="証明書やセキュリティキーは、ここでは使えません。", en="a certificate or a security key is no use here"
        ),
    }
)


def key_of(file: Path, comment: str) -> PublicKey:
    """A person's or terminal's key in `file`. `comment` replaces the file's own. Raises CallRefused, OSError."""
    return _read(file, comment, read_key)


def plain_key_of(file: Path, comment: str) -> PublicKey:
    """As `key_of`, for a host or an authority: no security key. Raises CallRefused, OSError."""
    return _read(file, comment, read_plain_key)


def _read(file: Path, comment: str, read: Callable[[str, str], PublicKey]) -> PublicKey:
    with file.open("rb") as opened:
        text = opened.read(BYTES_MAX).decode("utf-8", "replace").strip()
    if _PRIVATE in text:
        raise _unfit(
            file, "秘密鍵のファイルです。公開鍵（.pub）を指定してください。", "it is a private key; give the .pub file"
        )
    try:
        return read(text, comment)
    except ValueError as wrong:
        fault = _FAULTS.get(str(wrong), _NO_KEY)  # what another library says of it is no sentence for a person
        raise _unfit(file, fault.ja, fault.en) from None


def _unfit(file: Path, ja: str, en: str) -> CallRefused:
    return CallRefused("key.unfit", Text(ja=f"{shown(file)}: {ja}", en=f"{ascii(str(file))[1:-1]}: {en}"))

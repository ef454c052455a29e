"""The daily letter to a witness: what it is, what to do with it, and the signed checkpoint itself. Pure; no personal data."""

from dataclasses import dataclass

from gateway.audit.ports import SignedCheckpoint
from gateway.vocabulary.clock import JST


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail's subject and text."""

    subject: str
    text: str


def letter(checkpoint: SignedCheckpoint, node: str) -> Letter:
    """The letter that carries `checkpoint`. The note stands between two lines, byte for byte, so that it can be cut out."""
    when = checkpoint.at.astimezone(JST)
    return Letter(
        subject=f"[関所 Sekisho] {when:%Y-%m-%d} 監査記録の封印 / audit checkpoint, {checkpoint.size} entries ({node})",
        text=_TEXT.format(
            when=f"{when:%Y-%m-%d %H:%M:%S} JST", size=checkpoint.size, note=checkpoint.note.decode("utf-8")
        ),
    )


_TEXT = """\
関所の監査記録は、{when} の時点で {size} 件です。
下の封印（署名付きチェックポイント）を消さずに保管してください。後日、記録が書き換えられていないことを
この封印と照合して確かめられます（sekisho audit verify --witness 保管フォルダ）。

At {when} the audit journal has {size} entries.
Please keep the checkpoint below. With it anybody can check later that no entry before it was changed
(sekisho audit verify --witness FOLDER).

-----BEGIN CHECKPOINT-----
{note}-----END CHECKPOINT-----
"""

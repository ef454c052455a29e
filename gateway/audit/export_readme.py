"""What an export says about itself. It is verified word for word: changing it means a new format number in `manifest.FORMAT`."""

from typing import Final

README: Final = """\
関所 監査ログの書き出し（検証用フォルダー）

このフォルダーは単独で検証できます。データベースも通信も要りません。

  sekisho audit verify このフォルダー [--witness 立会人のフォルダー]

終了コード: 0 成り立つ / 1 成り立たない / 2 確かめられなかった
検証鍵 vkey は、必ず別の経路（契約書、立会人の控え）で受け取ったものと見比べてください。署名鍵ごと作り直された場合に
見破れるのは、運用者の外にある立会人の控えだけです。
ファイルが揃っているかだけなら: sha256sum -c MANIFEST

Sekisho journal export (a folder that verifies by itself)

It needs neither database nor network:

  sekisho audit verify THIS-FOLDER [--witness WITNESS-FOLDER]

Exit status: 0 holds / 1 does not hold / 2 could not be checked
Compare vkey with the one you received by another way (contract, witness). If everything was rebuilt with the stolen
signing key, only the checkpoints of a witness outside the operator show it.
To check only that the files are complete: sha256sum -c MANIFEST

FILES
  checkpoint      the signed head: C2SP tlog-checkpoint, a C2SP signed-note with an Ed25519 signature
  vkey            the verifier key of that signature, as in C2SP signed-note
  tile/           hashes of the RFC 6962 Merkle tree and the entries (tile/entries): C2SP tlog-tiles
  checkpoints     every checkpoint ever signed, one JSON object a line: {"note": ..., "size": ...}
  unsigned-tail   entries written after the last checkpoint, in the form of an entry bundle: chained, not yet signed
  MANIFEST        SHA-256 of every file but itself

An entry is RFC 8785 JSON: {"at", "data", "kind", "node", "prev", "seq", "v": 1}. "seq" is its place in the tree, from 0;
"prev" the RFC 6962 leaf hash, SHA-256(0x00 || entry), of the entry before it, 64 zeros for the first.
"""

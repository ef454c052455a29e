"""`sekisho key list`: the gateway's own keys: what each is for, how it is renewed, what its loss means and what to do then."""

from pathlib import Path
from typing import Any

import click

from gateway.cli.ending import ending
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import say_json, table
from gateway.crypto.digest import fingerprint
from gateway.crypto.openssh import blob_of
from gateway.keeper import public_keys
from gateway.wiring.own_keys import KEYS, OwnKey
from gateway.wiring.places import places


@click.command("list", help="関所自身の鍵の一覧 / The gateway's own keys, and what the loss of each means.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """List them; it opens none."""
    shown = _shown(settings_file)
    if as_json:
        say_json({"keys": [plain(name, key, shown.get(name, ())) for name, key in KEYS.items()]})
        return
    heads = ("名前", "目的", "指紋", "失うと", "盗まれると", "更新方法")
    table(
        heads,
        (
            (name, key.use.both(), " ".join(shown.get(name, ())), key.loss.both(), key.theft.both(), key.how.both())
            for name, key in KEYS.items()
        ),
    )


def plain(name: str, key: OwnKey, fingerprints: tuple[str, ...]) -> dict[str, Any]:
    """The key as JSON values."""
    texts = {part: getattr(key, part) for part in ("use", "loss", "theft", "how")}
    told = {part: {"ja": text.ja, "en": text.en} for part, text in texts.items()}
    return {"name": name, "renewal": key.renewal, "fingerprints": list(fingerprints), **told}


def _shown(settings_file: Path | None) -> dict[str, tuple[str, ...]]:
    """Fingerprints of the public halves that are published, the key in use first."""
    found = public_keys.read(places(settings_of(settings_file)).public_keys)
    rows = {
        "session-ca": (found.session_ca, found.session_cas_further),
        "host-ca": (found.host_ca, found.host_cas_further),
        "host": (found.host_key, "\n".join((found.host_key_next, found.host_keys_former))),
    }
    return {
        name: tuple(fingerprint(blob_of(" ".join(line.split()[-2:]))) for line in (own, *further.splitlines()) if line)
        for name, (own, further) in rows.items()
    }

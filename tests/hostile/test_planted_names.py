"""R-83: planted names are searched for in everything a gateway leaves on disks: state, witness, backups, a restored state."""

import re
from pathlib import Path

from sqlalchemy import text

from gateway.settings.reading import read
from tests.databases import files_of, thief
from tests.gateway.backups.a_backup import back_up, elsewhere, restore, split
from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import CONTRACT_END, PASSWORD, Town, a_recording, an_order

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "euc-jp", "cp932")
STAFF = ("綾小路 権兵衛", "アヤノコウジ ゴンベエ", "gonbee.ayanokoji@example.jp", "KOBAN-77123")
CUSTOMERS = ("勅使河原 桜子", "090-1357-2468", "sakurako.t@example.jp", "東京都千代田区麹町1-2-3")


def needles(words):
    spelled = {word.encode(encoding) for word in words for encoding in ENCODINGS}
    spelled |= {word.replace(" ", "").encode(encoding) for word in words for encoding in ENCODINGS}
    return re.compile(b"|".join(re.escape(each) for each in sorted(spelled)))


def found_in(wanted, *folders: Path):
    hits, searched = [], 0
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content = path.read_bytes()
                searched += len(content)
                hits += [str(path)] * bool(wanted.search(content))
    return hits, searched


def test_R83_no_planted_name_is_found_in_raw_files_backups_or_what_is_restored(tmp_path_factory, tmp_path):
    wanted = needles((*STAFF, *CUSTOMERS))
    with a_settled_town(tmp_path_factory.mktemp("town")) as town:
        name, kana, mail, number = STAFF
        options = ("--name", name, "--kana", kana, "--mail", mail, "--number", number)
        where = (
            "--employer",
            "みなと運用",
            "--engagement",
            "own",
            "--contract-end",
            CONTRACT_END,
            "--role",
            "engineer",
        )
        town.as_json("ito", "person", "add", "--username", "gonbee", *options, *where, text=f"{PASSWORD}\n")
        lines = [f"{each}\r\n".encode() for each in CUSTOMERS]
        recorded = a_recording(town, an_order(town), b"$ cat customers.csv\r\n", *lines)
        shares = split(town)
        made = back_up(town, tmp_path / "backups")
        restored = elsewhere(town, tmp_path / "restored")
        restore(made, shares[:2], restored)
        shown = town.as_("mori", "replay", recorded.recording, "--search", "090-1357-2468", "--purpose", "確認")
        assert " o  " in shown.output, "it was recorded, and an auditor sees it"
        kept = [files_of(read(each)) for each in (town.settings, restored)]
        places = (town.state, town.witness, tmp_path / "backups", tmp_path / "restored", *kept)
        hits, searched = found_in(wanted, *places)
        assert hits == []
        assert searched > 100_000
        _the_search_finds_what_it_looks_for(wanted, town)


def _the_search_finds_what_it_looks_for(wanted, town: Town) -> None:
    """One name written as a careless program would, into each kind of store, is found."""
    settings = read(town.settings)
    with thief(settings) as database:
        database.execute(text("CREATE TABLE careless (name TEXT)"))
        database.execute(text("INSERT INTO careless VALUES (:name)"), {"name": STAFF[0]})
    (town.state / "recordings" / "careless.txt").write_text(CUSTOMERS[1])
    kept = files_of(settings)
    hits, _ = found_in(wanted, town.state, kept)
    assert any(Path(hit).is_relative_to(kept) for hit in hits), hits
    assert any(hit.endswith("careless.txt") for hit in hits)

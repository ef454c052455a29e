import runpy
import zlib

from tests.corpus.japan_post import written


def test_a_list_becomes_a_bitmap_and_a_module(tmp_path):
    rows = [("0600000", "北海道", "札幌市中央区"), ("1000005", "東京都", "千代田区"), ("1000004", "東京都", "千代田区")]
    written(rows, month="2026-10", into=tmp_path)
    codes = zlib.decompress((tmp_path / "postal_codes.bin").read_bytes())
    assert len(codes) == 1_250_000
    assert int.from_bytes(codes, "big").bit_count() == 3
    assert codes[1000005 >> 3] >> (1000005 & 7) & 1
    module = runpy.run_path(str(tmp_path / "municipalities.py"))
    assert {name: listed.split() for name, listed in module["BY_PREFECTURE"].items()} == {
        "北海道": ["札幌市中央区"],
        "東京都": ["千代田区"],
    }

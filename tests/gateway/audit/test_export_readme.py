"""The text is verified word for word, so changing it takes a new format number."""

import hashlib

from gateway.audit.export_readme import README
from gateway.audit.manifest import FORMAT


def test_R54_the_text_belongs_to_the_format() -> None:
    assert FORMAT == "# sekisho audit export 1"
    digest = hashlib.sha256(README.encode()).hexdigest()
    assert digest == "b0b451b15468120a49fc88c82312ab88f3da172bfffa57df27be516a44d2ed0a", (
        "exports made before would no longer verify: raise the format number"
    )


def test_R54_it_says_how_to_verify_in_both_languages() -> None:
    assert README.count("sekisho audit verify") == 2
    for word in ("検証鍵", "立会人", "witness", "C2SP", "RFC 6962", "MANIFEST", "unsigned-tail"):
        assert word in README

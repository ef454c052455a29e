"""The masker and the meter together, over what programs print of customers: is a person one person?"""

import pytest

from gateway.guards.masking import Masker
from gateway.guards.metering import ShellMeter
from gateway.guards.pipeline import Pipeline
from gateway.guards.terminal import TerminalEscape
from gateway.vocabulary.target import Encoding
from tests.corpus.documents import Doc
from tests.corpus.printed import positives
from tests.gateway.disclosure.test_shell import CAPS

ROWS = 20
DOCUMENTS = {doc.name: doc for doc in positives(rows=ROWS)}
ENCODINGS = {"utf-8": Encoding.UTF_8, "euc_jp": Encoding.EUC_JP, "cp932": Encoding.CP932}
SENTENCES = {
    name for name in DOCUMENTS if name.startswith("applog")
}  # one value of one person a line, not all of them labelled


def counted(doc: Doc, piece: int) -> int:
    meter = ShellMeter(CAPS, bytes(32))
    stages = Pipeline([TerminalEscape(ENCODINGS[doc.encoding]), Masker(meter, columns=200, rows=50)])
    for start in range(0, len(doc.data), piece):
        stages.feed(doc.data[start : start + piece])
    stages.close()
    return meter.count


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - SENTENCES))
def test_R07_every_customer_is_one_person(name: str) -> None:
    assert counted(DOCUMENTS[name], 1 << 16) == ROWS


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_R07_sentences_about_customers_count_at_least_half_of_them(name: str) -> None:
    assert ROWS // 2 <= counted(DOCUMENTS[name], 1 << 16) <= 2 * ROWS


@pytest.mark.parametrize(
    "name", sorted(set(DOCUMENTS) - {"vim"})
)  # of whose pages the last one alone is shown when nobody waits
def test_any_split_counts_the_same(name: str) -> None:
    doc = DOCUMENTS[name]
    assert {counted(doc, piece) for piece in (7, 256, 1000)} == {counted(doc, 1 << 16)}

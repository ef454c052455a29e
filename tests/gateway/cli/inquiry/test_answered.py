from datetime import date

from gateway.cli.inquiry.answered import employer, lines_plain
from gateway.vocabulary.identity import Employer


def test_an_employer_says_what_it_is_to_the_clients() -> None:
    known = {"E-1": Employer(id="E-1", name="ビジ\u202eネス", kind="sub-processor")}
    assert employer(known, "E-1") == "ビジ\u202eネス（再委託先/sub-processor）", (
        "cells are escaped where they are printed"
    )
    assert employer(known, "E-9") == "E-9"


def test_lines_keep_moments_for_the_printer() -> None:
    made = Employer(id="E-1", name="x", kind="processor", contract_start=date(2026, 1, 1))
    assert lines_plain([made])[0]["contract_start"] == date(2026, 1, 1)

"""Make every picture of the manuals anew, into docs/pictures or the folder that is named; then open them and look."""

import os
import sys
from pathlib import Path

import pytest

from tests.browser.pictures.kept import FOLDER, VARIABLE

HERE = Path(__file__).resolve().parent


def main() -> int:
    """pytest's exit status: a picture that could not be made is a test that failed."""
    os.environ[VARIABLE] = str(Path(sys.argv[1] if len(sys.argv) > 1 else FOLDER).resolve())
    return int(pytest.main([str(HERE), "--long", "-q", "-p", "no:cacheprovider"]))


if __name__ == "__main__":
    sys.exit(main())

"""One parser under atheris until it fails or libFuzzer's options say enough."""

import sys

import atheris

with atheris.instrument_imports(include=["gateway", "paramiko.message", "paramiko.packet"]):
    from tests.fuzz.parsers import PARSERS

if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], PARSERS[sys.argv[1]])
    atheris.Fuzz()

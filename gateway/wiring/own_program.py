"""How one of our processes starts another: by this interpreter, and our own code only.

`python -m` alone looks for modules in the folder it is started in first (PEP 338): whoever starts the service from a folder that
somebody else may write to would run what lies there, with the service's rights.
"""

import sys


def own_program(module: str, *arguments: str) -> list[str]:
    """The argument vector of our `module`, wherever it is started."""
    return [sys.executable, "-P", "-m", module, *arguments]

"""`python -m gateway` is the `sekisho` command."""

from gateway.cli.main import main

if __name__ == "__main__":
    main()

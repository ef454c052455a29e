"""Speed, printed as ratios against OpenSSH in the same run; never asserted. `python -m tests.benchmarks [--rounds N]`."""

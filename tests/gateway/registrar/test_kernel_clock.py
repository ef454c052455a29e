import time

from gateway.registrar.kernel_clock import boot_seconds, disciplined


def test_boot_time_never_goes_back_and_is_not_behind_monotonic_time() -> None:
    first = boot_seconds()
    assert boot_seconds() >= first
    assert boot_seconds() >= time.monotonic() - 0.01


def test_the_kernel_answers_whether_its_clock_is_disciplined() -> None:
    assert disciplined() in (True, False)
    assert disciplined() == disciplined()

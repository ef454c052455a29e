from gateway.registrar.kernel_clock import boot_seconds, disciplined
from gateway.registrar.limits import Limits
from tests.gateway.registrar.scene import Scene


def test_the_kernels_clock_and_the_shipped_limits_are_the_default(scene: Scene) -> None:
    parts = scene.parts
    assert parts.boot_seconds is boot_seconds
    assert parts.disciplined is disciplined
    assert type(parts)(**{name: getattr(parts, name) for name in required()}).limits == Limits()


def required() -> list[str]:
    return [
        "node", "clock", "store", "tiles", "signer", "witness", "recover", "keeper_public", "journal_key", "policy_limits",
        "policy_budgets",
    ]  # fmt: skip

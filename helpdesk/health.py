"""What the desk's apps say of their own health: each registers a check, and the floor knows none of them."""

from collections.abc import Callable

type Check = Callable[[], int]

_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Have ``check`` asked how many things are in trouble; ``name`` says which, to strangers too, so it names nobody."""
    _checks[name] = check


def troubles() -> dict[str, int]:
    """Return how many things of each kind are in trouble; those that are well are left out."""
    counted = {name: check() for name, check in sorted(_checks.items())}
    return {name: count for name, count in counted.items() if count}

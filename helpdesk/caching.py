"""The cache of figures: what it holds can be counted again, so that nobody minds when it is away."""

from collections.abc import Callable

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from helpdesk import redis_circuit


class FiguresCache(RedisCache):
    """Redis that, while it is away, knows nothing and keeps nothing; what must not be lost does not belong here."""

    def get(self, key: str, default: object = None, version: int | None = None) -> object:
        """Return what is kept, or ``default``."""
        return _asked(lambda: super(FiguresCache, self).get(key, default, version), default)

    def set(self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep ``value``, if that can be."""
        _asked(lambda: super(FiguresCache, self).set(key, value, timeout, version), None)

    def add(self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep ``value`` where nothing is kept yet, and say whether that was done."""
        return bool(_asked(lambda: super(FiguresCache, self).add(key, value, timeout, version), False))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget what is kept, if that can be."""
        return bool(_asked(lambda: super(FiguresCache, self).delete(key, version), False))


def _asked[T](ask: Callable[[], T], otherwise: T) -> T:
    if redis_circuit.figures.is_broken:
        return otherwise
    try:
        answer = ask()
    except RedisError:
        redis_circuit.figures.broke()
        return otherwise
    redis_circuit.figures.answered()
    return answer

"""PostgreSQL, the caches and the sessions."""

from datetime import timedelta

from redis.backoff import NoBackoff
from redis.retry import Retry

from helpdesk.project import embedded
from helpdesk.project.environment import reading
from helpdesk.project.settings.installation import env

with reading("DATABASE_URL"):
    DATABASES = {"default": env.db_url("DATABASE_URL", default=embedded.database_url())}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a connection that died in the pool is not handed out
# Statements that come again are planned once for each connection, which halves what PostgreSQL spends on them.
PREPARED = {"server_side_binding": True, "prepare_threshold": 5} if env.bool("DATABASE_PREPARE", default=True) else {}
POOL = {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 10}
# What the address asks for, such as sslmode, stands beside them.
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), "pool": POOL, **PREPARED}
REDIS_URL = env("REDIS_URL", default=embedded.redis_url())
# Redis may be away, and may forget: what must be known for sure, such as codes that were used up, PostgreSQL keeps.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "helpdesk_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "figures": {
        "BACKEND": "helpdesk.caching.FiguresCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "desk",
        # A connection that Redis has dropped is made anew, once.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)},
    },
}
SESSION_ENGINE = (
    "django.contrib.sessions.backends.db"  # a cache that was away would know those who signed out meanwhile
)
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())

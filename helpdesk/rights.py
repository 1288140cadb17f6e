"""Rules of one line: whoever works at the desk and was given a permission may, everybody else is refused."""

from collections.abc import Callable

from helpdesk.errors import Refusal
from helpdesk.models import User

type Answer = Callable[[User], bool]
type Guard = Callable[[User], None]


def granted(permission: str) -> Answer:
    """Return the rule that says whether somebody at the desk has ``permission``."""
    return lambda user: user.is_agent and user.has_perm(permission)


def refusing(can: Answer, refusal: Callable[[], Refusal]) -> Guard:
    """Return the rule that raises ``refusal`` unless ``can`` says yes."""

    def ensure_can(user: User) -> None:
        if not can(user):
            raise refusal()

    return ensure_can


def rules(permission: str, refusal: Callable[[], Refusal]) -> tuple[Answer, Guard]:
    """Return both: the rule that answers, and the one that refuses."""
    can = granted(permission)
    return can, refusing(can, refusal)

"""Writing the audit log."""

from helpdesk import current_request
from helpdesk.enums import AuditKind
from helpdesk.models import AuditEvent, User


def record(
    kind: AuditKind, *, by: User | None, about: User | None = None, subject: str = "", **data: object
) -> AuditEvent:
    """Write that ``by`` did this, from the address of the request that is being answered, where there is one.

    ``about`` is the person whom it concerns, ``subject`` whatever else, in words; ``data`` holds primitives.
    """
    return AuditEvent.objects.create(
        kind=kind,
        actor=by,
        about=about,
        subject=subject[:200].replace("\0", ""),
        address=current_request.address() or None,
        data=data,
    )

"""What every template may ask."""

from django.conf import settings
from django.http import HttpRequest


def desk(_request: HttpRequest) -> dict[str, object]:
    """Say whether this is the demo."""
    return {"is_demo": settings.DEMO}

"""Every unsafe address asks for the CSRF token, of pages and of htmx alike."""

import re
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
VALUES = {"int": "1", "str": "a", "slug": "a", "uuid": str(UUID(int=4)), "path": "a"}
NAMED = {"app_label": "auth", "uidb36": "1", "key": "a", "url": "a", "provider_id": "company"}
REFUSED = 418


def refuse(_request, reason=""):
    """Answer like nothing else does."""
    return HttpResponse(reason, status=REFUSED)


def addresses(resolver, before="/"):
    """Find an address of every route; nothing that it names need be there, for the token is asked for before that."""
    for entry in resolver.url_patterns:
        address = before + filled(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from addresses(entry, address)
        else:
            yield address


def filled(route):
    if "(?P<" in route:
        return re.sub(r"\(\?P<(\w+)>[^()]*\)", lambda found: NAMED[found[1]], route).strip("^$")
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES[found[1] or "str"], route)


@pytest.mark.guards(39)
@pytest.mark.parametrize("method, headers", [("POST", {}), ("POST", {"HX-Request": "true"}), ("DELETE", {})])
def test_what_comes_without_the_token_is_refused_for_that_at_every_address(settings, method, headers):
    settings.CSRF_FAILURE_VIEW = "tests.test_csrf.refuse"
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(superuser=True))
    tried = sorted(set(addresses(get_resolver())))

    let_in = [at for at in tried if client.generic(method, at, headers=headers).status_code != REFUSED]

    assert (let_in, len([at for at in tried if resolve(at)]) > 400) == ([], True)


@pytest.mark.guards(39)
@pytest.mark.parametrize("is_right, status", [(True, 204), (False, 403)])
def test_the_token_of_the_page_is_taken_from_the_header_and_no_other(is_right, status):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    page = client.get("/profile/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    sent = {"HX-Request": "true", "X-CSRFToken": token if is_right else token[::-1]}

    response = client.post("/profile/theme/", {"theme": "dark"}, headers=sent)

    assert response.status_code == status

"""Every unsafe address asks for the CSRF token, of pages and of htmx alike."""

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
VALUES = {"int": "1", "str": "a", "slug": "a", "uuid": "00000000-0000-4000-8000-000000000000", "path": "a"}


def addresses(resolver, before="/"):
    for pattern in resolver.url_patterns:
        text = before + "".join(
            VALUES[_kind(pattern, part)] if is_field else part for part, is_field in _parts(pattern.pattern)
        )
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, text)
        else:
            yield text


def _parts(pattern):
    route = str(pattern)
    if route.startswith("^"):
        return [("junk", False)]
    pieces = route.replace("<", "\0<").replace(">", ">\0").split("\0")
    return [(piece, piece.startswith("<")) for piece in pieces]


def _kind(_pattern, part):
    return part.strip("<>").partition(":")[0] if ":" in part else "str"


@pytest.mark.guards(39)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_post_without_the_token_is_refused_at_every_address(headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(superuser=True))
    tried = sorted(set(addresses(get_resolver())))

    let_in = [address for address in tried if client.post(address, headers=headers).status_code not in {403, 404}]

    assert (let_in, len(tried) > 200) == ([], True)

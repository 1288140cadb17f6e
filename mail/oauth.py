"""Getting a fresh access token with a refresh token (RFC 6749 §6), for servers that know no passwords."""

import json
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

TIMEOUT = 30
USUAL_LIFE = 3000
LARGEST = 64 * 1024


class OAuthFailed(OSError):
    """The token server said no; its words are the message."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks for a token, and where."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """An access token, for how many seconds it is good, and the refresh token for the next time."""

    access_token: str = field(repr=False)
    seconds: int
    refresh_token: str = field(repr=False)


def refresh(client: Client) -> Granted:
    """Return a new access token; raise ``OAuthFailed`` with the server's words."""
    asked = {
        "grant_type": "refresh_token",
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "refresh_token": client.refresh_token,
        "scope": client.scope,
    }
    if urlsplit(client.token_url).scheme not in {"https", "http"}:
        raise OAuthFailed(client.token_url)
    body = urlencode({name: value for name, value in asked.items() if value}).encode()
    answer = _answer(Request(client.token_url, data=body, headers={"Accept": "application/json"}))  # noqa: S310 -- http(s) alone, checked above
    token = answer.get("access_token")
    if not isinstance(token, str) or not token:
        raise OAuthFailed(_refusal(answer))
    seconds, again = answer.get("expires_in"), answer.get("refresh_token")
    return Granted(
        token,
        int(seconds) if isinstance(seconds, int | str) and str(seconds).isdecimal() else USUAL_LIFE,
        again if isinstance(again, str) and again else client.refresh_token,
    )


def _answer(request: Request) -> dict[str, object]:
    try:
        with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 -- http(s) alone, checked by the caller
            read = response.read(LARGEST)
    except HTTPError as error:
        raise OAuthFailed(error.read(LARGEST).decode("utf-8", "replace")[:500]) from error
    except (HTTPException, ValueError) as error:
        raise OAuthFailed(str(error)) from error
    try:
        answer = json.loads(read)
    except ValueError as error:
        raise OAuthFailed("Its answer is no JSON.") from error  # and may hold the token all the same
    return answer if isinstance(answer, dict) else {}


def _refusal(answer: dict[str, object]) -> str:
    """Return why an answer holds no token that we can use; never another token that stands in it."""
    told = [str(answer[name]) for name in ("error", "error_description") if name in answer]
    return ": ".join(told or answer)[:500]

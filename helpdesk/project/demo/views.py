"""The mail that a demo has sent, as its recipients would read it. Agents only."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from helpdesk.http import Request, agent_required
from helpdesk.project.demo import mails

SHOWN = 100
# A mail may style itself and show the pictures that it brought; nothing of it runs, nothing is fetched.
MAIL_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "sandbox": [""],
}


@require_GET
@agent_required
def mail_list(request: Request) -> HttpResponse:
    """List the mails, the newest first."""
    return render(request, "helpdesk/demo_mail_list.html", {"mails": list(mails.latest(SHOWN))})


@require_GET
@agent_required
def mail_detail(request: Request, name: str) -> HttpResponse:
    """Show one mail."""
    return render(request, "helpdesk/demo_mail_detail.html", {"mail": _mail(name)})


@require_GET
@csp_override(MAIL_POLICY)
@agent_required
def mail_html(_request: Request, name: str) -> HttpResponse:
    """Show the mail itself, in the frame that its page holds for it."""
    return HttpResponse(_mail(name).html)


@require_GET
@agent_required
def mail_source(_request: Request, name: str) -> HttpResponse:
    """Show a mail as it went over the wire."""
    return HttpResponse(_mail(name).message.as_bytes(), content_type="text/plain; charset=utf-8")


def _mail(name: str) -> mails.SentMail:
    mail = mails.read(name)
    if not mail:
        raise Http404
    return mail

"""What an administrator sets up before work can begin."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpdesk.http import Request, render_page
from helpdesk.models import CompanyProfile
from tickets import actions, rules, setup_checklist
from tickets.setup_checklist import ChecklistStep


@require_safe
def set_up(request: Request) -> HttpResponse:
    """Show the list of things to set up, with what is done and what comes next."""
    firm = _firm_for(request)
    steps = setup_checklist.steps(firm)
    missing = [step for step in steps if step.is_missing]
    context = {
        "steps": steps,
        "next": missing[0] if missing else None,
        "settled": len(steps) - len(missing),
        "is_away": firm.is_set_up_put_away,
    }
    return render_page(request, "tickets/set_up.html", context)


@require_POST
def set_up_step(request: Request, name: str) -> HttpResponse:
    """Say that a step is not needed here, or is after all."""
    step = _step_for(request, name)
    actions.need(step, is_needed=request.POST.get("is_needed") == "yes", by=request.user)
    return redirect("tickets:set_up")


@require_POST
def set_up_put_away(request: Request) -> HttpResponse:
    """Lead nobody to the list any more, or do so again."""
    _firm_for(request)
    is_away = request.POST.get("is_away") == "yes"
    actions.put_list_away(is_away=is_away, by=request.user)
    if not is_away:
        return redirect("tickets:set_up")
    messages.success(request, _("The list is hidden. The administration leads to it again."))
    return redirect("tickets:home")


def _firm_for(request: Request) -> CompanyProfile:
    if not rules.can_set_up(request.user):
        raise Http404
    return CompanyProfile.current()


def _step_for(request: Request, name: str) -> ChecklistStep:
    for step in setup_checklist.steps(_firm_for(request)):
        if step.name == name:
            return step
    raise Http404

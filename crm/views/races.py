"""Two people, or two clicks, at the same moment."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate

from django.db import IntegrityError
from django.http import HttpResponse

from helpdesk.http import Request


def sees_others[**P](
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Answer once more when somebody took a code, an address or a domain in this moment: the form can say so now."""

    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except IntegrityError:
            return view(request, *args, **kwargs)

    update_wrapper(guarded, view)
    return guarded

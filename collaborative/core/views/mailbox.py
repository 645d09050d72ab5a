"""The development mailbox: every mail that the portal sent on this machine."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from collaborative.core import mailbox

from .design import workshop_only

AS_A_MAIL_PROGRAM = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
}
SHOWN = ("html", "text", "headers")


@workshop_only
def mail_list(request: HttpRequest) -> HttpResponse:
    return render(request, "dev/mailbox.html", {"mails": mailbox.newest()})


@workshop_only
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # knows views without arguments only
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    mail = _mail_or_404(name)
    shown = request.GET.get("show", "html" if mail.html else "text")
    if shown not in SHOWN:
        raise Http404
    return render(request, "dev/mail.html", {"mail": mail, "shown": shown, "parts": SHOWN})


@workshop_only
@csp(AS_A_MAIL_PROGRAM)  # type: ignore[arg-type]  # see above
def mail_html(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  views are given one
    """The HTML part alone, as a mail program would show it: its own styles, and nothing else."""
    return HttpResponse(_mail_or_404(name).html)


def _mail_or_404(name: str) -> mailbox.Mail:
    mail = mailbox.find(name)
    if mail is None:
        raise Http404
    return mail

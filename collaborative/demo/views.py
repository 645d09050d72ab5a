"""What a newcomer needs to try the demo out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from collaborative.core.views.design import workshop_only
from collaborative.demo import factors


@workshop_only
@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    return render(request, "dev/codes.html", {"codes": factors.codes_now()})

"""How long something has waited, for the desk's pages."""

from __future__ import annotations

from django import template

from collaborative.core.waiting import waited

register = template.Library()
register.filter("waiting_since", waited)

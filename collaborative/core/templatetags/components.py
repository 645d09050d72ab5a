"""The portal's components: keyword-only tags that declare what they accept and refuse the rest."""

from __future__ import annotations

from django import template

register = template.Library()

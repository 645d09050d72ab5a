"""What the form's script saves while a person writes: answers are JSON, and nothing is lost.

200: what could be read is saved; `left` names the answers that could not, with what to do;
`fields` holds what others wrote meanwhile in answers that this person left alone, by the names of
the form's controls: the form has to show it, or its next save would undo it.
409: others changed the same answers (`conflicts`, both versions in words), or the words stand
still because a steward reads them. Nothing was saved then, and the form keeps what was typed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from practices import actions, queries
from practices.forms import StepForm
from practices.models import Practice

from .refused import CONFLICT

UNREADABLE = 422


def is_machine(request: HttpRequest) -> bool:
    return request.POST.get("do") == "autosave"


def answer_machine(
    form: StepForm, *, practice: Practice, by: Any, now: dt.datetime
) -> HttpResponse:
    """Saves the answers of one step that can be read. Files wait for the button."""
    form.is_valid()
    left = {name: " ".join(map(str, texts)) for name, texts in form.errors.items()}
    if "revision" in left:
        return _json({"detail": "Open this page again before you write on."}, UNREADABLE)
    words = {name: answer for name, answer in form.words().items() if name != "file_ids"}
    try:
        actions.save_draft(
            practice=practice,
            by=by,
            words=words,
            now=now,
            started_from=form.cleaned_data["revision"],
            by_itself=True,
        )
    except actions.EditedMeanwhile as refusal:
        theirs = refusal.theirs.words()
        both = queries.changes(practice, theirs, theirs | words, only=refusal.merged.conflicts)
        return _json(
            {
                "detail": str(refusal),
                "revision": refusal.theirs.latest_revision_id,
                "conflicts": [
                    {
                        "name": change.name,
                        "label": change.label,
                        "theirs": change.before,
                        "yours": change.after,
                    }
                    for change in both
                ],
            },
            CONFLICT,
        )
    except actions.CannotEdit as refusal:
        return _json({"detail": str(refusal)}, CONFLICT)
    kept = practice.newest().words()
    others = [name for name, answer in words.items() if actions.differ(answer, kept[name])]
    return _json(
        {
            "saved_at": format_date(timezone.localtime(now), "P"),
            "revision": practice.latest_revision_id or 0,
            "left": left,
            "changed_by_others": queries.labels(practice, others),
            "fields": form.controls_of({name: kept[name] for name in others}),
        }
    )


def _json(content: dict[str, Any], status: int = 200) -> HttpResponse:
    answer = JsonResponse(content, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

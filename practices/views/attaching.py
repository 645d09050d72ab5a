"""A file that comes along with the form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.datastructures import MultiValueDict

from practices import actions
from practices.forms import FilesForm
from practices.models import Practice


def keep_file(form: FilesForm, practice: Practice, user: Any, moment: dt.datetime) -> FilesForm:
    """Keeps a file that came along, whatever else is wrong: a browser would not send it twice.

    Gives back the form as it stands with the file on its list.
    """
    upload = form.cleaned_data.get("new_file")
    said = form.cleaned_data.get("new_file_description", "")
    waiting = form.cleaned_data.get("undescribed")
    named = MultiValueDict(form.data).getlist("file_ids")
    kept = None
    if waiting and str(waiting) in named:
        kept = practice.files.filter(pk=waiting, description="").first()
    if upload is not None:
        kept = actions.attach_file(
            practice=practice, upload=upload, description=said, by=user, now=moment
        )
    elif kept is not None and said:
        actions.describe_file(kept=kept, description=said, by=user)
    if kept is None:
        return form
    form.change_data(
        file_ids=list(dict.fromkeys([*named, str(kept.pk)])),
        undescribed="" if said else kept.pk,
        new_file_description="",
    )
    again = FilesForm(form.data, practice=practice)
    again.full_clean()
    for name, errors in form.errors.items():
        if name not in again.errors and name in {"new_file", "new_file_description"}:
            again.add_error(name, errors)
    if not said:
        again.add_error(
            "new_file_description", f"{kept.name} is kept. Say what is in it, then save again."
        )
    return again

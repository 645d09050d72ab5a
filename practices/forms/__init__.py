"""What people are asked about practices."""

from __future__ import annotations

from .adopting import AdoptionForm, DeclineForm, RemoveForm, ReportForm
from .files import FilesForm
from .finishing import FinishForm
from .importing import BringForm, CorrectionForm
from .questions import AnswerForm, QuestionForm
from .reviewing import EndForm, NoteForm, PlanForm, TakeDownForm, WithdrawForm
from .screening import AnswersForm
from .sharing import ShareForm
from .steps import (
    AdoptingForm,
    CommunityForm,
    FitForm,
    HowForm,
    ResultsForm,
    StepForm,
    StoryForm,
    TakesForm,
)
from .talking import ChangeCommentForm, CommentForm, FollowForm, HideForm, KeepNoteForm
from .together import DeclineSignOffForm, FindAuthorForm, InviteInstitutionForm, WithdrawNameForm

# Step -> its form, in the order of telling.
STEP_FORMS: dict[str, type[StepForm]] = {
    form.step.slug: form
    for form in (
        StoryForm, FitForm, HowForm, TakesForm, CommunityForm, ResultsForm, AdoptingForm, FilesForm,
    )
}  # fmt: skip

__all__ = [
    "STEP_FORMS", "AdoptionForm", "AnswerForm", "AnswersForm", "BringForm", "ChangeCommentForm",
    "CommentForm", "CorrectionForm", "DeclineForm", "DeclineSignOffForm", "EndForm", "FilesForm",
    "FindAuthorForm", "FinishForm", "FollowForm", "HideForm", "InviteInstitutionForm",
    "KeepNoteForm", "NoteForm", "PlanForm", "QuestionForm", "RemoveForm", "ReportForm",
    "ShareForm", "StepForm", "TakeDownForm", "WithdrawForm", "WithdrawNameForm",
]  # fmt: skip

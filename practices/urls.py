"""Addresses of practices. The list at /practices/ is collaborative.search's."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "practices"
urlpatterns = [
    path("practices/share/", views.share, name="share"),
    path("practices/import/", views.bring, name="import"),
    path("practices/import/draft/", views.bring_draft, name="import_draft"),
    path("practices/plain-words/", views.plain_words, name="plain_words"),
    path("practices/spread/", views.spread, name="spread"),
    path("practices/<slug:slug>/adopt/", views.adopt, name="adopt"),
    path("practices/<slug:slug>/adoptions/", views.adoptions, name="adoptions"),
    path("practices/<slug:slug>/adoptions/<slug:institution>/", views.adoption, name="adoption"),
    path(
        "practices/<slug:slug>/adoptions/<slug:institution>/change/",
        views.change_adoption,
        name="change_adoption",
    ),
    path(
        "practices/<slug:slug>/adoptions/<slug:institution>/confirm/",
        views.confirm_adoption,
        name="confirm_adoption",
    ),
    path(
        "practices/<slug:slug>/adoptions/<slug:institution>/decline/",
        views.decline_adoption,
        name="decline_adoption",
    ),
    path(
        "practices/<slug:slug>/adoptions/<slug:institution>/take-back/",
        views.withdraw_adoption,
        name="withdraw_adoption",
    ),
    path(
        "practices/<slug:slug>/adoptions/<slug:institution>/take-out/",
        views.remove_adoption,
        name="remove_adoption",
    ),
    path("practices/<int:pk>/", views.by_number, name="by_number"),
    path("practices/<slug:slug>/", views.detail, name="detail"),
    path("practices/<slug:slug>/cite.<slug:form>", views.cite, name="cite"),
    path("practices/<slug:slug>/comments/", views.comments, name="comments"),
    path("practices/<slug:slug>/comments/<int:pk>/", views.comment, name="comment"),
    path(
        "practices/<slug:slug>/comments/<int:pk>/change/",
        views.change_comment,
        name="change_comment",
    ),
    path(
        "practices/<slug:slug>/comments/<int:pk>/take-back/",
        views.take_back_comment,
        name="take_back_comment",
    ),
    path("practices/<slug:slug>/comments/<int:pk>/hide/", views.hide_comment, name="hide_comment"),
    path("practices/<slug:slug>/comments/<int:pk>/show/", views.show_comment, name="show_comment"),
    path("practices/<slug:slug>/people/", views.people, name="people"),
    path("practices/<slug:slug>/people/add/", views.add_author, name="add_author"),
    path("practices/<slug:slug>/people/name/", views.show_name, name="show_name"),
    path("practices/<slug:slug>/people/ask/", views.invite_institution, name="invite_institution"),
    path(
        "practices/<slug:slug>/people/<int:pk>/remove/", views.remove_author, name="remove_author"
    ),
    path("practices/<slug:slug>/with/<slug:institution>/", views.co_publish, name="co_publish"),
    path("practices/<slug:slug>/with/<slug:institution>/sign/", views.sign_off, name="sign_off"),
    path(
        "practices/<slug:slug>/with/<slug:institution>/decline/",
        views.decline_sign_off,
        name="decline_sign_off",
    ),
    path(
        "practices/<slug:slug>/with/<slug:institution>/withdraw/",
        views.withdraw_name,
        name="withdraw_name",
    ),
    path(
        "practices/<slug:slug>/with/<slug:institution>/call-off/",
        views.call_off_institution,
        name="call_off_institution",
    ),
    path("practices/<slug:slug>/keep/", views.keep, name="keep"),
    path("kept/", views.kept, name="kept"),
    path("kept/<int:pk>/", views.keep_note, name="keep_note"),
    path("kept/<int:pk>/let-go/", views.let_go, name="let_go"),
    path("following/", views.following, name="following"),
    path("following/add/", views.follow, name="follow"),
    path("following/<int:pk>/end/", views.unfollow, name="unfollow"),
    path("practices/<slug:slug>/draft/", views.draft, name="draft"),
    path("practices/<slug:slug>/edit/", views.edit, name="edit"),
    path("practices/<slug:slug>/edit/finish/", views.finish, name="finish"),
    path("practices/<slug:slug>/edit/<slug:step>/", views.edit, name="edit_step"),
    path("practices/<slug:slug>/history/", views.history, name="history"),
    path("practices/<slug:slug>/restore/<int:version>/", views.restore, name="restore"),
    path("practices/<slug:slug>/delete/", views.delete, name="delete"),
    path("practices/<slug:slug>/review/", views.review, name="review"),
    path("practices/<slug:slug>/submit/", views.submit, name="submit"),
    path("practices/<slug:slug>/take-back/", views.take_back, name="take_back"),
    path("practices/<slug:slug>/ask-changes/", views.ask_changes, name="ask_changes"),
    path("practices/<slug:slug>/publish/", views.publish, name="publish"),
    path("practices/<slug:slug>/plan/", views.plan, name="plan"),
    path("practices/<slug:slug>/cancel-plan/", views.cancel_plan, name="cancel_plan"),
    path("practices/<slug:slug>/remind/", views.remind, name="remind"),
    path("practices/<slug:slug>/still-true/", views.verify, name="verify"),
    path("practices/<slug:slug>/end/", views.end, name="end"),
    path("practices/<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("practices/<slug:slug>/bring-back/", views.bring_back, name="bring_back"),
    path("practices/<slug:slug>/check/", views.check, name="check"),
    path("practices/<slug:slug>/files/<int:pk>/clean/", views.clean_file, name="clean_file"),
    path("practices/<slug:slug>/take-down/", views.take_down, name="take_down"),
    path("practices/<slug:slug>/files/<int:pk>/", views.file, name="file"),
]

from __future__ import annotations

from django.urls import path

from .views import desk, reader

app_name = "digests"
urlpatterns = [
    path("digests/preferences/", reader.preferences, name="preferences"),
    path("digests/preferences/comments/", reader.comment_mail, name="comment_mail"),
    path("digests/unsubscribe/<str:token>/", reader.unsubscribe, name="unsubscribe"),
    path("digests/issue/<int:pk>/", reader.issue, name="issue"),
    path("digests/desk/", desk.desk, name="desk"),
    path("digests/desk/preview/<str:kind>/", desk.preview, name="preview"),
    path("digests/desk/send/", desk.send, name="send"),
    path("digests/desk/<int:pk>/", desk.ledger, name="ledger"),
]

from __future__ import annotations

from django.urls import URLPattern, path

from collaborative.core.views import design, mailbox

app_name = "core"
urlpatterns: list[URLPattern] = [
    path("design-system/", design.design_system, name="design_system"),
    path("design-system/mail/", design.sample_mail, name="sample_mail"),
    path("dev/mailbox/", mailbox.mail_list, name="mailbox"),
    path("dev/mailbox/<str:name>/", mailbox.mail_detail, name="mail"),
    path("dev/mailbox/<str:name>/html/", mailbox.mail_html, name="mail_html"),
]

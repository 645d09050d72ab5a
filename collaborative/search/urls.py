from __future__ import annotations

from django.urls import path

from . import coming_back, feeds, open_questions, sitemaps, views

app_name = "search"
urlpatterns = [
    path("practices/", views.browse, name="browse"),
    path("feeds/practices.atom", feeds.practices, name="atom"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    # Coming back: saved searches, and questions to the whole consortium.
    path("searches/", coming_back.searches, name="searches"),
    path("searches/save/", coming_back.save, name="save"),
    path("searches/<int:pk>/", coming_back.saved, name="saved"),
    path("searches/<int:pk>/seen/", coming_back.seen, name="saved_seen"),
    path("searches/<int:pk>/remove/", coming_back.remove, name="saved_remove"),
    path("practices/ask/", open_questions.ask, name="ask"),
    path("questions/open/", open_questions.questions, name="open_questions"),
    path("questions/open/<int:pk>/", open_questions.question, name="open_question"),
    path("questions/open/<int:pk>/close/", open_questions.close, name="open_question_close"),
    *(
        path(
            f"questions/open/<int:pk>/{below}{door}/", view, name=f"{name}_{door.replace('-', '_')}"
        )
        for below, name in (("", "open_question"), ("answers/<int:answer>/", "open_answer"))
        for door, view in (
            ("take-back", open_questions.take_back),
            ("hide", open_questions.hide),
            ("show", open_questions.show_again),
        )
    ),
]

from __future__ import annotations

from django.urls import path

from . import (
    coming_back,
    feeds,
    open_questions,
    sitemaps,
    suggest,
    taking_along,
    views,
    words_pages,
)
from .ways import goal_views
from .ways import views as ways

app_name = "search"
urlpatterns = [
    path("practices/", views.browse, name="browse"),
    path("practices/suggest/", suggest.suggest, name="suggest"),
    path("feeds/practices.atom", feeds.practices, name="atom"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    # Taking along
    path("practices/export.csv", taking_along.as_table, name="csv"),
    path("practices/export.json", taking_along.as_data, name="json"),
    path("opensearch.xml", taking_along.opensearch, name="opensearch"),
    path("finding/words/", words_pages.groups, name="words"),
    path("finding/words/add/", words_pages.add, name="words_add"),
    path("finding/words/<int:pk>/", words_pages.change, name="words_change"),
    path("finding/words/<int:pk>/remove/", words_pages.remove, name="words_remove"),
    # Ways in
    path("practices/gaps/", ways.gap_map, name="gaps"),
    path("practices/gaps/<slug:slug>.csv", ways.gaps_csv, name="gaps_csv"),
    path("practices/goals/", ways.goals, name="goals"),
    path("practices/compare/", ways.compare, name="compare"),
    path("practices/like-mine/", ways.like_mine, name="like_mine"),
    path("finding/goals/", goal_views.goal_list, name="goal_list"),
    path("finding/goals/add/", goal_views.add, name="add_goal"),
    path("finding/goals/move-heading/", goal_views.move_heading, name="move_heading"),
    path("finding/goals/<int:pk>/", goal_views.change, name="goal"),
    path("finding/goals/<int:pk>/remove/", goal_views.remove, name="remove_goal"),
    path("finding/goals/<int:pk>/move/", goal_views.move, name="move_goal"),
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

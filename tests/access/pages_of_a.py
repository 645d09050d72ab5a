"""Institution A's corner of the CMS, and the consortium's pages, with drafts of everything."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

from django.core.files.images import ImageFile
from django.test import Client
from wagtail.images import get_image_model

from collaborative.pages import actions as pages
from collaborative.pages.actions.publishing import publish, set_words
from collaborative.pages.models import CharterPage, HomePage, NewsPage
from members.models import User

from .tokens import Tokens, png

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


def make_pages(t: SimpleNamespace) -> None:
    t.room_a = pages.ensure_room(institution=t.a)
    t.document = _report(t, t.secret, "document")
    t.shown_document = _report(t, t.shown, "document")
    t.image = _image(t, t.secret)
    t.rendition = t.image.get_rendition("width-4")
    t.shown_image = _image(t, t.shown)
    t.page_a = pages.write_institution_page(
        institution=t.a,
        words={
            "statement": f"We stand {t.shown['statement']}",
            "annual_reports": [
                {"year": 2025, "title": "Our year", "summary": "", "document": t.shown_document}
            ],
        },
        by=t.siteadmin,
        now=t.now,
    )
    alt = {"image": t.shown_image.pk, "alt_text": t.shown["alt"], "decorative": False}
    picture = [{"type": "picture", "value": {"image": alt, "caption": t.shown["caption"]}}]
    set_words(page=t.page_a, words={"picture": picture})
    publish(page=t.page_a, by=t.stewardA, now=t.now)
    Client().get(t.page_a.url)  # the first reader of a page has its smaller pictures made
    t.shown_rendition = t.shown_image.get_rendition("width-4")
    t.cms_news = pages.add_news(
        institution_page=t.page_a, slug="live-news", title=f"News {t.shown['news']}",
        kind="news", date=t.now.date(), summary=t.shown["news summary"], body="Text",
        by=t.stewardA, now=t.now,
    )  # fmt: skip
    newer(t.cms_news, t.stewardA, title=f"Newer {t.secret['newer news']}")
    t.cms_draft = NewsPage(
        title=f"Draft {t.secret['page title']}",
        slug=f"draft-{t.secret['page slug']}",
        summary=t.secret["page summary"],
        live=False,
        owner=t.stewardA,
    )
    t.page_a.add_child(instance=t.cms_draft)
    t.cms_draft.save_revision(user=t.stewardA)
    newer(t.page_a, t.stewardA, statement=f"Newer {t.secret['newer statement']}")
    _consortium_pages(t)


def _consortium_pages(t: SimpleNamespace) -> None:
    def article(tokens: Tokens, slug: str, *, live: bool) -> Any:
        return pages.publish_article(
            slug=slug, title=f"Article {tokens['article']}", standfirst=tokens["standfirst"],
            body=f"Body {tokens['article body']}", by=t.coord, now=t.now, live=live,
            scopes=["language-access"],
        )  # fmt: skip

    t.article = article(t.shown, "an-article", live=True)
    newer(t.article, t.coord, title=f"Newer {t.secret['newer article']}")
    t.article_draft = article(t.secret, f"draft-{t.secret['article slug']}", live=False)
    for number in (1, 2):
        pages.publish_charter(
            sections=[{"heading": "What for", "body": f"Words {t.shown[f'charter {number}']}"}],
            note=f"Note {t.shown[f'charter note {number}']}",
            by=t.coord,
            now=t.now,
            number=number,
        )
    newer(CharterPage.objects.get(), t.coord, lead=f"Newer {t.secret['newer charter']}")
    newer(HomePage.objects.get(), t.coord, lead=f"Newer {t.secret['newer home']}")


def newer(page: Any, by: User, **changed: str) -> None:
    """Words that wait in a revision; what is live stays as it is."""
    draft = page.get_latest_revision_as_object()
    for name, value in changed.items():
        setattr(draft, name, value)
    draft.save_revision(user=by)


def _report(t: SimpleNamespace, tokens: Tokens, name: str) -> Any:
    file_name = f"{tokens[f'{name} file name']}.pdf"
    return pages.keep_report(room=t.room_a, year=2025, name=file_name, content=PDF, by=t.stewardA)


def _image(t: SimpleNamespace, tokens: Tokens) -> Any:
    return get_image_model().objects.create(
        title=f"Image {tokens['image title']}",
        description=f"Alt {tokens['image alt']}",
        collection=t.room_a.collection,
        file=ImageFile(io.BytesIO(png()), name=f"{tokens['image file name']}.png"),
    )

"""Letters about questions to the consortium: to who asked, and to whose words are hidden."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from collaborative.core.mail.send import send_mail_message
from collaborative.search import permissions
from collaborative.search.models import OpenAnswer, OpenQuestion, OpenWords


def answered(*, answer: OpenAnswer, question: OpenQuestion) -> None:
    """To who asked, while a member: the answer. Hidden questions are answered by nobody."""
    if not permissions.user_can_ask_consortium(question.author):
        return
    practice = answer.practice
    context = {
        "person": question.author,
        "answer": answer,
        "question": question,
        "quoted": _quoted(answer.text),
        "quoted_question": _quoted(question.text),
        "practice": practice,
        "practice_url": f"{settings.BASE_URL}{practice.get_absolute_url()}" if practice else "",
        "url": f"{settings.BASE_URL}{answer.get_absolute_url()}",
    }
    send_mail_message(to=question.author.email, template="search_open_answer", context=context)


def hidden(*, words: OpenWords) -> None:
    """To their writer: that they are hidden, by whom and why."""
    if not words.author.is_active:
        return
    is_question = isinstance(words, OpenQuestion)
    number = words.pk if is_question else words.question_id  # type: ignore[attr-defined]
    context = {
        "person": words.author,
        "words": words,
        "what": "question" if is_question else "answer",
        "url": f"{settings.BASE_URL}{reverse('search:open_question', args=[number])}",
        "contact": settings.CONTACT_EMAIL,
    }
    send_mail_message(to=words.author.email, template="search_open_hidden", context=context)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())

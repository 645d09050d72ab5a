"""Letters with questions and answers. No address is in them but that which its owner shows."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from collaborative.core.mail.send import send_mail_message
from members.models import User
from practices.models import Practice, Question


def asked(*, question: Question, practice: Practice, to: list[User]) -> None:
    """To each who may be asked: the words, and where to answer them."""
    for person in to:
        context = {
            "person": person,
            "question": question,
            "title": practice.title,
            "quoted": _quoted(question.text),
            "several": len(to) > 1,
            "url": _address(question),
            "off_url": f"{settings.BASE_URL}{reverse('practices:ask', args=[practice.slug])}",
        }
        send_mail_message(to=person.email, template="practice_question", context=context)


def answered(*, question: Question) -> None:
    """To who asked: the answer; by mail to who gave it only if that one shows the address."""
    answerer = question.answered_by
    address = answerer.email if answerer and question.answer_shows_address else ""
    context = {
        "person": question.asker,
        "question": question,
        "answerer": answerer,
        "title": question.name_for(question.asker),
        "institution": question.practice.institution,
        "quoted": _quoted(question.answer),
        "quoted_question": _quoted(question.text),
        "address": address,
        "url": _address(question),
    }
    send_mail_message(
        to=question.asker.email,
        template="practice_answer",
        context=context,
        headers={"Reply-To": address} if address else None,
    )


def removed(*, person: User, practice: Practice, by: User) -> None:
    """To whom a steward took off the list of those who may be asked."""
    context = {
        "person": person,
        "title": practice.title,
        "by": by,
        "url": f"{settings.BASE_URL}{practice.get_absolute_url()}",
    }
    send_mail_message(to=person.email, template="practice_contact_removed", context=context)


def _address(question: Question) -> str:
    return f"{settings.BASE_URL}{question.get_absolute_url()}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())

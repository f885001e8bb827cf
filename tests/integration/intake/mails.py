"""Mails as they come, whole and broken. All of it is invented."""

from __future__ import annotations

from email.message import EmailMessage

from followthrough.service.agencies.models import Team


def mail(
    text: str = "Jonas told me that he does not want to go home.",
    *,
    subject: str = "Fwd: worried about a pupil",
    number: str = "1",
    date: str = "Thu, 28 Mar 2013 11:05:00 +0000",
    files: tuple[tuple[str, bytes], ...] = (),
) -> bytes:
    made = EmailMessage()
    made["From"] = "The Office <office@hillside.example>"
    made["To"] = "front-door@care.example"
    made["Subject"] = subject
    made["Message-ID"] = f"<{number}@hillside.example>"
    if date:
        made["Date"] = date
    made.set_content(text)
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return made.as_bytes()


def front_door() -> Team:
    return Team.objects.select_related("agency").get(agency="social-care", slug="front-door")

"""Which organisations take part without an account, and who has checked their numbers?"""

from __future__ import annotations

from django.db import models

from followthrough.service.agencies.models.directory import Practitioner, Team


class Outside(models.Model):
    """A team that has no account here, such as a GP practice or a club: what is sent to it is read by a link, with a
    code that is sent to `code_number`. A person checked that number, by ringing it, on `checked_on`.

    `seat` stands for whoever has opened a link and has not said their name yet; nobody can sign in as it.
    """

    team = models.OneToOneField(Team, on_delete=models.PROTECT, primary_key=True, related_name="outside")
    code_number = models.CharField(max_length=20, help_text="A mobile, as +447…")
    checked_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField()
    seat = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.team}, by link"

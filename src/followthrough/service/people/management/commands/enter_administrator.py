"""followthrough manage enter_administrator: the first administrator of an agency, whom no page can enter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from followthrough.service.access import actions as access
from followthrough.service.access import invitations
from followthrough.service.agencies import actions as agencies
from followthrough.service.agencies.models import ADMINISTRATOR, Practitioner, Team
from followthrough.service.core.viewer import Viewer


class Command(BaseCommand):
    help = "Enter an agency's first administrator, and print the link by which that person comes in."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in ("agency", "team", "username", "name", "email"):
            parser.add_argument(name)

    @transaction.atomic
    def handle(self, *_: Any, agency: str, team: str, username: str, name: str, email: str, **__: Any) -> None:
        found = Team.objects.select_related("agency").filter(agency=agency, slug=team).first()
        if found is None:
            raise CommandError(f"There is no team {team} in {agency}.")
        if Practitioner.objects.filter(username__iexact=username).exists():
            raise CommandError(f"Somebody has the username {username} already.")
        operator = Viewer.system("operator")
        person = agencies.enter_practitioner(
            username=username, name=name, email=email, agency=found.agency, by=operator
        )
        access.join_team(practitioner=person, team=found, role=ADMINISTRATOR, by=operator)
        self.stdout.write(f"{settings.FOLLOWTHROUGH_ADDRESS}{invitations.link_for(person)}")

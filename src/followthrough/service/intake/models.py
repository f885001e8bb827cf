"""What came in, whose is it now, and what did a person decide? And which mailboxes are read, and can they be?

The original of a mail is kept whole and sealed, whatever could be read of it. Nothing here is ever thrown away: a wrong
match is undone by a step more.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from followthrough.service.agencies.models import Team
from followthrough.service.children.models import Child
from followthrough.service.core.fields import EncryptedJSONField, EncryptedTextField
from followthrough.service.core.ids import new_id, reference


class CameBy(models.TextChoices):
    """In the words of the vocabulary."""

    MAIL = "mail", "By e-mail"
    FILE = "a file", "In a file"
    SYSTEM = "another system", "From another system"


class Outcome(models.TextChoices):
    MATCHED = "matched", "Matched to a child"
    NOT_OURS = "not ours", "It is not ours"
    RECORDED = "recorded already", "It is recorded already"
    SHARED = "shared", "It went on as a share"


class Item(models.Model):
    """One thing that came in. `key` tells it from all others that came to the same team, and so does `row` for what was
    in a file; `trigger` is the event that began the clock that runs now. `steps` say who did what with it, in order.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True, default=reference, editable=False)
    agency = models.CharField(max_length=60)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    sent_to = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", help_text="To whose address.")
    came_by = models.CharField(max_length=20, choices=CameBy)
    key = models.CharField(max_length=64)
    row = models.CharField(max_length=64, blank=True, help_text="A digest of the whole row, whoever named the columns.")
    came_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True, help_text="By what it says of itself.")
    sender = EncryptedTextField()
    subject = EncryptedTextField()
    text = EncryptedTextField()
    attachments = EncryptedJSONField(default=list, help_text="Name, type and size of each.")
    about = EncryptedJSONField(default=dict, help_text="Whom it says that it is about: name, born_on, number, address.")
    original = EncryptedTextField(help_text="The whole as it came, in base64.")
    problem = models.CharField(max_length=300, blank=True, help_text="What could not be read of it.")
    trigger = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    placed_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+", null=True)
    entry = models.CharField(max_length=100, blank=True, help_text="The event in the child’s chronology.")
    steps = EncryptedJSONField(default=list)

    class Meta:
        ordering = ["came_at"]
        indexes = [
            models.Index(fields=["team", "came_at"], condition=Q(outcome=""), name="intake_item_waiting"),
            models.Index(fields=["child"], name="intake_item_child"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sent_to", "key"], name="intake_item_once"),
            models.UniqueConstraint(fields=["sent_to", "row"], condition=~Q(row=""), name="intake_row_once"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_waiting(self) -> bool:
        return not self.outcome


class Trouble(models.TextChoices):
    """Why a mailbox cannot be read, as far as a machine can tell."""

    UNREACHABLE = "unreachable", "The mail server cannot be reached."
    CERTIFICATE = "certificate", "The mail server’s certificate does not fit, so no password was sent."
    NO_TOKEN = "no token", "The service that should give a token for the mailbox gave none."
    PASSWORD = "password", "The mail server does not take the name, or its password or token."
    NO_MAILBOX = "no mailbox", "There is no such mailbox."
    BROKEN_OFF = "broken off", "Reading broke off in the middle."


class Mailbox(models.Model):
    """A mailbox as far as it was read. `failing_since` is empty while it can be; `failure` names the failure."""

    team = models.OneToOneField(Team, on_delete=models.PROTECT, primary_key=True, related_name="+")
    read_to = models.CharField(max_length=60, blank=True, help_text="Of IMAP: UIDVALIDITY and the last UID.")
    checked_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=32, blank=True)
    trouble = models.CharField(max_length=20, choices=Trouble, blank=True)
    told = models.BooleanField(default=False, help_text="Whether a person was asked to mend it.")

    def __str__(self) -> str:
        return f"mailbox of {self.team_id}"


class System(models.Model):
    """Another system of an agency that may send to one of its teams. Its token is kept as a hash."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Received(models.Model):
    """What a system sent under a key, for as long as the item is there."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="intake_received_once")]

    def __str__(self) -> str:
        return self.key


class Upload(models.Model):
    """A file of rows that somebody brought, until its rows came in."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=80)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    table = EncryptedJSONField()
    columns = models.JSONField(default=dict)
    taken_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"file from {self.sender}"


class Columns(models.Model):
    """Which column is which in the files of one sender."""

    agency = models.CharField(max_length=60)
    sender = models.CharField(max_length=80)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "sender"], name="intake_columns_once")]

    def __str__(self) -> str:
        return f"columns of {self.sender}"

"""Who manages? Every list of the roles that answer for others' work, each with what it lets them do.

Here alone, so that a role which is added is weighed for all of them at once.
"""

from __future__ import annotations

from typing import Final

TEAM, DUTY, SERVICE, ON_CALL = "team-manager", "duty-manager", "service-manager", "on-call-manager"
LEAD, BOARDS, ADMINISTRATOR = "safeguarding-lead", "business-manager", "administrator"
RECORDS = "records-manager"

# Decide for a team: excuse a duty, settle what was said of one, keep the rotas.
MANAGERS: Final = frozenset({TEAM, DUTY, SERVICE, ON_CALL})
# Answer for a team, or for all teams of an agency: see its letters and mend them.
ANSWERABLE: Final = MANAGERS | {LEAD}
# See what became of all that was shared, the board's manager in numbers.
FOLLOWING_UP: Final = ANSWERABLE | {BOARDS}
# Sign that an agency has covered days off.
SIGNING: Final = frozenset({SERVICE, TEAM, LEAD, BOARDS})
# Name who is there in a school's holidays, who may keep no rota.
NAMING_CONTACTS: Final = MANAGERS | SIGNING
# To whom a share's silence climbs, who so see every share of their agency. Row-level security names the same.
TOLD_OF_SILENCE: Final = frozenset({TEAM, LEAD, ON_CALL})
# Answer for what their agency does with every child it works with, and close records.
AGENCY_WIDE: Final = (LEAD, TEAM)
# Review how long records are kept, and answer requests to see one.
KEEPING_RECORDS: Final = frozenset({RECORDS, "privacy-officer"})
# Read over what is given to whoever asked to see a record.
READING_OVER: Final = KEEPING_RECORDS | {LEAD, SERVICE}
# Enter an organisation that has no account, and say that its numbers were checked.
ENTERING_ORGANISATIONS: Final = frozenset({ADMINISTRATOR, TEAM, DUTY, LEAD, BOARDS})
# Agree to an agency's first administrator, whom another of the Board has named.
AGREEING_TO_ADMINISTRATORS: Final = frozenset({ADMINISTRATOR, BOARDS, "privacy-officer"})
# Told when something urgent lies with nobody: those of who covers, and of who has sent it.
TOLD_OF_NOBODY: Final = (SERVICE, LEAD)
# Look through the forms that officers of their team wrote.
LOOKING_THROUGH: Final = frozenset({TEAM, DUTY, "custody-sergeant"})
# For whom the pack for the night is made, the first who is there.
AT_NIGHT: Final = (ON_CALL, DUTY, TEAM)
# Told that agencies together hold enough and none alone: the triage team's manager, else who answers for the service.
TOLD_OF_PIECES: Final = frozenset({TEAM, SERVICE})

"""The database itself asks for two people, and never for the one who proposed: of agreements, and of what is in force.

Everybody who is signed in reads what was proposed. `policies` says the same in Python.
"""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core import roles
from followthrough.service.core.sql import append_only, grants

APPLICATION = roles.name("application")
TABLES = ("changes_proposal", "changes_agreement", "changes_replay")

FUNCTIONS = """
create function changes_decides() returns boolean language sql stable parallel safe as $$
    select 'board/policies-and-procedures-group' = any ((select app_seats())::text[])
        or ((select app_agency()) = 'board' and exists (
            select from unnest((select app_roles())::text[]) held
            where split_part(held, '/', 2) in ('business-manager', 'chair')))
$$;

create function changes_agreed(proposal text) returns boolean language sql stable as $$
    select count(distinct said.by) >= 2 from changes_agreement said
    join changes_proposal about on about.id = said.proposal_id
    where said.proposal_id = changes_agreed.proposal and said.by <> about.proposed_by
$$;
"""
NO_FUNCTIONS = "drop function changes_agreed(text); drop function changes_decides();"

_OPEN = """exists (
    select from changes_proposal about where about.id = {key}.proposal_id and about.ended = ''{more}
)"""
_OTHERS = " and about.proposed_by <> (select app_viewer())"
POLICIES = f"""
create policy all_read on changes_proposal for select to {APPLICATION} using ((select app_viewer()) is not null);
create policy deciders_propose on changes_proposal for insert to {APPLICATION}
    with check (proposed_by = (select app_viewer()) and ended = '' and (select changes_decides()));
create policy deciders_end on changes_proposal for update to {APPLICATION}
    using (ended = '' and ((select changes_decides()) or proposed_by = (select app_viewer())))
    with check (ended_by = (select app_viewer()) and case ended
        when 'withdrawn' then proposed_by = (select app_viewer())
        when 'refused' then proposed_by <> (select app_viewer()) and (select changes_decides())
        when 'agreed' then proposed_by <> (select app_viewer()) and (select changes_decides()) and changes_agreed(id)
        else false end);

create policy all_read on changes_agreement for select to {APPLICATION} using ((select app_viewer()) is not null);
create policy others_agree on changes_agreement for insert to {APPLICATION}
    with check (by = (select app_viewer()) and (select changes_decides())
        and {_OPEN.format(key="changes_agreement", more=_OTHERS)}
        and exists (select from changes_replay proof
            where proof.proposal_id = changes_agreement.proposal_id and proof.done >= proof.total));

create policy all_read on changes_replay for select to {APPLICATION} using ((select app_viewer()) is not null);
-- Whoever asks for a replay begins it with nothing; the service alone counts.
create policy deciders_ask on changes_replay for insert to {APPLICATION}
    with check (asked_by = (select app_viewer()) and done = 0 and sums = '{{}}' and (select changes_decides())
        and {_OPEN.format(key="changes_replay", more="")});
create policy deciders_ask_again on changes_replay for update to {APPLICATION}
    using ((select changes_decides()) and {_OPEN.format(key="changes_replay", more="")})
    with check (asked_by = (select app_viewer()) and done = 0 and sums = '{{}}');
create policy service_counts on changes_replay for update to {APPLICATION}
    using ((select app_is_system())) with check ((select app_is_system()));

alter table ledger_amendment enable row level security, force row level security;
create policy all_read on ledger_amendment for select using (true);
create policy two_have_agreed on ledger_amendment for insert to {APPLICATION}
    with check ((select changes_decides())
        and in_force_on > ((select app_moment()) at time zone 'Europe/London')::date and exists (
        select from changes_proposal about where about.id = ledger_amendment.proposal and about.ended = ''
            and about.proposed_by <> (select app_viewer()) and changes_agreed(about.id)
            and (about.what = 'time') = (ledger_amendment.kind = 'setting')
            and (about.name, about.theme, about.text, about.in_force_on) = (ledger_amendment.name,
                ledger_amendment.theme, ledger_amendment.text, ledger_amendment.in_force_on)));
"""
NO_POLICIES = """
drop policy two_have_agreed on ledger_amendment;
drop policy all_read on ledger_amendment;
alter table ledger_amendment no force row level security, disable row level security;
drop policy service_counts on changes_replay;
drop policy deciders_ask_again on changes_replay;
drop policy deciders_ask on changes_replay;
drop policy all_read on changes_replay;
drop policy others_agree on changes_agreement;
drop policy all_read on changes_agreement;
drop policy deciders_end on changes_proposal;
drop policy deciders_propose on changes_proposal;
drop policy all_read on changes_proposal;
"""


def _secured(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"alter table {table} enable row level security, force row level security",
        f"alter table {table} no force row level security, disable row level security",
    )


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial"), ("ledger", "0012_amendments"), ("access", "0014_events_by_index")]
    operations = [
        # What was counted before was counted otherwise: it is begun again by the next sweep.
        migrations.RunSQL("update changes_replay set done = 0, below = null, sums = '{}'", migrations.RunSQL.noop),
        migrations.AddField("replay", "rules", models.CharField(default="", max_length=80), preserve_default=False),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(_secured(table) for table in TABLES),
        migrations.RunSQL(POLICIES, NO_POLICIES),
        append_only("changes_agreement"),
        grants(
            "changes_proposal",
            application="select, insert, update (ended, ended_by, ended_at, ended_because)",
        ),
        grants("changes_agreement", application="select, insert"),
        grants("changes_replay", application="select, insert, update"),
    ]

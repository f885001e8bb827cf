"""A report is signed by the chair, in the chair's own name, for a quarter that is over: as `policies` and `actions` say."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_BOARD = "(select app_agency()) = 'board' or (select app_is_system())"
# A quarter begins at a midnight in London, and ends where the next one begins.
_OVER = r"""
create function board_is_over(quarter text) returns boolean language sql stable parallel safe as $$
    select case when quarter ~ '^\d{4}-q[1-4]$' then
        (make_date(left(quarter, 4)::int, 3 * right(quarter, 1)::int - 2, 1) + interval '3 months')
            at time zone 'Europe/London' <= (select app_moment())
    else false end
$$;
"""
_SIGNS = f"""
drop policy board_reads on board_report;
create policy board_reads on board_report for select to {APPLICATION} using ({_BOARD});
create policy chair_signs on board_report for insert to {APPLICATION} with check (
    (select app_agency()) = 'board' and 'board/chair' = any ((select app_roles())::text[])
    and signed_by = (select app_viewer()) and board_is_over(quarter)
);
"""
_ANY_SEAT_SIGNS = f"""
drop policy chair_signs on board_report;
drop policy board_reads on board_report;
create policy board_reads on board_report to {APPLICATION} using ({_BOARD}) with check ({_BOARD});
"""


class Migration(migrations.Migration):
    dependencies = [("board", "0002_secured"), ("access", "0014_events_by_index")]
    operations = [
        migrations.RunSQL(_OVER, "drop function board_is_over(text);"),
        migrations.RunSQL(_SIGNS, _ANY_SEAT_SIGNS),
    ]

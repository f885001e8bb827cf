"""A second rulebook: what `everything` does not say yet, so that each word of the language meets random histories."""

from __future__ import annotations

from followthrough.procedures.model.rulebook import Rulebook
from tests.spec.small import duty, rules, watch


def more() -> Rulebook:
    return rules(
        duty(
            "by-author",
            """
            when: {event: trigger, whose: [self, household, sibling]}
            if:
              all:
                - count: {of: [trigger, condition], at_least: 2, where: {key: {given: yes}}}
                - state: planned
            owes: {agency: {from: author}, role: worker}
            within:
              earliest:
                - {setting: soon}
                - {before: wanted_by, by: 3 working days}
                - {at: due_by, plus: 1 month, only: {grade: [1, 2]}}
                - {within: 2 weeks, only: {grade: {at_least: 2}}}
            closed_by:
              - {event: closing, whose: [self, household, sibling], matching: {author: author}}
              - {event: condition, matching: {key: key}}
            ladder: [{after: 2 working days, tell: {agency: {from: who}, role: manager}}]
            """,
        ).replace("role: worker", "role: manager"),
        duty(
            "by-field",
            """
            when: {event: trigger, where: {people: {includes: ada}}}
            if:
              any:
                - count: {of: seen, whose: [self], at_least: 1, within: 2 weeks}
                - all: [{state: {is: planned, where: {key: k1}}}, {count: {of: risk.a, agencies: 2}}]
                - silence: {of: closing, for: 2 working days}
            owes: {agency: {from: who}}
            within: before the next school day
            closed_by: [{event: closing, matching: {signal: root}}]
            """,
        ),
        duty(
            "for-the-subject",
            """
            when: {event: trigger, where: {people: {includes: the subject}, grade: {at_most: 2}}}
            owes: {agency: {from: author}}
            within: 09:00 on the next working day
            closed_by: [{event: closing, matching: {key: key}}, {event: closing}]
            """,
        ),
        duty(
            "by-each",
            """
            when: {event: trigger}
            each: people
            owes: {agency: care, team: {from: each}}
            within: 4 office hours
            """,
        ),
        duty("older", "when: {event: trigger}\nin_force: {from: 2000-01-01, to: 2013-01-11}\nwithin: the same day"),
        duty(
            "newer",
            """
            in_force: {from: 2013-01-11}
            when: {event: trigger}
            if: {any: [{count: {of: condition, within: 10 school days}}, {not: {state: planned}}]}
            within: next 10:30 on a working day
            """,
        ),
        watch(
            "either",
            """
            as_soon_as:
              any:
                - all:
                    - count: {of: risk.a, within: 1 month}
                    - count: {of: [risk.b, seen], at_least: 2, within: 10 calendar days}
                - all: [{count: {of: seen, at_least: 3}}, {not: {state: planned}}, {age: {at_least: 2}}]
            """,
        ),
        watch(
            "in-force", "in_force: {from: 2013-01-06, to: 2013-01-15}\nas_soon_as: {count: {of: risk.a, at_least: 2}}"
        ),
        watch(
            "silent-on-plan",
            """
            silence:
              of: [seen, closing]
              since: plan.begun
              for: 2 working days
              while: {all: [{state: planned}, {age: {under: 3}}]}
            """,
        ),
        duty(
            "on-either",
            """
            when: {signal: either}
            if: {any: [{count: {of: seen, within: 3 calendar days}}, {age: {under: 2}}, {count: {of: risk.b}}]}
            owes: {agency: police}
            within: 6 clock hours
            """,
        ),
        duty(
            "on-silent-on-plan",
            "when: {signal: silent-on-plan}\nowes: {agency: {from: author}}\nwithin: 1 calendar day",
        ),
        watch(
            "in-a-row",
            "as_soon_as: {count: {of: [risk.a, risk.b], at_least: 2, since_last: [seen, closing]}}",
        ),
        duty(
            "before-or-within",
            """
            when: {event: trigger}
            if: {count: {of: [trigger, condition], whose: [self], since_last: seen}}
            lookback: 3 calendar days
            owes: {agency: {from: author}}
            within: 1 working day
            closed_by: [{event: closing, matching: {key: key}}, {event: seen}]
            excused_by: [{event: excuse}]
            """,
        ),
        duty("on-in-force", "when: {signal: in-force}\nowes: {agency: school}\nwithin: 1 working day"),
        duty(
            "on-plan",
            """
            kind: standing duty
            while: {state: planned, where: {key: {given: yes}}}
            owes: {agency: {from: author}}
            every: [2 working days, 1 week]
            repeat: 1 week
            closed_by: [{event: seen, whose: [self]}, {event: closing, matching: {key: key}}, {event: seen}]
            excused_by: [{event: excuse}]
            ladder: [{after: 1 working day, tell: {of: debtor, role: manager}}]
            reminders: [{before: 1 working day}, {before: 1 clock hour}]
            """,
        ),
        duty(
            "conditional-gate",
            """
            kind: gate
            before: {event: [closing, excuse], where: {key: k1}}
            if: {all: [{count: {of: trigger}}, {not: {state: planned}}]}
            closed_by: [{event: [seen, condition]}]
            """,
        ),
        duty("after-standing", "when: {breach: on-plan}\nowes: {agency: {from: author}}\nwithin: 12 clock hours"),
        duty("after-after", "when: {breach: after-standing}\nwithin: 1 clock hour\nclosed_by: [{event: seen}]"),
        duty("each-birthday-child", "when: {age: 2}\neach: {household: children}\nwithin: 1 year"),
        duty(
            "each-day-child",
            """
            when: {calendar: 8 January}
            each: {household: children}
            within: 15:00 on the last working day before days off
            """,
        ),
        duty(
            "date-with-children",
            """
            when: {event: trigger, at: due_by}
            each: {household: children}
            if: {gap: {of: [seen, closing], for: 2 calendar days, within: 1 week}}
            owes: {agency: {from: author}}
            within: 30 clock minutes
            """,
        ),
        settings='soon: {title: Soon, value: "3 calendar days", confidence: our default, source: S}\n',
    )

"""Write the table of bank holidays that the calendar of England and Wales is built from.

Announced days come from the list that GOV.UK publishes, as bundled in `govuk-bank-holidays` (no network).
Years outside it are computed by `holidays` and marked so. Only Monday to Friday stand in the table:
a holiday that falls on a weekend is a weekend, and its substitute day is the bank holiday.

    python tools/make_bank_holidays.py            writes the table
    python tools/make_bank_holidays.py --check    says whether the committed table is what would be written
"""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from pathlib import Path

import holidays
from govuk_bank_holidays.bank_holidays import BankHolidays

TABLE = Path(__file__).parents[1] / "src/followthrough/procedures/calendars/england-and-wales.csv"
FIRST, LAST = 1995, 2035
ANNOUNCED = "announced on GOV.UK (list bundled in govuk-bank-holidays)"
COMPUTED = "computed by the holidays library, not announced in the bundled list"
# The library's names, in the words of the official list.
NAMES = {
    "New Year's Day": "New Year’s Day",
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Golden Jubilee of Elizabeth II": "Queen’s Golden Jubilee",
    "Millennium Celebrations": "Millennium celebrations",
    "Wedding of William and Catherine": "Royal Wedding bank holiday",
}


def announced() -> dict[date, str]:
    source = BankHolidays(use_cached_holidays=True)
    days = {}
    for day in source.get_holidays(division=BankHolidays.ENGLAND_AND_WALES):
        substitute = " (substitute day)" if day["notes"] == "Substitute day" else ""
        days[day["date"]] = day["title"] + substitute
    return days


def computed() -> dict[date, str]:
    days = {}
    for day, name in holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST, LAST + 1)).items():
        plain = name.removesuffix(" (observed)")
        substitute = " (substitute day)" if name != plain else ""
        days[day] = NAMES.get(plain, plain) + substitute
    return days


def table() -> str:
    official = announced()
    years = range(min(official).year, max(official).year + 1)
    rows = [(day, name, ANNOUNCED) for day, name in official.items()]
    rows += [(day, name, COMPUTED) for day, name in computed().items() if day.year not in years]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("date", "name", "checked"))
    writer.writerows((d.isoformat(), n, c) for d, n, c in sorted(rows) if d.weekday() < 5)
    return out.getvalue()


def main() -> int:
    if "--check" in sys.argv[1:]:
        same = TABLE.read_text(encoding="utf-8") == table()
        print("the table is up to date" if same else "the table differs: run this without --check, and read")
        return 0 if same else 1
    TABLE.write_text(table(), encoding="utf-8")
    print(f"wrote {TABLE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The form of each kind of file as JSON Schema, so that an editor helps while somebody writes.

A schema knows which words stand where, not which names exist: those the loader checks. What can be taken from the
reader's own tables is taken from there; `tools/make_schemas.py` writes the files, and tests hold them to the reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from followthrough.procedures.language.conditions import COMPARISONS
from followthrough.procedures.model.answer import DutyState, SignalState
from followthrough.procedures.model.catalogue import RuleClass
from followthrough.procedures.model.condition import Whose
from followthrough.procedures.model.procedure import Confidence
from followthrough.procedures.model.timescale import FORMS
from followthrough.procedures.model.vocabulary import About, FieldType, Polarity

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"


def schemas() -> dict[str, Schema]:
    """Each schema by the name of its file."""
    forms = {
        "procedure": _procedure(), "settings": _named("setting"), "vocabulary": _vocabulary(), "cases": _cases(),
        "catalogue": _catalogue(), "rules": _rules(), "pack": _pack(), "sources": _named("source"),
        "offices": _named("office"),
    }  # fmt: skip
    return {name: {"$schema": DRAFT, "title": f"Followthrough: {name}", **form} for name, form in forms.items()}


# -- small parts

WORDS: Schema = {"type": ["string", "number"], "pattern": r"\S"}
ANY: Schema = {}
WHOLE: Schema = {"type": "integer"}
YES_OR_NO: Schema = {"enum": [True, False, "yes", "no"]}  # editors that read YAML 1.2 take yes and no for words
DAY: Schema = {"type": "string", "pattern": r"^\s*\d{4}-\d\d-\d\d\s*$"}
INSTANT: Schema = {
    "type": ["string", "integer"],
    "pattern": r"^(end of )?\d{4}(-\d\d(-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?)?)?$",
}
MAPPING: Schema = {"type": "object"}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _either(*forms: Schema) -> Schema:
    return {"anyOf": list(forms)}


def _choice(members: type[StrEnum] | Iterable[str]) -> Schema:
    return {"enum": [str(each) for each in members]}


def _list(item: Schema) -> Schema:
    """A list, or one alone."""
    return _either(item, {"type": "array", "items": item})


def _object(needed: dict[str, Schema], **optional: Schema) -> Schema:
    """A mapping with these keys and no others. A trailing underscore keeps a key off Python's own words."""
    more = {name.rstrip("_"): form for name, form in optional.items()}
    found: Schema = {"type": "object", "properties": needed | more, "additionalProperties": False}
    return found | ({"required": list(needed)} if needed else {})


def _map(item: Schema) -> Schema:
    return {"type": "object", "additionalProperties": item}


def _one_of(words: dict[str, Schema]) -> Schema:
    """A mapping with exactly one of these words."""
    return {"type": "object", "properties": words, "additionalProperties": False, "minProperties": 1,
            "maxProperties": 1}  # fmt: skip


MANY_WORDS = _list(WORDS)
BY_SETTING = _object({"setting": WORDS})
TIMESCALE: Schema = {"type": "string", "pattern": f"^(?:{'|'.join(FORMS)})$"}
LENGTH = _either(TIMESCALE, BY_SETTING)
FIELD = _either(WORDS, _object({"from": WORDS}))
ROLE = _either(WORDS, BY_SETTING)
CONFIDENCE = _choice(Confidence)


# -- conditions and procedures


def _definitions() -> dict[str, Schema]:
    scalar: Schema = {"type": ["string", "number", "boolean"]}
    comparison = _one_of(dict.fromkeys(COMPARISONS, scalar) | {"given": YES_OR_NO, "includes": WORDS})
    whose = _list(_choice(Whose))
    of = {"of": MANY_WORDS}
    reading = {"where": _ref("where"), "whose": whose}
    match = _object({"event": MANY_WORDS}, **reading)
    several = _list(_ref("condition"))
    state = _either(WORDS, _object({"is": WORDS}, where=_ref("where")))
    condition = {
        "age": _object({}, at_least=WHOLE, under=WHOLE) | {"minProperties": 1},
        "state": state,
        "not": _object({"state": state}),
        "count": _object(of, **reading, at_least=WHOLE, agencies=WHOLE, within=LENGTH,
                         since_last=_either(MANY_WORDS, match)),
        "silence": _object(of | {"for": LENGTH}, **reading),
        "gap": _object(of | {"for": LENGTH, "within": LENGTH}, **reading, since=MANY_WORDS),
        "all": several,
        "any": several,
    }  # fmt: skip
    return {
        "where": _map(_either(scalar, {"type": "array", "items": scalar}, comparison)),
        "match": match,
        "condition": _one_of(condition),
        "closing": _object({"event": MANY_WORDS}, **reading, matching=_map(WORDS)),
        "party": _object({"agency": FIELD}, team=FIELD, role=ROLE),
        "told": _either(_ref("party"), _object({"of": {"const": "debtor"}}, role=ROLE)),
    }


def _limit() -> Schema:
    only = {"only": _ref("where")}
    return _either(
        TIMESCALE,
        _object({"setting": WORDS}, **only),
        _object({"within": TIMESCALE}, **only),
        _object({"at": WORDS}, **only, plus=LENGTH),
        _object({"before": WORDS, "by": LENGTH}, **only),
    )


def _trigger() -> Schema:
    event, reading = {"event": MANY_WORDS}, {"where": _ref("where"), "whose": _list(_choice(Whose))}
    return _either(
        _object({"signal": WORDS}), _object({"breach": WORDS}), _object({"age": WHOLE}), _object({"calendar": WORDS}),
        _object(event, **reading),
        _object(event | {"at": WORDS}, **reading, plus=LENGTH),
        _object(event | {"before": WORDS, "by": LENGTH}, **reading),
    )  # fmt: skip


def _procedure() -> Schema:
    common = {
        "id": WORDS, "version": WHOLE, "title": WORDS, "source": _object({"id": WORDS, "clause": WORDS}),
        "says": WORDS, "confidence": CONFIDENCE, "owner": WORDS, "in_force": _object({"from": DAY}, to=DAY),
    }  # fmt: skip
    also = {"subject": _choice(About), "rows": MANY_WORDS, "support": YES_OR_NO}
    closings = _list(_ref("closing"))
    owing = {"owes": _ref("party"), "action": WORDS, "closed_by": closings, "deadline_confidence": CONFIDENCE}
    climbing = {
        "excused_by": closings,
        "ladder": _list(_object({"after": LENGTH, "tell": _ref("told")})),
        "reminders": _list(_object({"before": LENGTH})),
        "if": _ref("condition"),
    }
    each = _either(WORDS, _object({"household": {"const": "children"}}))
    within = _either(_limit(), _object({"earliest": _list(_limit())}))
    duty = common | owing | {"kind": {"const": "duty"}, "when": _trigger(), "within": within}
    standing = common | owing | {
        "kind": {"const": "standing duty"}, "while": _object({"state": WORDS}, where=_ref("where")),
        "every": _list(LENGTH),
    }  # fmt: skip
    gate = common | owing | {"kind": {"const": "gate"}, "before": _ref("match")}
    silence = _object(
        {"of": MANY_WORDS, "since": MANY_WORDS, "for": LENGTH}, where=_ref("where"), while_=_ref("condition")
    )
    watch = common | {"kind": {"const": "watch"}, "meaning": WORDS}
    kinds = (
        _object(duty, **also, **climbing, each=each, lookback=LENGTH),
        _object(standing, **also, **climbing, repeat=LENGTH),
        _object(gate, **also, **climbing, lookback=LENGTH),
        _object(watch | {"as_soon_as": _ref("condition")}, **also),
        _object(watch | {"silence": silence}, **also),
    )
    return {**_either(*kinds), "definitions": _definitions()}


# -- the other files


def _named(what: str) -> Schema:
    hours = _map({"type": "string", "pattern": r"^\d\d:\d\d-\d\d:\d\d$"})
    forms = {
        "setting": _object(
            {"title": WORDS, "value": _either(TIMESCALE, _object({"role": WORDS})), "confidence": CONFIDENCE,
             "source": WORDS},
            tighter=_choice(("longer", "shorter")),
        ),
        "source": _object({"title": WORDS, "address": WORDS}, verified_on=DAY, note=WORDS),
        "office": _object(
            {"title": WORDS, "open": hours}, bank_holidays=_choice(("open", "shut")),
            changes=_list(_object({"from": DAY, "open": hours})),
        ),
    }  # fmt: skip
    return _map(forms[what])


def _vocabulary() -> Schema:
    marks = {"title": WORDS, "required": YES_OR_NO, "protected": YES_OR_NO, "support_only": YES_OR_NO}
    plain = [each for each in FieldType if each is not FieldType.CHOICE]
    field = _either(
        _object({"type": _choice(plain)}, **marks),
        _object({"type": _choice((FieldType.CHOICE,)), "of": MANY_WORDS}, **marks),
    )
    kind = _object(
        {"title": WORDS, "recorded_by": WORDS}, data=_map(field), polarity=_choice(Polarity), about=_choice(About),
        conveys=_object({"to": WORDS, "items": WORDS}),
    )  # fmt: skip
    state = _object({"title": WORDS, "begun_by": MANY_WORDS}, ended_by=_list(WORDS), matching=MANY_WORDS, until=WORDS)
    return _object({}, theme=WORDS, kinds=_map(kind), states=_map(state), agencies=_map(WORDS), roles=_map(WORDS))


def _cases() -> Schema:
    event = _object(
        {"id": WORDS, "kind": WORDS, "at": INSTANT, "agency": WORDS},
        recorded=INSTANT, known=_map(INSTANT), data=MAPPING, about=WORDS, corrects=WORDS, retracts=WORDS, text=WORDS,
        basis=_choice(("newsletter", "invented")),
    )  # fmt: skip
    born = {"born": DAY, "household": WORDS, "registered_by": WORDS}
    steps = _list(_object({"who": WORDS, "at": INSTANT}))
    duty = _object(
        {"trigger": WORDS, "debtor": WORDS, "due": INSTANT, "state": _choice(DutyState)},
        each=WORDS, closed=INSTANT, rungs=steps, reminders=steps,
    )  # fmt: skip
    signal = _object({"root": WORDS, "state": _choice(SignalState)}, true=INSTANT)
    case = _object(
        {"name": WORDS, "proves": WORDS, "as_of": INSTANT, "worked_by": WORDS},
        child=_object({}, **born), others=_list(_object({"id": WORDS}, **born)), events=_list(event),
        expect=_list(duty), signals=_list(signal), under=_choice(("then", "today")),
    )  # fmt: skip
    return _object({"procedure": WORDS, "cases": _list(_either_of(case, "expect", "signals"))})


def _either_of(form: Schema, *keys: str) -> Schema:
    return form | {"anyOf": [{"required": [key]} for key in keys]}


def _catalogue() -> Schema:
    return _object({"complete": YES_OR_NO, "themes": _map(MANY_WORDS), "rows": _map(WORDS)})


def _rules() -> Schema:
    names = dict.fromkeys(("procedures", "settings", "rows"), _list(WORDS))
    rule = _object(
        {"id": WORDS, "asks": WORDS, "class": _choice(RuleClass), "confidence": CONFIDENCE, "sources": MANY_WORDS},
        **names, form=WORDS, reason=WORDS,
    )  # fmt: skip
    return _object({"theme": WORDS, "rules": _list(rule)})


def _pack() -> Schema:
    return _object({"id": WORDS, "title": WORDS}, extends={"type": ["string", "null"]}, description=WORDS)

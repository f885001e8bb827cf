"""As much of JSON Schema as our schemas use, so that no package is needed to hold the promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None),
          "number": (int, float)}  # fmt: skip
_KNOWN = {
    "$defs", "$id", "$ref", "$schema", "additionalProperties", "anyOf", "const", "definitions", "description", "enum",
    "items", "maxProperties", "minProperties", "pattern", "properties", "required", "title", "type", "format",
}  # fmt: skip


def problems(value: Any, rule: dict[str, Any], root: dict[str, Any], at: str = "$") -> Iterator[str]:
    """Where `value` breaks `rule`, one line each."""
    if unknown := rule.keys() - _KNOWN:
        raise NotImplementedError(f"no test can read {', '.join(sorted(unknown))} yet")
    if "$ref" in rule:
        *_, group, name = rule["$ref"].split("/")
        rule = root[group][name]
    if "anyOf" in rule and all(list(problems(value, each, root, at)) for each in rule["anyOf"]):
        yield f"{at}: {value!r} is of none of the forms"
    if "const" in rule and value != rule["const"]:
        yield f"{at}: {value!r} is not {rule['const']!r}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{at}: {value!r} is none of {rule['enum']}"
    if "type" in rule and not _is_of(value, rule["type"]):
        yield f"{at}: {value!r} is no {rule['type']}"
        return
    if "pattern" in rule and isinstance(value, str) and not re.search(rule["pattern"], value):
        yield f"{at}: {value!r} does not match {rule['pattern']}"
    if isinstance(value, dict):
        yield from _of_object(value, rule, root, at)
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from problems(each, rule.get("items", {}), root, f"{at}[{number}]")


def _is_of(value: Any, types: str | list[str]) -> bool:
    wanted = [types] if isinstance(types, str) else types
    if isinstance(value, bool):
        return "boolean" in wanted
    return any(isinstance(value, _TYPES[each]) for each in wanted)


def _of_object(value: dict[str, Any], rule: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    known, more = rule.get("properties", {}), rule.get("additionalProperties", True)
    if not rule.get("minProperties", 0) <= len(value) <= rule.get("maxProperties", len(value)):
        yield f"{at}: {len(value)} keys are too few or too many"
    for name in rule.get("required", []):
        if name not in value:
            yield f"{at}: {name} is missing"
    for name, each in value.items():
        if name in known:
            yield from problems(each, known[name], root, f"{at}.{name}")
        elif more is False:
            yield f"{at}: {name} is not known"
        elif isinstance(more, dict):
            yield from problems(each, more, root, f"{at}.{name}")

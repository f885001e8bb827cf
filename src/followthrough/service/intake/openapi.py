"""The document that describes the endpoint for other systems, made from the table that checks what they send."""

from __future__ import annotations

from typing import Any

from followthrough.service.intake.schema import CHILD, FIELDS, Field

PROBLEM = "application/problem+json"
PROBLEMS = {
    "400": "The body is no JSON, or the Idempotency-Key is missing.",
    "401": "The token is missing, unknown or revoked.",
    "405": "Only POST is answered here.",
    "409": "This key was used with another body. Nothing was taken in.",
    "413": "The body is larger than 200 kilobytes.",
    "415": "The body is not application/json.",
    "422": "Something in the body is missing or wrong. Nothing was taken in.",
    "429": "More than 60 requests in a minute. Wait as long as Retry-After says.",
}


def document() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Followthrough: what comes in from other systems",
            "version": "1",
            "description": "Each item waits with a team, under a clock, until a person matches it to a child.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {"/api/items/": {"post": _post()}},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Item": _item(), "Taken": _taken(), "Problem": _problem()},
        },
    }


def _post() -> dict[str, Any]:
    return {
        "operationId": "sendItem",
        "summary": "Send one thing about one child",
        "description": "Send it again with the same key if you got no answer: it is taken in once.",
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "A name of yours for this item. It is kept for as long as the item.",
                "schema": {"type": "string", "minLength": 8, "maxLength": 200, "pattern": "^[A-Za-z0-9._:-]+$"},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}},
        },
        "responses": {
            "201": _taken_answer("It was taken in."),
            "200": _taken_answer("It had been taken in before, with this key."),
            **{status: _problem_answer(words) for status, words in PROBLEMS.items()},
        },
    }


def _taken_answer(words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Taken"}}}}


def _problem_answer(words: str) -> dict[str, Any]:
    return {"description": words, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _item() -> dict[str, Any]:
    child = {**_object(CHILD), "description": "Whom it is about, as well as you know. A person decides."}
    made = _object(FIELDS)
    made["properties"]["child"] = child
    return made


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {each.name: each.schema for each in fields},
    }
    required = [each.name for each in fields if each.is_required]
    return made | ({"required": required} if required else {})


def _taken() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["reference", "came_at"],
        "properties": {
            "reference": {"type": "string", "description": "By which to ask about it.", "examples": ["FT-7K3M-92QD"]},
            "came_at": {"type": "string", "format": "date-time"},
        },
    }


def _problem() -> dict[str, Any]:
    fault = {
        "type": "object",
        "required": ["pointer", "detail"],
        "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
    }
    return {
        "type": "object",
        "description": "RFC 9457",
        "required": ["title", "status", "detail"],
        "properties": {
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": fault},
        },
    }

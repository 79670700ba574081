#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""schema.py OPENAPI FOLDER: is each answer that was kept in FOLDER what the daemon's own description
says? A file is METHOD, path and status, tabs between them, and the body. A member that nobody
declared is a fault too, so that the description cannot fall behind. Prints the faults."""
import json
import os
import re
import sys

API = json.load(open(sys.argv[1], encoding="utf-8"))
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_a(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def resolve(schema):
    while "$ref" in schema:
        at = API
        for part in schema["$ref"][2:].split("/"):
            at = at[part]
        schema = at
    return schema


def members(value, schema, where):
    declared, more = schema.get("properties"), schema.get("additionalProperties")
    for name in schema.get("required", []):
        if name not in value:
            yield f"{where}.{name} is missing"
    for name, one in value.items():
        if declared is not None and name in declared:
            yield from faults(one, declared[name], f"{where}.{name}")
        elif isinstance(more, dict):
            yield from faults(one, more, f"{where}.{name}")
        elif declared is not None and not more:
            yield f"{where}.{name} is not declared"


def bounds(value, schema, where):
    number = is_a(value, "integer")
    size = len(value) if isinstance(value, (str, list)) else None
    if number and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{where}: {value} is out of bounds"
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        yield f"{where} is too long"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{where}: {value} is not like {schema['pattern']}"
    if isinstance(value, list) and not schema.get("minItems", size) <= size <= schema.get("maxItems", size):
        yield f"{where} has {size} items"


def faults(value, schema, where):
    schema = resolve(schema)
    if "anyOf" in schema:
        each = [list(faults(value, one, where)) for one in schema["anyOf"]]
        if all(each):
            yield from min(each, key=len)
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_a(value, name) for name in names):
        yield f"{where}: {value!r} is no {' or '.join(names)}"
        return
    yield from bounds(value, schema, where)
    if isinstance(value, dict):
        yield from members(value, schema, where)
    if isinstance(value, list):
        for i, one in enumerate(value):
            yield from faults(one, schema.get("items", {}), f"{where}[{i}]")


def operation(method, path):
    """The one with the longest fixed part, as the daemon's own table has it."""
    parts = {"{entry}": ".+"}  # KIND/JOURNAL/SEQ
    fits = [t for t in API["paths"]
            if re.fullmatch(re.sub(r"\{[^}]*\}", lambda m: parts.get(m[0], "[^/]+"), t), path)]
    fits.sort(key=lambda t: t.count("{"))
    return next((API["paths"][t][method] for t in fits if method in API["paths"][t]), None)


def schemas(said, status):
    answers = {} if said is None else said["responses"]
    wanted = [status] if status != "-" else [s for s in answers if s != "default"]
    found = [answers[s]["content"]["application/json"]["schema"] for s in wanted
             if "content" in answers.get(s, {})]
    if status == "-" or not found:
        found.append({"$ref": "#/components/schemas/error"})
    return {"anyOf": found}


def check(name):
    text = open(name, encoding="utf-8", errors="replace").read()
    method, path, status, body = text.split("\t", 3)
    path = "/" + re.sub(r"^/api/v1/", "", path).lstrip("/").partition("?")[0]
    if not body.startswith("{"):
        return []
    try:
        value = json.loads(body)
    except ValueError as e:
        return [f"{method} {path}: {status}: {e}"]
    said = operation("get" if method == "HEAD" else method.lower(), path)
    return [f"{method} {path} {status}: {fault}" for fault in
            faults(value, schemas(said, status), "answer")]


names = os.listdir(sys.argv[2])
bad = sorted({fault for name in names for fault in check(os.path.join(sys.argv[2], name))})
print("\n".join(bad[:20]))
sys.exit(1 if bad else 0)

"""Check a schema itself: its columns, constraints, indexes, triggers and functions against those we create."""

from collections.abc import Iterable, Iterator, Mapping

from s2ss_core.store.postgres.schema import CREATE, written
from s2ss_core.store.schema_comparison import Objects, differences

OURS = ("s2ss_format", "stored_events", "directory")

FOUND = """
WITH ours AS (
    SELECT pg_class.oid, relname, relrowsecurity FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = %s AND relname = ANY(%s)
)
SELECT 'column', relname || '.' || attname,
    format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END
FROM ours JOIN pg_attribute ON attrelid = ours.oid WHERE attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint', conname::text, relname || ' ' || contype::text || CASE WHEN convalidated THEN '' ELSE ' not valid' END
FROM ours JOIN pg_constraint ON conrelid = ours.oid WHERE contype IN ('c', 'p', 'u')
UNION ALL
SELECT 'index', pg_class.relname::text, ours.relname || CASE WHEN indisvalid THEN '' ELSE ' not valid' END
FROM ours JOIN pg_index ON indrelid = ours.oid JOIN pg_class ON pg_class.oid = indexrelid
WHERE NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
UNION ALL
SELECT 'trigger', tgname::text, relname || ' ' || tgtype::text || ' ' || tgenabled::text || ' ' || proname
FROM ours JOIN pg_trigger ON tgrelid = ours.oid JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal
UNION ALL
SELECT 'rule', rulename::text, relname::text FROM ours JOIN pg_rewrite ON ev_class = ours.oid
UNION ALL
SELECT 'policy', polname::text, relname::text FROM ours JOIN pg_policy ON polrelid = ours.oid
UNION ALL
SELECT 'setting', 'row security of ' || relname, 'on' FROM ours WHERE relrowsecurity
UNION ALL
SELECT 'function', proname || '()', prosrc FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
WHERE nspname = %s AND proname = ANY(%s)
"""

EVENTS = "stored_events"
ROW, BEFORE, INSERT, DELETE, UPDATE, TRUNCATE = 1, 2, 4, 8, 16, 32  # bits of PostgreSQL's tgtype
TRIGGERS = {
    "next_of_history": ROW | BEFORE | INSERT,
    "history_is_not_changed": ROW | BEFORE | UPDATE,
    "history_is_not_deleted": BEFORE | DELETE | TRUNCATE,
}
COLUMNS = {
    f"{EVENTS}.position": "bigint not null",
    f"{EVENTS}.originator_id": "text not null",
    f"{EVENTS}.originator_version": "bigint not null",
    f"{EVENTS}.topic": "text not null",
    f"{EVENTS}.leaf": "bytea not null",
    f"{EVENTS}.state": "bytea not null",
    f"{EVENTS}.stream": "text not null",
    f"{EVENTS}.texts": "text",
    "directory.id": "text not null",
    "directory.name": "text",
    "directory.email": "text",
    "directory.telephone": "text",
    "s2ss_format.format": "integer not null",
}
CONSTRAINTS = {
    "stored_events_pkey": f"{EVENTS} p",
    "stored_events_originator_id_originator_version_key": f"{EVENTS} u",
    "stored_events_leaf_check": f"{EVENTS} c",
    "directory_pkey": "directory p",
}


def schema_flaws(rows: Iterable[tuple[str, str, str]], schema: str) -> Iterator[str]:
    """What is wrong with a schema of ours, in words. `rows` are those that `FOUND` selects."""
    needed = _needed(schema)
    return differences(needed, needed, {name: (kind, _spelled(what)) for kind, name, what in rows})


def _needed(schema: str) -> Objects:
    by_kind: Mapping[str, Mapping[str, str]] = {
        "column": COLUMNS,
        "constraint": CONSTRAINTS,
        "index": {"stream_names": EVENTS, "stamps": EVENTS, "home_schools": EVENTS},
        "trigger": {name: f"{EVENTS} {kind} O {name}" for name, kind in TRIGGERS.items()},
        "function": {f"{name}()": _body(name, schema) for name in TRIGGERS},
    }
    return {
        name: (kind, _spelled(what)) for kind, objects in by_kind.items() for name, what in objects.items()
    }


def _body(function: str, schema: str) -> str:
    """The source of a function, as PostgreSQL keeps it."""
    (creating,) = (
        statement
        for statement in CREATE
        if f"FUNCTION {{schema}}.{function}()" in statement and "$body$" in statement
    )
    return written(creating, schema).as_string().split("$body$")[1]


def _spelled(definition: str) -> str:
    return " ".join(definition.split())

"""What the database keeps of a record that has been joined into another.

What stands here is run by migrations and never changed: a change is a new migration with new SQL.
"""

from __future__ import annotations

_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

KEEP_PROTECTION_ALIKE = [
    # Both records are of one person: what protects one of them protects the name, number and telephone of the other.
    f"""
    CREATE FUNCTION aspirants_person_joined_protection() RETURNS trigger {_OWNER} AS $$ BEGIN
        UPDATE aspirants_person
           SET protection = NEW.protection, agreed_channel = NEW.agreed_channel,
               phone = CASE WHEN NEW.protection = 'SKYDDAD_FOLKBOKFORING' THEN '' ELSE phone END,
               email = CASE WHEN NEW.protection = 'SKYDDAD_FOLKBOKFORING' THEN '' ELSE email END
         WHERE joined_into_id = NEW.id;
        RETURN NULL;
    END $$
    """,  # noqa: S608
    "CREATE TRIGGER aspirants_person_joined_protection AFTER UPDATE OF protection ON aspirants_person"
    " FOR EACH ROW WHEN (OLD.protection IS DISTINCT FROM NEW.protection)"
    " EXECUTE FUNCTION aspirants_person_joined_protection()",
]
LEAVE_PROTECTION = ["DROP FUNCTION aspirants_person_joined_protection() CASCADE"]


def never_of_a_joined_record(table: str) -> list[str]:
    """SQL that refuses a row of `table` about a record that has been joined into another.

    The row waits for a joining under way, and a joining for the row: neither misses the other.
    """
    name = f"{table}_not_joined"
    return [
        f"""
        CREATE FUNCTION {name}() RETURNS trigger {_OWNER} AS $$
        DECLARE
            into_other bigint;
        BEGIN
            SELECT joined_into_id INTO into_other FROM aspirants_person WHERE id = NEW.person_id FOR KEY SHARE;
            IF into_other IS NOT NULL THEN
                RAISE EXCEPTION 'The record has been joined into another.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'not_of_a_joined_record';
            END IF;
            RETURN NEW;
        END $$
        """,  # noqa: S608
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF person_id ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def allow_joined_records(table: str) -> list[str]:
    """SQL that undoes `never_of_a_joined_record`."""
    return [f"DROP FUNCTION {table}_not_joined() CASCADE"]

"""SQL of the owner's functions that hold who acts: what they have checked, and nothing else, do policies believe.

They keep what they found in settings of the transaction, each sealed with a key that never leaves the database: a
setting that somebody else made, or that was made in another transaction, counts as none (docs/decisions/097).
"""

from __future__ import annotations

from organisation.access.database_roles import ENTERED_ROLES, PAGES
from organisation.access.signing import ACCOUNT, TRUSTED_SECONDS

KEY_TABLE = "jobbtorg_key"
"""The owner's alone: the seal's key, and the keys that signatures are checked with."""

KEYS = f"""
    CREATE TABLE IF NOT EXISTS {KEY_TABLE} (
        purpose text NOT NULL CHECK (purpose IN ('seal', 'signature')),
        inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
        outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64),
        PRIMARY KEY (purpose, inner_pad)
    )
"""

_DIGEST = "encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to({message}, 'UTF8'))), 'hex')"
_SEAL = _DIGEST.format(message="setting || ':' || extract(epoch FROM now())::text || ':' || {value}")
_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

_SEALED = f"""
    CREATE OR REPLACE FUNCTION jobbtorg_acting(setting text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE {_OWNER} AS $function$
    DECLARE
        sealed text := current_setting('jobbtorg.' || setting, true);
        key record;
    BEGIN
        IF sealed IS NULL OR sealed = '' THEN
            RETURN NULL;
        END IF;
        SELECT inner_pad, outer_pad INTO STRICT key FROM {KEY_TABLE} WHERE purpose = 'seal';
        IF left(sealed, 64) <> {_SEAL.format(value="substr(sealed, 65)")} THEN
            RETURN NULL;
        END IF;
        RETURN NULLIF(substr(sealed, 65), '');
    END
    $function$
"""

_SEAL_ONE = f"""
    CREATE OR REPLACE FUNCTION private_seal(setting text, value text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $function$
    DECLARE
        key record;
    BEGIN
        SELECT inner_pad, outer_pad INTO STRICT key FROM {KEY_TABLE} WHERE purpose = 'seal';
        PERFORM set_config('jobbtorg.' || setting, {_SEAL.format(value="COALESCE(value, '')")} || COALESCE(value, ''),
                           true);
    END
    $function$
"""

_CHECK = f"""
    CREATE OR REPLACE FUNCTION private_check_signature(acting bigint, as_role text, signed_at bigint, signature text)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $function$
    BEGIN
        IF abs(extract(epoch FROM clock_timestamp()) - signed_at) > {TRUSTED_SECONDS} OR NOT EXISTS (
            SELECT FROM {KEY_TABLE} key WHERE key.purpose = 'signature' AND signature = {
    _DIGEST.format(
        message="COALESCE(acting::text, '') || ':' || as_role || ':' || pg_backend_pid() || ':' || signed_at"
    )
})
        THEN
            RAISE EXCEPTION 'Nobody vouches for who acts: the signature is not this process''s, connection''s and '
                'minute''s. After a change of SECRET_KEY run `manage.py migrate`.'
                USING ERRCODE = 'invalid_authorization_specification';
        END IF;
    END
    $function$
"""

_ENTER = f"""
    CREATE OR REPLACE FUNCTION jobbtorg_enter(as_role text, signed_at bigint, signature text) RETURNS text
    LANGUAGE plpgsql {_OWNER} AS $function$
    DECLARE
        before text := current_setting('jobbtorg.entered', true);
    BEGIN
        PERFORM private_check_signature(NULL, as_role, signed_at, signature);
        PERFORM private_seal('entered', as_role);
        RETURN before;
    END
    $function$
"""

_VOUCH = f"""
    CREATE OR REPLACE FUNCTION jobbtorg_vouch_for(account bigint, signed_at bigint, signature text) RETURNS void
    LANGUAGE plpgsql {_OWNER} AS $function$
    BEGIN
        PERFORM private_check_signature(account, '{ACCOUNT}', signed_at, signature);
        PERFORM private_seal('account', account::text);
    END
    $function$
"""

_SESSIONS = f"""
    CREATE OR REPLACE FUNCTION jobbtorg_signed_in_from(provider text, sub text, sid text) RETURNS SETOF bigint
    LANGUAGE sql STABLE {_OWNER} AS $function$
        SELECT DISTINCT listed.user_id FROM usersessions_usersession listed
         WHERE listed.data ->> 'provider' = $1 AND ($2 = '' OR listed.data ->> 'sub' = $2)
           AND ($3 = '' OR listed.data ->> 'sid' = $3)
    $function$
"""
"""Whose sessions the city's identity provider vouched for: keys of users, no keys of sessions."""

A_PAGE_ASKS = (
    "COALESCE(NULLIF(current_setting('role'), 'none'), session_user::text)"
    f" IN ({', '.join(repr(role) for role in sorted({*PAGES, *ENTERED_ROLES}))})"
)
"""SQL: whether the connection is a page's, also within a function of the owner's."""

_JOB = f"""
    CREATE OR REPLACE FUNCTION jobbtorg_job() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, public, pg_temp
    RETURN CASE WHEN {A_PAGE_ASKS} THEN ''
                ELSE COALESCE(current_setting('jobbtorg.system', true), '') END
"""
"""The job that acts. A page is none, whatever it says."""

SEALED = ("user_id", "role", "jobbtorg_id", "rooms", "units", "opened", "hidden", "entered", "account")
"""The settings, without their prefix."""

BEFORE_TABLES = (_SEALED, _JOB)
"""What defaults of columns call, so that it must be there before the tables are."""

WHO_ACTS = (_SEAL_ONE, _CHECK, _ENTER, _VOUCH, _SESSIONS)

"""Who may be the same person as somebody else, as far as the acting user may be shown."""

from __future__ import annotations

from aspirants.likeness.rule import alike
from aspirants.models import Person

KNOWS_THE_YEAR_ONLY = "birth_year" in {field.name for field in Person._meta.concrete_fields}
ALIKE = alike(
    "person",
    first_name="given",
    last_name="family",
    born="born",
    born_year="born_year",
    row_year="person.birth_year" if KNOWS_THE_YEAR_ONLY else "NULL::integer",
)
MOST_ALIKE = 10
"""So many records are named at most."""

FUNCTIONS = [
    # Who may be the same as somebody, within what the acting user may be shown (referrals/likeness.py): a stadsdel
    # among the referrals of its own units; a jobbtorg among its cases and referrals, and of a case that is open at
    # another one only at which. A protected person is on neither side. Keys, numbers and places only, in one
    # statement whatever there is elsewhere.
    f"""
    CREATE OR REPLACE FUNCTION jobbtorg_alike(whose bigint, given text, family text, born date, born_year integer)
    RETURNS TABLE (who bigint, cases text[], sent text[], away text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $function$
    DECLARE
        here bigint := jobbtorg_acting('jobbtorg_id')::bigint;
        ours bigint[] := jobbtorg_acting('units')::bigint[];
    BEGIN
        IF EXISTS (SELECT FROM aspirants_person subject WHERE subject.id = whose AND subject.protection <> 'NONE') THEN
            RETURN;
        END IF;
        RETURN QUERY
        SELECT met.id, met.cases, met.sent, met.away FROM (
            SELECT person.id,
                   (SELECT array_agg(own.case_no::text ORDER BY own.enrolled_on DESC, own.id DESC)
                      FROM aspirants_enrolment own
                     WHERE own.person_id = person.id AND own.jobbtorg_id = here) AS cases,
                   (SELECT array_agg(own.number::text ORDER BY own.submitted_at DESC, own.id DESC)
                      FROM referrals_referral own
                     WHERE own.person_id = person.id AND (own.unit_id = ANY (ours)
                           OR own.jobbtorg_id = here AND own.enrolment_id IS NULL)) AS sent,
                   CASE WHEN here IS NOT NULL THEN
                       (SELECT unit.name::text FROM aspirants_enrolment elsewhere
                          JOIN organisation_jobbtorg unit ON unit.id = elsewhere.jobbtorg_id
                         WHERE elsewhere.person_id = person.id AND elsewhere.closed_on IS NULL
                           AND elsewhere.jobbtorg_id <> here)
                   END AS away
              FROM aspirants_person person
             WHERE {ALIKE} AND person.id IS DISTINCT FROM whose
               AND NOT EXISTS (SELECT FROM aspirants_notsameperson answer
                                WHERE answer.one_id = LEAST(whose, person.id)
                                  AND answer.other_id = GREATEST(whose, person.id))
        ) met
         WHERE met.cases IS NOT NULL OR met.sent IS NOT NULL OR met.away IS NOT NULL
         ORDER BY met.id LIMIT {MOST_ALIKE};
    END
    $function$
    """,
]

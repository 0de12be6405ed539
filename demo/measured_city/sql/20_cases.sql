-- Who came when, to which jobbtorg, from which unit, to which coach, how it went and when it ended.
CREATE UNLOGGED TABLE measured.place AS
SELECT day, row_number() OVER (PARTITION BY day ORDER BY id) - 1 AS n, count(*) OVER (PARTITION BY day) AS of,
       id, code, kind = 'YOUTH' AS is_young
FROM organisation_jobbtorg JOIN measured.weight ON day >= valid_from AND (valid_to IS NULL OR day <= valid_to);
CREATE UNLOGGED TABLE measured.unit AS
SELECT day, row_number() OVER (PARTITION BY day ORDER BY id) - 1 AS n, count(*) OVER (PARTITION BY day) AS of, id
FROM organisation_incomesupportunit
JOIN measured.weight ON day >= valid_from AND (valid_to IS NULL OR day <= valid_to);
CREATE UNLOGGED TABLE measured.staff AS
SELECT id, role, jobbtorg_id, income_support_unit_id AS unit_id, is_active, protected_access,
       row_number() OVER (PARTITION BY role, jobbtorg_id, income_support_unit_id, is_active ORDER BY id) - 1 AS n,
       count(*) OVER (PARTITION BY role, jobbtorg_id, income_support_unit_id, is_active) AS of
FROM organisation_user;
ANALYZE measured.place, measured.unit, measured.staff;

CREATE UNLOGGED TABLE measured.begun AS
SELECT row_number() OVER (ORDER BY day, g) AS id, day AS received
FROM measured.inflow, generate_series(1, cases) AS g;

-- Half of them stay longer than eight months. Those who leave last are open now.
CREATE UNLOGGED TABLE measured.span AS
SELECT id, received, leaves, today,
       row_number() OVER (ORDER BY leaves DESC, id) <= open AS is_open
FROM (SELECT id, received, received + 20 - (ln(1 - measured.u(id, 1)) * 335)::int AS leaves FROM measured.begun) AS drawn,
     measured.parameter;
ANALYZE measured.span;

-- Working days are told by their number. `plan_n` is that of the day when the plan is approved, if it ever is.
CREATE UNLOGGED TABLE measured.course AS
SELECT span.id, received, is_open, today, began.n AS received_n,
       began.n + 1 + floor(3 * measured.u(span.id, 2))::int AS enrolled_n,
       began.n + CASE WHEN measured.u(span.id, 3) < 0.82 THEN 3 + floor(3 * measured.u(span.id, 4))::int
                      WHEN measured.u(span.id, 3) < 0.97 THEN 6 - (ln(1 - measured.u(span.id, 4)) * 9)::int
                 END AS plan_n,
       CASE WHEN NOT is_open THEN ended.or_before END AS closed_on,
       measured.u(span.id, 5) < 0.07 AS is_walk_in,
       measured.u(span.id, 6) < 0.86 AS is_covered,
       measured.u(span.id, 7) < 0.03 AS is_excused,
       CASE WHEN measured.u(span.id, 8) < 0.03 THEN began.or_after + 2 END AS paused_from
FROM measured.span
JOIN measured.day AS began ON began.day = received
JOIN measured.day AS ended ON ended.day = least(leaves, today - 1);
ANALYZE measured.course;

CREATE UNLOGGED TABLE measured.life AS
SELECT course.id, received, is_open, is_walk_in, is_covered, is_excused, today, closed_on, paused_from,
       least(coalesce(closed_on, today), today) AS last_day,
       least(enrolled.day, closed_on, today) AS enrolled_on,
       CASE WHEN visited.day <= least(coalesce(closed_on, today), today) THEN visited.day END AS first_visit_on,
       CASE WHEN planned.day <= least(coalesce(closed_on, today), today) THEN planned.day END AS planned_on,
       promised.day AS original_due_on, due.day AS due_on,
       place.id AS jobbtorg_id, place.code, place.is_young, (place.n + 1) % place.of AS other_place_n, unit.id AS unit_id
FROM measured.course
JOIN measured.workday AS enrolled ON enrolled.n = enrolled_n
JOIN measured.workday AS visited ON visited.n = enrolled_n + 2
LEFT JOIN measured.workday AS planned ON planned.n = plan_n
JOIN measured.workday AS promised ON promised.n = received_n + 5
LEFT JOIN measured.day AS paused ON paused.day = paused_from - 1
LEFT JOIN measured.day AS resumed ON resumed.day = paused_from + 6
JOIN measured.workday AS due ON due.n = received_n + 5 + coalesce(resumed.n - paused.n, 0)
JOIN measured.place ON place.day = received AND place.n = floor(measured.u(course.id, 10) * place.of)::bigint
JOIN measured.unit ON unit.day = received AND unit.n = floor(measured.u(course.id, 11) * unit.of)::bigint;
CREATE UNIQUE INDEX ON measured.life (id);
ANALYZE measured.life;

-- Every eleventh has been here before, where somebody left in time.
CREATE UNLOGGED TABLE measured.case AS
WITH own AS (
    SELECT life.*, earlier.id AS earlier_id,
           count(*) FILTER (WHERE earlier.id IS NULL) OVER (ORDER BY life.id) AS nth
    FROM measured.life
    LEFT JOIN measured.life AS earlier
           ON life.id % 11 = 10 AND earlier.id = 11 * floor(0.6 * (life.id / 11))::bigint + (life.id / 11) % 10
          AND earlier.closed_on < life.received - 30
)
SELECT own.*, CASE WHEN own.earlier_id IS NULL THEN own.nth ELSE before.nth END AS person_id,
       measured.numbered(own.code, own.enrolled_on, row_number() OVER (
           PARTITION BY own.code, extract(year FROM own.enrolled_on) ORDER BY own.id)) AS case_no,
       coach.id AS coach_id, manager.id AS manager_id, sender.id AS sender_id
FROM own
LEFT JOIN own AS before ON before.id = own.earlier_id
JOIN measured.staff AS coach ON coach.role = 'COACH' AND coach.jobbtorg_id = own.jobbtorg_id
     AND coach.is_active = (own.last_day > own.today - 1500) AND coach.n = floor(measured.u(own.id, 12) * coach.of)::bigint
JOIN measured.staff AS manager ON manager.role = 'MANAGER' AND manager.jobbtorg_id = own.jobbtorg_id AND manager.n = 0
JOIN measured.staff AS sender ON sender.role = 'CASEWORKER' AND sender.unit_id = own.unit_id
     AND sender.n = floor(measured.u(own.id, 13) * sender.of)::bigint
ORDER BY own.id;
CREATE UNIQUE INDEX ON measured.case (id);
ANALYZE measured.case;

-- The person as at the first time. Names and numbers come from the tables that people.py writes.
CREATE UNLOGGED TABLE measured.person AS
SELECT person_id AS id, gender, birth_date, received,
       row_number() OVER (PARTITION BY gender, birth_date ORDER BY person_id) - 1 AS nth_of_day,
       floor(measured.u(person_id, 20) * 20000)::int AS name_n, measured.u(person_id, 21) AS chance,
       CASE WHEN protected THEN (ARRAY['SEKRETESSMARKERING', 'SKYDDAD_FOLKBOKFORING', 'FINGERADE_UPPGIFTER'])
                                [1 + floor(3 * measured.u(person_id, 22) ^ 2)::int] ELSE 'NONE' END AS protection
FROM (
    SELECT person_id, received, CASE WHEN measured.u(id, 14) < 0.47 THEN 'K' ELSE 'M' END AS gender,
           received - ((CASE WHEN is_young THEN 16 + 9 * measured.u(id, 15) ELSE 19 + 44 * measured.u(id, 15) ^ 1.3 END)
                       * 365.25)::int AS birth_date,
           measured.u(id, 16) < 0.0025 AS protected
    FROM measured.case WHERE earlier_id IS NULL
) AS drawn;
ANALYZE measured.person;

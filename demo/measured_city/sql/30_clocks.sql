-- Follow-ups: each three months from the one before, mostly held in time; the last one waits, is late, or ended with the case.
CREATE UNLOGGED TABLE measured.round AS
WITH steps AS (
    SELECT id AS case_id, n, today, closed_on, last_day, planned_on,
           sum(62 + floor(36 * measured.u(id * 32 + n, 30))::int) OVER (PARTITION BY id ORDER BY n) AS days
    FROM measured.case, generate_series(1, 1 + (last_day - planned_on) / 62) AS n
    WHERE planned_on IS NOT NULL
), held AS (
    SELECT steps.*, day.or_before AS held_on,
           lag(day.or_before, 1, planned_on) OVER (PARTITION BY case_id ORDER BY steps.n) AS base
    FROM steps JOIN measured.day ON day.day = planned_on + days::int
)
SELECT case_id, n, base, today, closed_on, (base + interval '3 months')::date AS nominal_on,
       CASE WHEN held_on < last_day THEN held_on END AS held_on,
       measured.u(case_id * 32 + n, 31) < 0.35 AS revises
FROM held WHERE base < last_day OR n = 1;
ANALYZE measured.round;

-- All clocks, one after another as the cases began; a case's own in the order of their kinds.
CREATE UNLOGGED TABLE measured.clock AS
WITH made AS (
    SELECT id AS case_id, 1 AS kind_n, 0 AS n, 'PLAN_GUARANTEE' AS kind, received AS started_on, original_due_on, due_on,
           due_on AS recommended_on, planned_on AS met_on, 'PLAN' AS how, closed_on, is_excused, today FROM measured.case
    UNION ALL
    SELECT id, 2, 0, 'GROUP_INFO_OFFER', received, original_due_on, original_due_on, original_due_on, enrolled_on, 'OFFER',
           closed_on, false, today FROM measured.case
    UNION ALL
    SELECT planned.id, 3, 0, 'PLAN_COMMUNICATION', planned_on, due.day, due.day, due.day,
           CASE WHEN sent.day <= last_day AND measured.u(planned.id, 32) < 0.97 THEN sent.day END, 'SENT', closed_on,
           false, today
    FROM measured.case AS planned
    JOIN measured.day ON day.day = planned_on
    JOIN measured.workday AS due ON due.n = day.n + 1
    JOIN measured.workday AS sent ON sent.n = day.n + CASE WHEN measured.u(planned.id, 33) < 0.9 THEN 0 ELSE 4 END
    UNION ALL
    SELECT case_id, 4, round.n, 'FOLLOW_UP', base, nominal.or_after, nominal.or_after, nominal.or_before, held_on,
           'FOLLOW_UP', closed_on, false, today
    FROM measured.round JOIN measured.day AS nominal ON nominal.day = nominal_on
)
SELECT row_number() OVER (ORDER BY case_id, kind_n, n) AS id, case_id, kind_n, n, kind, started_on, original_due_on,
       due_on, recommended_on, met_on, how,
       CASE WHEN met_on <= due_on THEN 'MET'
            WHEN is_excused AND due_on < today THEN 'EXCUSED'
            WHEN closed_on <= due_on THEN 'CANCELLED'
            WHEN due_on < today THEN 'BREACHED'
            ELSE 'RUNNING' END AS status,
       CASE WHEN met_on IS NULL THEN closed_on END AS ended_on
FROM made;
CREATE UNIQUE INDEX ON measured.clock (id);
CREATE INDEX ON measured.clock (case_id) WHERE kind_n = 1;
ANALYZE measured.clock;

-- Plans: the first, and a new version where a follow-up changed it.
CREATE UNLOGGED TABLE measured.version AS
SELECT row_number() OVER (ORDER BY case_id, approved_on) AS id, case_id,
       row_number() OVER (PARTITION BY case_id ORDER BY approved_on) AS number, approved_on,
       lead(case_id) OVER (PARTITION BY case_id ORDER BY approved_on) IS NULL AS is_last
FROM (
    SELECT id AS case_id, planned_on AS approved_on FROM measured.case WHERE planned_on IS NOT NULL
    UNION
    SELECT case_id, held_on FROM measured.round WHERE revises AND held_on IS NOT NULL
) AS approved;
CREATE UNIQUE INDEX ON measured.version (id);
ANALYZE measured.version;

-- Meetings from the first visit to the last day, and what is booked ahead. Each falls on a working day, between 8 and 16.
CREATE UNLOGGED TABLE measured.meeting AS
WITH wanted AS (
    SELECT meetings::float8 / (SELECT sum(last_day - enrolled_on + 1) FROM measured.case) AS a_day FROM measured.parameter
), times AS (
    SELECT c.id AS case_id, c.coach_id, c.today, n, c.first_visit_on,
           c.enrolled_on + ((n - measured.u(c.id * 128 + n, 40)) / a_day)::int AS near, false AS is_ahead, c.last_day
    FROM measured.case AS c, wanted,
         generate_series(1, greatest(1, floor((c.last_day - c.enrolled_on + 1) * a_day + measured.u(c.id, 41))::int)) AS n
    UNION ALL
    SELECT id, coach_id, today, 0, first_visit_on, today + floor(30 * measured.u(id, 42))::int, true, NULL
    FROM measured.case WHERE is_open AND measured.u(id, 43) < 0.7
)
SELECT row_number() OVER (ORDER BY day.or_after, case_id, times.n) AS id, case_id, coach_id, is_ahead, today,
       (day.or_after + make_time(8 + floor(8 * measured.u(case_id * 128 + times.n, 44))::int,
                                 30 * floor(2 * measured.u(case_id * 128 + times.n, 45))::int, 0))
           AT TIME ZONE 'Europe/Stockholm' AS starts_at,
       measured.u(case_id * 128 + times.n, 46) AS chance, measured.u(case_id * 128 + times.n, 47) AS other
FROM times JOIN measured.day ON day.day = least(near, last_day);
CREATE UNIQUE INDEX ON measured.meeting (id);
ANALYZE measured.meeting;

-- Referrals that led to no case, and those that wait now.
CREATE UNLOGGED TABLE measured.turned_away AS
SELECT row_number() OVER (ORDER BY received, id) AS n, id AS like_id, person_id, received, jobbtorg_id, unit_id, sender_id,
       manager_id, due_on, original_due_on, today, measured.u(id, 51) AS chance
FROM measured.case WHERE measured.u(id, 50) < 0.08 AND earlier_id IS NULL AND closed_on IS NOT NULL;
CREATE UNLOGGED TABLE measured.waiting AS
SELECT row_number() OVER (ORDER BY workday.day, closed.id) AS n, closed.person_id, workday.day AS received,
       closed.jobbtorg_id, closed.unit_id, closed.sender_id, closed.manager_id, due.day AS due_on, today,
       measured.u(closed.id, 53) AS chance
FROM (SELECT row_number() OVER (ORDER BY measured.u(id, 52)) AS pick, * FROM measured.case AS c
      WHERE closed_on < today - 400 AND NOT EXISTS (SELECT FROM measured.case AS later
                                                    WHERE later.person_id = c.person_id AND later.id > c.id)) AS closed
JOIN measured.day AS now ON now.day = today
JOIN measured.workday ON workday.n = now.n - (closed.pick % 5)::int
JOIN measured.workday AS due ON due.n = workday.n + 5
WHERE closed.pick <= 160;
ANALYZE measured.turned_away, measured.waiting;

-- Keys that tables refer to each other by, given here once.
CREATE UNLOGGED TABLE measured.disclosure AS
SELECT row_number() OVER (ORDER BY case_id, content, number) AS id, content, case_id, number, version_id, told_on
FROM (
    SELECT version.case_id, version.id AS version_id, version.number, 'JOB_PLAN' AS content,
           CASE WHEN number = 1 THEN clock.met_on ELSE version.approved_on END AS told_on
    FROM measured.version LEFT JOIN measured.clock ON clock.case_id = version.case_id AND kind_n = 3
    WHERE number > 1 OR clock.met_on IS NOT NULL
    UNION ALL
    SELECT id, NULL, 0, 'CLOSURE', closed_on FROM measured.case WHERE closed_on IS NOT NULL AND measured.u(id, 60) < 0.9
) AS told JOIN measured.case ON "case".id = case_id WHERE NOT is_walk_in;
-- Group information: each case is called to the next session of its jobbtorg after it began.
CREATE UNLOGGED TABLE measured.called AS
SELECT id AS case_id, jobbtorg_id, session.day, enrolled_on, coach_id, today, measured.u(id, 61) AS chance
FROM measured.case JOIN measured.day ON day.day = enrolled_on JOIN measured.workday AS session ON session.n = (day.n / 5 + 1) * 5
WHERE measured.u(id, 62) < 0.6;
CREATE UNLOGGED TABLE measured.session AS
SELECT row_number() OVER (ORDER BY day, jobbtorg_id) AS id, jobbtorg_id, day FROM (SELECT DISTINCT jobbtorg_id, day FROM measured.called) AS held;
ANALYZE measured.disclosure, measured.called, measured.session;

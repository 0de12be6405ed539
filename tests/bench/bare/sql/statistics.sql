SELECT count(*) FILTER (WHERE e.enrolled_on < date_trunc('year', now()) AND (e.closed_on IS NULL OR e.closed_on
       >= date_trunc('year', now()))) AS opening, count(*) FILTER (WHERE e.enrolled_on >= date_trunc('year',
       now())) AS new, count(*) FILTER (WHERE e.closed_on >= date_trunc('year', now())) AS closed, count(*)
       FILTER (WHERE e.closed_on IS NULL) AS remaining
FROM aspirants_unitstay s
JOIN aspirants_enrolment e ON e.id = s.enrolment_id
WHERE s.jobbtorg_id = %(unit)s;
SELECT r."group", r.label, count(*)
FROM aspirants_closure k
JOIN aspirants_closurereason r ON r.id = k.reason_id
JOIN aspirants_enrolment e ON e.id = k.enrolment_id
WHERE e.jobbtorg_id = %(unit)s AND e.closed_on >= date_trunc('year', now())
GROUP BY 1, 2
ORDER BY 1, 2;
SELECT c.status, count(*)
FROM deadlines_deadlineclock c
JOIN deadlines_deadlinepolicy k ON k.id = c.policy_id
WHERE c.jobbtorg_id = %(unit)s AND k.kind = 'PLAN_GUARANTEE' AND c.due_on >= date_trunc('year', now())
GROUP BY 1;

SELECT p.last_name || ', ' || p.first_name AS name, e.case_no, k.kind, c.due_on, c.status, u.last_name AS coach,
       c.started_on, c.original_due_on, c.reference
FROM deadlines_deadlineclock c
JOIN deadlines_deadlinepolicy k ON k.id = c.policy_id
JOIN aspirants_person p ON p.id = c.person_id
LEFT JOIN aspirants_enrolment e ON e.id = c.enrolment_id
LEFT JOIN organisation_user u ON u.id = e.coach_id
WHERE c.jobbtorg_id = %(unit)s AND c.status = 'RUNNING' AND k.use = 'ACTIVE'
ORDER BY c.due_on LIMIT 50;
SELECT k.kind, count(*) FILTER (WHERE c.due_on < current_date) AS late, count(*) FILTER (WHERE c.due_on >=
       current_date) AS near
FROM deadlines_deadlineclock c
JOIN deadlines_deadlinepolicy k ON k.id = c.policy_id
WHERE c.jobbtorg_id = %(unit)s AND c.status = 'RUNNING'
GROUP BY 1;
SELECT c.status, count(*)
FROM deadlines_deadlineclock c
WHERE c.jobbtorg_id = %(unit)s AND c.due_on BETWEEN current_date - 30 AND current_date - 1
GROUP BY 1;
SELECT u.last_name, count(*)
FROM aspirants_enrolment e
JOIN organisation_user u ON u.id = e.coach_id
WHERE e.jobbtorg_id = %(unit)s AND e.closed_on IS NULL
GROUP BY 1 ORDER BY 2 DESC LIMIT 7;

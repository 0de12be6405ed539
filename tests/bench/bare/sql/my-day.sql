SELECT e.case_no, p.last_name || ', ' || p.first_name AS name, p.birth_date, e.status, e.enrolled_on,
       (SELECT min(starts_at) FROM meetings_meeting m WHERE m.enrolment_id = e.id AND starts_at > now()) AS next,
       (SELECT max(starts_at) FROM meetings_meeting m WHERE m.enrolment_id = e.id AND starts_at <= now()) AS latest,
       (SELECT min(due_on) FROM deadlines_deadlineclock c WHERE c.enrolment_id = e.id AND c.status = 'RUNNING')
       AS due
FROM aspirants_enrolment e JOIN aspirants_person p ON p.id = e.person_id
WHERE e.coach_id = %(user)s AND e.closed_on IS NULL ORDER BY due NULLS LAST, p.sort_key LIMIT 50;
SELECT e.case_no, c.due_on, k.kind
FROM deadlines_deadlineclock c
JOIN aspirants_enrolment e ON e.id = c.enrolment_id
JOIN deadlines_deadlinepolicy k ON k.id = c.policy_id
WHERE e.coach_id = %(user)s AND e.closed_on IS NULL AND c.status IN ('RUNNING', 'BREACHED') AND c.fulfilled_at
       IS NULL AND k.use = 'ACTIVE'
ORDER BY c.due_on LIMIT 7;
SELECT m.starts_at, m.status, p.last_name, p.first_name, m.channel
FROM meetings_meeting m
JOIN aspirants_enrolment e ON e.id = m.enrolment_id
JOIN aspirants_person p ON p.id = e.person_id
WHERE m.coach_id = %(user)s AND m.status = 'BOOKED' AND m.starts_at < now() + interval '7 days'
ORDER BY m.starts_at LIMIT 50;

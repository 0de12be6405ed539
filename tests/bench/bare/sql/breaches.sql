SELECT e.case_no, k.kind, b.due_on, b.stamped_at, b.cause, b.comment
FROM deadlines_breach b
JOIN deadlines_deadlineclock c ON c.id = b.clock_id
JOIN deadlines_deadlinepolicy k ON k.id = c.policy_id
LEFT JOIN aspirants_enrolment e ON e.id = c.enrolment_id
WHERE b.jobbtorg_id = %(unit)s AND b.revoked_at IS NULL
ORDER BY b.due_on DESC LIMIT 50;

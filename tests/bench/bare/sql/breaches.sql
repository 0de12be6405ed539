SELECT c.reference, k.kind, c.original_due_on, b.due_on, u.last_name AS coach, b.cause, b.comment, x.last_name AS by,
       c.fulfilled_at
FROM deadlines_breach b
JOIN deadlines_deadlineclock c ON c.id = b.clock_id
JOIN deadlines_deadlinepolicy k ON k.id = c.policy_id
LEFT JOIN aspirants_enrolment e ON e.id = c.enrolment_id
LEFT JOIN organisation_user u ON u.id = e.coach_id
LEFT JOIN organisation_user x ON x.id = b.explained_by_id
WHERE b.jobbtorg_id = %(unit)s AND b.revoked_at IS NULL
ORDER BY b.due_on DESC LIMIT 50;

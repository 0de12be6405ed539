SELECT r.number, p.last_name || ', ' || p.first_name AS name, p.birth_date, r.status, r.received_on, c.due_on,
       u.name AS unit
FROM referrals_referral r JOIN aspirants_person p ON p.id = r.person_id
JOIN deadlines_deadlineclock c ON c.id = r.clock_id JOIN organisation_incomesupportunit u ON u.id = r.unit_id
WHERE r.jobbtorg_id = %(unit)s AND r.status = 'SUBMITTED' ORDER BY c.due_on LIMIT 50;

SELECT r.number, p.last_name || ', ' || p.first_name AS name, p.birth_date, r.status, r.received_on, r.submitted_at,
       r.source, r.benefit_kind, r.benefit_reason, r.benefit_applied_on, r.inquiry_done_on, r.fit_for_work,
       r.unemployed_since, r.has_children_at_home, r.purpose, c.due_on, c.status AS clock, u.name AS unit,
       j.name AS jobbtorg, s.first_name, s.last_name
FROM referrals_referral r JOIN aspirants_person p ON p.id = r.person_id
JOIN deadlines_deadlineclock c ON c.id = r.clock_id JOIN organisation_incomesupportunit u ON u.id = r.unit_id
JOIN organisation_jobbtorg j ON j.id = r.jobbtorg_id JOIN organisation_user s ON s.id = r.sent_by_id
WHERE r.id = %(case)s;
SELECT e.at, e.status, e.comment, u.first_name, u.last_name
FROM referrals_referralevent e JOIN organisation_user u ON u.id = e.actor_id
WHERE e.referral_id = %(case)s
ORDER BY e.at;
SELECT t.subject, t.waits_for, max(m.sent_at) AS last_at
FROM referrals_questionthread t JOIN referrals_questionmessage m ON m.thread_id = t.id
WHERE t.referral_id = %(case)s GROUP BY t.id ORDER BY last_at DESC;
SELECT name, size, added_at FROM referrals_attachment WHERE referral_id = %(case)s ORDER BY number;
SELECT kind, text, noted_at FROM referrals_deviation WHERE referral_id = %(case)s ORDER BY noted_at;

SELECT p.last_name || ', ' || p.first_name AS name, coalesce(r.number, e.case_no) AS number, t.subject, t.waits_for,
       m.last_at
FROM referrals_questionthread t
JOIN (SELECT thread_id, max(sent_at) AS last_at FROM referrals_questionmessage GROUP BY thread_id) m
     ON m.thread_id = t.id
LEFT JOIN referrals_referral r ON r.id = t.referral_id
LEFT JOIN aspirants_enrolment e ON e.id = coalesce(t.enrolment_id, r.enrolment_id)
JOIN aspirants_person p ON p.id = coalesce(r.person_id, e.person_id)
WHERE t.waits_for = 'JOBBTORG' AND coalesce(e.jobbtorg_id, r.jobbtorg_id) = %(unit)s
ORDER BY m.last_at DESC LIMIT 50;

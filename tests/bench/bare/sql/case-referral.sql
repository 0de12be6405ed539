SELECT e.case_no, p.first_name, p.last_name, p.birth_date, r.number, r.status, r.received_on, r.submitted_at, r.benefit_kind,
       r.benefit_reason, r.benefit_applied_on, r.inquiry_done_on, r.fit_for_work, r.unemployed_since,
       r.has_children_at_home, r.purpose, c.due_on, u.name AS unit, s.first_name, s.last_name
FROM aspirants_enrolment e JOIN aspirants_person p ON p.id = e.person_id
JOIN referrals_referral r ON r.enrolment_id = e.id JOIN deadlines_deadlineclock c ON c.id = r.clock_id
JOIN organisation_incomesupportunit u ON u.id = r.unit_id JOIN organisation_user s ON s.id = r.sent_by_id
WHERE e.id = %(case)s;
SELECT d.disclosed_at, d.direction, d.content, d.basis, u.name AS unit, s.first_name, s.last_name
FROM aspirants_disclosure d JOIN organisation_user s ON s.id = d.disclosed_by_id
LEFT JOIN organisation_incomesupportunit u ON u.id = coalesce(d.sending_unit_id, d.recipient_id)
WHERE d.enrolment_id = %(case)s ORDER BY d.disclosed_at DESC;
SELECT purpose, kinds, given_on, withdrawn_on FROM aspirants_consent WHERE enrolment_id = %(case)s ORDER BY id;
SELECT t.subject, t.waits_for, max(m.sent_at) AS last_at
FROM referrals_questionthread t JOIN referrals_questionmessage m ON m.thread_id = t.id
LEFT JOIN referrals_referral r ON r.id = t.referral_id
WHERE t.enrolment_id = %(case)s OR r.enrolment_id = %(case)s GROUP BY t.id ORDER BY last_at DESC;
SELECT a.name, a.size, a.added_at FROM referrals_attachment a JOIN referrals_referral r ON r.id = a.referral_id
WHERE r.enrolment_id = %(case)s ORDER BY a.number;
SELECT held_at, result FROM jobplans_followup WHERE enrolment_id = %(case)s AND held_at IS NOT NULL ORDER BY held_at DESC;

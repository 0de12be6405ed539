SELECT e.case_no, p.first_name, p.last_name, p.birth_date, p.phone, p.email, p.language, e.status, e.enrolled_on,
       u.first_name, u.last_name FROM aspirants_enrolment e JOIN aspirants_person p ON p.id = e.person_id
JOIN organisation_user u ON u.id = e.coach_id WHERE e.id = %(case)s;
SELECT * FROM (
    SELECT starts_at AS at, 'Möte' AS what, status, note AS text FROM meetings_meeting WHERE enrolment_id = %(case)s
    UNION ALL SELECT v.drafted_at, 'Plan', v.status, v.goal FROM jobplans_jobplanversion v
              JOIN jobplans_jobplan j ON j.id = v.plan_id WHERE j.enrolment_id = %(case)s
    UNION ALL SELECT held_at, 'Uppföljning', result, note FROM jobplans_followup
              WHERE enrolment_id = %(case)s AND held_at IS NOT NULL
    UNION ALL SELECT b.stamped_at, 'Bruten frist', b.cause, b.comment FROM deadlines_breach b
              JOIN deadlines_deadlineclock c ON c.id = b.clock_id WHERE c.enrolment_id = %(case)s
    UNION ALL SELECT recorded_at, 'Insats', provider, '' FROM activities_activity WHERE enrolment_id = %(case)s
    UNION ALL SELECT disclosed_at, 'Utlämnat', content, basis FROM aspirants_disclosure WHERE enrolment_id =
       %(case)s
) events ORDER BY at DESC LIMIT 50;
SELECT k.kind, c.due_on, c.status
FROM deadlines_deadlineclock c
JOIN deadlines_deadlinepolicy k ON k.id = c.policy_id
WHERE c.enrolment_id = %(case)s AND c.status = 'RUNNING';

-- Who opened what: before and after each meeting, at each step of a referral, and those who came in the morning.
SELECT audit_add_partitions(24, '2008-04-01');
INSERT INTO audit_accessevent (id, at, user_id, kind, view, subject, person_id, sought, reason, address)
SELECT row_number() OVER (ORDER BY at), at, user_id, kind, view, subject, person_id, '', reason, '10.20.30.40'::inet
FROM (
    SELECT starts_at + step.later AS at, m.coach_id AS user_id, step.kind, step.view, c.case_no AS subject, c.person_id, '' AS reason
    FROM measured.meeting AS m JOIN measured.case AS c ON c.id = m.case_id,
         (VALUES (interval '-4 minutes', 'READ', 'case'), (interval '40 minutes', 'WRITE', 'log_meeting')) AS step (later, kind, view)
    WHERE m.starts_at < m.today
    UNION ALL
    SELECT received + interval '9 hours', sender_id, 'WRITE', 'referral_draft_check', '', person_id, '' FROM measured.case
    UNION ALL
    SELECT received + interval '11 hours', manager_id, 'READ', 'referral_detail', '', person_id, '' FROM measured.case
    UNION ALL
    SELECT enrolled_on + interval '9 hours', coach_id, 'BREAK_GLASS', 'search_city', case_no, person_id, 'Personen kom hit i stället.'
    FROM measured.case WHERE measured.u(id, 78) < 0.02
    UNION ALL
    SELECT day + interval '7 hours 50 minutes', staff.id, 'SIGN_IN', 'account_login', '', NULL, ''
    FROM measured.weight, measured.staff WHERE role IN ('COACH', 'MANAGER') AND is_active AND is_recent
) AS done WHERE at < now() ORDER BY 1;

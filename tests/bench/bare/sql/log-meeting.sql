SELECT e.case_no, p.first_name, p.last_name, p.birth_date, p.phone, p.email, p.language, e.status, e.enrolled_on,
       u.first_name, u.last_name FROM aspirants_enrolment e JOIN aspirants_person p ON p.id = e.person_id
JOIN organisation_user u ON u.id = e.coach_id WHERE e.id = %(case)s;
SELECT starts_at, status, note
FROM meetings_meeting
WHERE enrolment_id = %(case)s
ORDER BY starts_at DESC LIMIT 3;

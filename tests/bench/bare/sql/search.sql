SELECT e.case_no, p.last_name || ', ' || p.first_name AS name, p.birth_date, e.status, e.enrolled_on,
       (SELECT min(starts_at) FROM meetings_meeting m WHERE m.enrolment_id = e.id AND starts_at > now()) AS next,
       (SELECT max(starts_at) FROM meetings_meeting m WHERE m.enrolment_id = e.id AND starts_at <= now()) AS latest,
       (SELECT min(due_on) FROM deadlines_deadlineclock c WHERE c.enrolment_id = e.id AND c.status = 'RUNNING')
       AS due
FROM aspirants_enrolment e JOIN aspirants_person p ON p.id = e.person_id
WHERE e.jobbtorg_id = %(unit)s AND p.search_name LIKE %(sought)s ORDER BY p.sort_key LIMIT 50;

SELECT e.case_no, p.first_name, p.last_name, p.birth_date, p.phone, p.email, p.language, e.status, e.enrolled_on,
       u.first_name, u.last_name FROM aspirants_enrolment e JOIN aspirants_person p ON p.id = e.person_id
JOIN organisation_user u ON u.id = e.coach_id WHERE e.id = %(case)s;
SELECT * FROM (
    SELECT pgh_created_at AS at, pgh_label, acting_user_id, 'Ärende' AS what, status AS text
           FROM aspirants_enrolmentchange WHERE pgh_obj_id = %(case)s
    UNION ALL SELECT pgh_created_at, pgh_label, acting_user_id, 'Möte', status FROM meetings_meetingchange
              WHERE enrolment_id = %(case)s
    UNION ALL SELECT pgh_created_at, pgh_label, acting_user_id, 'Frist', status FROM deadlines_deadlineclockchange
              WHERE enrolment_id = %(case)s
    UNION ALL SELECT pgh_created_at, pgh_label, acting_user_id, 'Uppföljning', status FROM jobplans_followupchange
              WHERE enrolment_id = %(case)s
    UNION ALL SELECT pgh_created_at, pgh_label, acting_user_id, 'Avslut', status FROM aspirants_closurechange
              WHERE enrolment_id = %(case)s
) changes ORDER BY at DESC LIMIT 50;

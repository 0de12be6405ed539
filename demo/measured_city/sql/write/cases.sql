INSERT INTO aspirants_enrolment (id, case_no, person_id, jobbtorg_id, coach_id, income_support_unit_id, target_group_id,
       legal_basis, origin, enrolled_on, first_visit_on, status, closed_on, created_at)
SELECT id, case_no, person_id, jobbtorg_id, coach_id, CASE WHEN NOT is_walk_in THEN unit_id END,
       (SELECT ids[1 + floor(cardinality(ids) * measured.u("case".id, 70))::int]
          FROM (SELECT array_agg(id ORDER BY id) AS ids FROM organisation_targetgroup) AS groups),
       CASE WHEN measured.u(id, 71) < 0.9 THEN 'SOL_WITH_TEST' ELSE 'SOL_WITHOUT_TEST' END,
       CASE WHEN is_walk_in THEN 'WALK_IN' ELSE 'REFERRAL' END, enrolled_on, first_visit_on,
       CASE WHEN closed_on IS NOT NULL THEN 'CLOSED' WHEN measured.u(id, 72) < 0.04 THEN 'PAUSED' ELSE 'ACTIVE' END,
       closed_on, enrolled_on + interval '10 hours'
FROM measured.case ORDER BY id;
-- One in twenty-five came from another jobbtorg after a while.
INSERT INTO aspirants_unitstay (enrolment_id, jobbtorg_id, started_on, ended_on, transfer_reason)
SELECT c.id, CASE WHEN part = 1 THEN other.id ELSE c.jobbtorg_id END,
       CASE WHEN moved AND part = 2 THEN enrolled_on + 30 ELSE enrolled_on END,
       CASE WHEN part = 1 THEN enrolled_on + 30 END,
       CASE WHEN part = 1 THEN 'Flyttade till en annan stadsdel.' ELSE '' END
FROM (SELECT *, measured.u(id, 73) < 0.04 AND last_day > enrolled_on + 60 AS moved FROM measured.case) AS c
JOIN measured.place AS other ON other.day = received AND other.n = other_place_n
JOIN (VALUES (1), (2)) AS stay (part) ON moved OR part = 2
ORDER BY c.id;
INSERT INTO casework_casetransfer (enrolment_id, origin_id, destination_id, status, reason, sent_by_id, sent_at,
       answered_by_id, answered_at, answer_reason)
SELECT c.id, first.jobbtorg_id, c.jobbtorg_id, 'ACCEPTED', first.transfer_reason, c.manager_id, first.ended_on + interval '8 hours',
       c.manager_id, first.ended_on + interval '10 hours', ''
FROM measured.case AS c
JOIN aspirants_unitstay AS first ON first.enrolment_id = c.id AND first.ended_on IS NOT NULL AND first.jobbtorg_id <> c.jobbtorg_id
ORDER BY c.id;
-- One in fifty belonged to another income support unit at first.
INSERT INTO aspirants_supportunitchange (enrolment_id, origin_id, unit_id, changed_on, reason, recorded_by_id, recorded_at)
SELECT c.id, other.id, c.unit_id, enrolled_on + 40, 'Flyttade till en annan stadsdel.', coach_id, enrolled_on + interval '40 days 9 hours'
FROM measured.case AS c JOIN measured.unit AS other ON other.day = received AND other.n = 0 AND other.id <> c.unit_id
WHERE NOT is_walk_in AND last_day > enrolled_on + 60 AND measured.u(c.id, 79) < 0.02 ORDER BY c.id;
INSERT INTO aspirants_coachassignment (enrolment_id, coach_id, started_at, assigned_by_id, reason, end_reason)
SELECT id, coach_id, enrolled_on + interval '11 hours', manager_id, '', ''
FROM measured.case ORDER BY id;
INSERT INTO aspirants_closure (enrolment_id, reason_id, closed_on, status, destination, destination_starts_on, text,
       imported_text, decided_by_id, decided_at, evidence, correction_reason)
SELECT c.id, reason.id, closed_on,
       CASE WHEN closed_on > today - 42 OR measured.u(c.id, 75) < 0.04 THEN 'PRELIMINARY' ELSE 'CONFIRMED' END,
       CASE reason."group" WHEN 'W' THEN 'Hemtjänst Söder' WHEN 'S' THEN 'Komvux Stockholm' ELSE '' END,
       CASE WHEN reason."group" IN ('W', 'S') THEN closed_on + 7 END,
       CASE WHEN needs_text THEN 'Överenskommet vid möte.' ELSE '' END, '', coach_id, closed_on + interval '15 hours', '', ''
FROM measured.case AS c
JOIN measured.reason ON measured.u(c.id, 74) >= share_from AND measured.u(c.id, 74) < share_to
WHERE closed_on IS NOT NULL ORDER BY c.id;
-- Checks one and four months after somebody began; those of the last days are still to be done.
INSERT INTO aspirants_postclosurecheck (enrolment_id, closure_id, months, due_on, result, source, note, recorded_by_id, recorded_at)
SELECT enrolment_id, closure_id, months, due_on, CASE WHEN NOT done THEN '' WHEN chance < 0.8 THEN 'STILL' WHEN chance < 0.95 THEN 'ENDED' ELSE 'UNKNOWN' END,
       CASE WHEN done THEN 'PERSON' ELSE '' END, '', CASE WHEN done THEN coach_id END, CASE WHEN done THEN due_on + interval '10 hours' END
FROM (SELECT enrolment_id, closure_id, months, coach_id, measured.u(closure_id, 79) AS chance, due_on, due_on < today - 5 AS done
        FROM (SELECT closure.enrolment_id, closure.id AS closure_id, months, c.coach_id, today, month_day
                     + CASE extract(isodow FROM month_day) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END AS due_on
                FROM aspirants_closure AS closure JOIN measured.case AS c ON c.id = closure.enrolment_id
               CROSS JOIN (VALUES (1), (4)) AS after (months)
               CROSS JOIN LATERAL (SELECT (closure.destination_starts_on + make_interval(months => months))::date AS month_day) AS nominal
               WHERE closure.destination_starts_on IS NOT NULL) AS fallen_due
       WHERE due_on <= today) AS checked
ORDER BY closure_id, months;
INSERT INTO aspirants_interruption (enrolment_id, reason, started_on, returned_on, registered_by_id, registered_at)
SELECT id, (ARRAY['ILLNESS', 'CARE', 'AWAY', 'OTHER'])[1 + floor(4 * measured.u(id, 77))::int], enrolled_on + 60,
       CASE WHEN last_day > enrolled_on + 81 THEN enrolled_on + 81 END, coach_id, enrolled_on + interval '60 days 9 hours'
FROM measured.case WHERE last_day > enrolled_on + 61 AND measured.u(id, 76) < 0.08 ORDER BY id;
INSERT INTO aspirants_opening (user_id, person_id, kind, reason, opened_at, expires_at)
SELECT coach_id, person_id, 'OTHER_UNIT', 'Personen kom hit i stället.', enrolled_on + interval '9 hours', enrolled_on + interval '17 hours'
FROM measured.case WHERE measured.u(id, 78) < 0.02 ORDER BY id;

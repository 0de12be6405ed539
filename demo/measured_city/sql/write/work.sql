INSERT INTO activities_activity (enrolment_id, insats_type_id, provider, decided_on, agreed_at, starts_on, ends_on,
       result, recorded_by_id, recorded_at)
SELECT c.id, insats.id, 'Jobbtorg', planned_on, planned_on + interval '11 hours', planned_on + 7,
       CASE WHEN last_day > planned_on + 90 THEN planned_on + 90 END, '', coach_id, planned_on + interval '11 hours'
FROM measured.case AS c
JOIN measured.insats ON insats.n = floor(measured.u(c.id, 80) * insats.of)
WHERE planned_on + 7 <= last_day AND measured.u(c.id, 81) < 0.8 ORDER BY c.id;
INSERT INTO activities_joboffer (enrolment_id, employer, offered_on, answer, answered_at, starts_on, subsidised, municipal,
       recorded_by_id, recorded_at)
SELECT id, 'Lagerhuset i Jordbro', planned_on + 20,
       CASE WHEN chance < 0.7 THEN 'ACCEPTED' ELSE 'DECLINED' END, planned_on + interval '22 days 9 hours',
       CASE WHEN chance < 0.7 THEN planned_on + 30 END, chance < 0.1, false, coach_id, planned_on + interval '22 days 9 hours'
FROM (SELECT *, measured.u(id, 83) AS chance FROM measured.case) AS c
WHERE planned_on + 25 <= last_day AND measured.u(id, 82) < 0.25 ORDER BY id;
INSERT INTO meetings_groupinformationsession (id, jobbtorg_id, starts_at, place, capacity, language, call_off_reason, call_off_note)
SELECT id, jobbtorg_id, (day + time '13:00') AT TIME ZONE 'Europe/Stockholm', 'Rum 2', 15, 'svenska', '', ''
FROM measured.session ORDER BY id;
INSERT INTO meetings_groupinformationbooking (session_id, enrolment_id, status, invited_at, registered_by_id)
SELECT session.id, case_id,
       CASE WHEN called.day >= today THEN 'INVITED' WHEN chance < 0.75 THEN 'ATTENDED' WHEN chance < 0.9 THEN 'NO_SHOW'
            WHEN chance < 0.97 THEN 'CANCELLED_BY_ASPIRANT' ELSE 'CANCELLED_BY_UNIT' END,
       enrolled_on + interval '10 hours', coach_id
FROM measured.called JOIN measured.session USING (jobbtorg_id, day) ORDER BY case_id;
INSERT INTO casework_casenote (enrolment_id, concerns_on, text, written_by_id, written_at, submission_id)
SELECT c.id, enrolled_on + n, (ARRAY['Ringde om praktikplatsen. Den är ledig från nästa vecka.',
       'Aspiranten lämnade intyg från sin förra arbetsgivare i receptionen.',
       'Skickade länk till två annonser inom lager.'])[1 + floor(3 * measured.u(c.id, 91 + n))::int],
       coach_id, enrolled_on + n + interval '11 hours', gen_random_uuid()
FROM measured.case AS c, generate_series(3, 90, 29) AS n
WHERE enrolled_on + n < last_day AND measured.u(c.id, 90) < 0.6 ORDER BY c.id, n;

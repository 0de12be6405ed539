INSERT INTO jobplans_jobplan (id, enrolment_id) SELECT case_id, case_id FROM measured.version WHERE number = 1 ORDER BY case_id;
INSERT INTO jobplans_jobplanversion (id, plan_id, number, status, goal, summary, attendance_requirement, reason_for_revision,
       drafted_by_id, drafted_at, edition, saved_by_id, proposed_at)
SELECT version.id, case_id, number, CASE WHEN is_last THEN 'APPROVED' ELSE 'SUPERSEDED' END,
       (ARRAY['Arbete i restaurang eller storkök', 'Arbete inom vård och omsorg', 'Arbete på lager',
              'Studier på komvux mot barnskötare', 'Arbete som lokalvårdare'])[1 + floor(5 * measured.u(version.id, 100))::int],
       'Söker arbete och prövar yrket i praktik.', 'WEEKLY', CASE WHEN number > 1 THEN 'Uppföljning.' ELSE '' END,
       coach_id, approved_on + interval '9 hours', 1, coach_id, approved_on + interval '10 hours'
FROM measured.version JOIN measured.case ON "case".id = case_id ORDER BY version.id;
INSERT INTO jobplans_planitem (version_id, insats_type_id, meeting_kind, text, place, starts_on, ends_on, hours_per_week)
SELECT version.id, CASE WHEN g > 1 THEN insats.id END, CASE WHEN g = 1 THEN 'COACH' ELSE '' END,
       CASE WHEN g = 1 THEN 'Coachmöte varannan vecka' ELSE 'Praktik eller kurs enligt plan' END, 'Jobbtorget', approved_on,
       approved_on + 90, CASE WHEN g = 1 THEN 1 ELSE 15 END
FROM measured.version, generate_series(1, 2 + (version.id % 2)) AS g
JOIN measured.insats ON true
WHERE insats.n = (version.id * 3 + g) % insats.of ORDER BY version.id, g;
INSERT INTO jobplans_planapproval (version_id, decision, answered_at, method, note, recorded_by_id, recorded_at)
SELECT version.id, 'APPROVED', approved_on + interval '11 hours', 'ORAL_AT_MEETING', '', coach_id, approved_on + interval '11 hours'
FROM measured.version JOIN measured.case ON "case".id = case_id ORDER BY version.id;
INSERT INTO aspirants_disclosure (id, person_id, enrolment_id, direction, sending_jobbtorg_id, content, about, said, recipient_id,
       basis, disclosed_by_id, disclosed_at)
SELECT disclosure.id, person_id, case_id, 'TO_UNIT', jobbtorg_id, content, '', '', unit_id, 'OSL_26_1', coach_id, told_on + interval '13 hours'
FROM measured.disclosure JOIN measured.case ON "case".id = case_id ORDER BY disclosure.id;
INSERT INTO jobplans_plancommunication (version_id, unit_id, disclosure_id, sent_by_id, sent_at)
SELECT version_id, unit_id, disclosure.id, coach_id, told_on + interval '13 hours'
FROM measured.disclosure JOIN measured.case ON "case".id = case_id WHERE version_id IS NOT NULL ORDER BY disclosure.id;

INSERT INTO deadlines_deadlineclock (id, policy_id, person_id, enrolment_id, jobbtorg_id, reference, covered, covered_reason,
       started_on, original_due_on, due_on, recommended_on, status, fulfilment, fulfilled_at, ended_on, late_registered,
       historical, created_at)
SELECT clock.id, policy.id, person_id, case_id, jobbtorg_id, case_no, is_covered, CASE WHEN is_covered THEN 'Har ersättning på grund av arbetslöshet.'
                        ELSE 'Har inte ersättning på grund av arbetslöshet och hör inte till gruppen vuxna flyktingar.' END,
       started_on, clock.original_due_on, clock.due_on, recommended_on, status,
       CASE WHEN met_on IS NULL THEN '' ELSE how END,
       CASE WHEN met_on IS NOT NULL THEN met_on + interval '11 hours' END, ended_on, false, false, started_on + interval '9 hours'
FROM measured.clock JOIN measured.case ON "case".id = case_id
JOIN deadlines_deadlinepolicy AS policy ON policy.kind = clock.kind AND policy.valid_to IS NULL
ORDER BY clock.id;
INSERT INTO deadlines_breach (clock_id, jobbtorg_id, due_on, stamped_at, cause, comment, explained_by_id)
SELECT clock.id, jobbtorg_id, clock.due_on, clock.due_on + interval '1 day 10 minutes',
       CASE WHEN explained THEN (ARRAY['B01', 'B01', 'B02', 'B03', 'B04', 'B07'])[1 + floor(6 * measured.u(clock.id, 91))::int] ELSE '' END,
       '', CASE WHEN explained THEN manager_id END
FROM (SELECT *, due_on < current_date - 6 AND measured.u(id, 90) < 0.8 AS explained FROM measured.clock WHERE status = 'BREACHED') AS clock
JOIN measured.case ON "case".id = case_id
JOIN deadlines_deadlinepolicy AS policy ON policy.kind = clock.kind AND policy.valid_to IS NULL AND policy.use = 'ACTIVE'
ORDER BY clock.id;
INSERT INTO deadlines_excuse (clock_id, reason, happened_on, granted_at)
SELECT id, (ARRAY['E01', 'E02', 'E03'])[1 + floor(3 * measured.u(id, 92))::int], due_on, due_on + interval '1 day 10 minutes'
FROM measured.clock WHERE status = 'EXCUSED' ORDER BY id;
INSERT INTO deadlines_clockpause (clock_id, reason, paused_from, resumed_on, note, registered_by_id, registered_at)
SELECT clock.id, 'P01', paused_from, paused_from + 7, '', coach_id, paused_from + interval '9 hours'
FROM measured.clock JOIN measured.case ON "case".id = case_id
WHERE kind_n = 1 AND paused_from <= last_day ORDER BY clock.id;
INSERT INTO deadlines_contactattempt (clock_id, channel, attempted_at, result, recorded_by_id, recorded_at)
SELECT clock.id, CASE WHEN g = 1 THEN 'PHONE' ELSE 'LETTER' END, started_on + make_interval(days => g, hours => 10), 'NOT_REACHED', coach_id,
       started_on + make_interval(days => g, hours => 11)
FROM measured.clock JOIN measured.case ON "case".id = case_id, generate_series(1, 2) AS g
WHERE kind_n = 1 AND (status = 'EXCUSED' OR measured.u(clock.id, 93) < 0.05) AND started_on + 3 < last_day ORDER BY clock.id;
INSERT INTO jobplans_followup (enrolment_id, clock_id, status, held_at, result, note, unit_took_part, recorded_by_id)
SELECT case_id, clock.id, CASE WHEN met_on IS NOT NULL THEN 'HELD' WHEN ended_on IS NOT NULL THEN 'CANCELLED' ELSE 'PLANNED' END,
       met_on + interval '10 hours', CASE WHEN met_on IS NULL THEN '' WHEN revises THEN 'REVISED' ELSE 'UNCHANGED' END,
       CASE WHEN met_on IS NULL THEN '' ELSE 'Planen följs. Fortsätter som tidigare.' END, measured.u(clock.id, 94) < 0.2,
       CASE WHEN met_on IS NOT NULL THEN coach_id END
FROM measured.clock JOIN measured.round USING (case_id, n) JOIN measured.case ON "case".id = case_id
WHERE kind_n = 4 ORDER BY clock.id;
-- What was decided before a case moved stays in the figures of where it was.
UPDATE deadlines_deadlineclock AS clock SET counted_at_id = stay.jobbtorg_id
FROM aspirants_unitstay AS stay
WHERE stay.enrolment_id = clock.enrolment_id AND stay.ended_on IS NOT NULL AND stay.jobbtorg_id <> clock.jobbtorg_id
  AND clock.status IN ('MET', 'BREACHED', 'EXCUSED')
  AND least(clock.due_on, (clock.fulfilled_at AT TIME ZONE 'Europe/Stockholm')::date) < stay.ended_on;

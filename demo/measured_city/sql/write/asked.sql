-- What the two sides said to each other and sent along, and those who came without a referral. After the other files: it needs
-- the referrals that they have numbered.
INSERT INTO referrals_walkin (enrolment_id, came_on, benefit_kind, benefit_reason, benefit_applied_on, benefit_decision_status,
       wants_decision_first, has_unemployment_fund, inquiry_done_on, fit_for_work, seeking_work, pes_registered_on, pes_category,
       unemployed_since, sfi_status, is_refugee, has_children_at_home, basis, source)
SELECT id, enrolled_on, 'FORSORJNINGSSTOD', CASE WHEN is_covered THEN 'ARBETSBRIST' ELSE 'SOCIAL' END, enrolled_on - 6, 'DECIDED',
       false, 'NO', enrolled_on - 1, 'YES', 'YES', enrolled_on - 20, 'UNEMPLOYED', enrolled_on - 200, 'NOT_NEEDED', false,
       measured.u(id, 120) > 0.6, '', 'SELF'
FROM measured.case WHERE is_walk_in ORDER BY id;
INSERT INTO aspirants_consent (id, person_id, enrolment_id, jobbtorg_id, unit_id, purpose, kinds, given_on, form, note, taken_by_id,
       registered_at, withdrawn_on, withdrawn_by_id, withdrawn_at, submission_id)
SELECT row_number() OVER (ORDER BY id), person_id, id, jobbtorg_id, unit_id, 'BENEFIT',
       ARRAY['JOB_PLAN', 'ATTENDANCE', 'FOLLOW_UP', 'MESSAGE', 'CLOSURE'], enrolled_on, 'ORAL', '', coach_id,
       enrolled_on + interval '10 hours', withdrawn_on, CASE WHEN withdrawn_on IS NOT NULL THEN coach_id END,
       withdrawn_on + interval '10 hours 30 minutes', gen_random_uuid()
FROM (SELECT *, CASE WHEN measured.u(id, 122) < 0.1 THEN least(enrolled_on + 60, last_day) END AS withdrawn_on
      FROM measured.case WHERE NOT is_walk_in AND measured.u(id, 121) < 0.15) AS agreed ORDER BY 1;

-- Questions: of those about open cases every third waits for the jobbtorg, the others have been answered and closed.
CREATE UNLOGGED TABLE measured.question AS
SELECT row_number() OVER (ORDER BY referral.id) AS id, referral.id AS referral_id, c.id AS case_id, c.person_id, c.jobbtorg_id,
       c.unit_id, c.coach_id, c.sender_id, is_open AND measured.u(c.id, 125) < 0.33 AS waits,
       greatest(c.enrolled_on, c.last_day - 1 - floor(CASE WHEN is_open THEN 20 ELSE 120 END * measured.u(c.id, 124))::int) AS asked_on
FROM measured.referral JOIN measured.case AS c ON c.id = enrolment_id WHERE measured.u(c.id, 123) < 0.2;
CREATE UNLOGGED TABLE measured.message AS
SELECT row_number() OVER (ORDER BY question.id, nth) + (SELECT coalesce(max(id), 0) FROM measured.disclosure) AS disclosure_id,
       question.*, nth = 1 AS by_unit, asked_on + nth * interval '5 hours' AS sent_at
FROM measured.question, generate_series(1, CASE WHEN waits THEN 1 ELSE 2 END) AS nth;
ANALYZE measured.question, measured.message;
INSERT INTO referrals_questionthread (id, referral_id, unit_id, subject, basis, opened_by_id, opened_at, waits_for, closed_at,
       closed_by_id, submission_id)
SELECT id, referral_id, unit_id, (SELECT sealed FROM measured.word WHERE name = 'subject'), 'OSL_26_1', sender_id,
       asked_on + interval '5 hours', CASE WHEN waits THEN 'JOBBTORG' ELSE '' END,
       CASE WHEN NOT waits THEN asked_on + interval '12 hours' END, CASE WHEN NOT waits THEN sender_id END, gen_random_uuid()
FROM measured.question ORDER BY id;
INSERT INTO aspirants_disclosure (id, person_id, enrolment_id, direction, sending_jobbtorg_id, sending_unit_id, recipient_id,
       recipient_jobbtorg_id, content, about, said, basis, disclosed_by_id, disclosed_at)
SELECT disclosure_id, person_id, case_id, CASE WHEN by_unit THEN 'TO_JOBBTORG' ELSE 'TO_UNIT' END,
       CASE WHEN NOT by_unit THEN jobbtorg_id END, CASE WHEN by_unit THEN unit_id END, CASE WHEN NOT by_unit THEN unit_id END,
       CASE WHEN by_unit THEN jobbtorg_id END, 'MESSAGE', '', '', 'OSL_26_1', CASE WHEN by_unit THEN sender_id ELSE coach_id END, sent_at
FROM measured.message ORDER BY disclosure_id;
INSERT INTO referrals_questionmessage (thread_id, side, text, author_id, sent_at, disclosure_id, submission_id)
SELECT id, CASE WHEN by_unit THEN 'UNIT' ELSE 'JOBBTORG' END, sealed, CASE WHEN by_unit THEN sender_id ELSE coach_id END, sent_at,
       disclosure_id, gen_random_uuid()
FROM measured.message JOIN measured.word ON name = CASE WHEN by_unit THEN 'question' ELSE 'answer' END ORDER BY disclosure_id;

-- Papers with one referral of twenty, and with every second that waits.
INSERT INTO referrals_attachment (id, key, number, kind, name, size, fingerprint, added_at, sent_at, hidden_reason, added_by_id, referral_id)
SELECT row_number() OVER (ORDER BY id), gen_random_uuid(), 1, 'PDF', (SELECT sealed FROM measured.word WHERE name = 'paper'), size,
       fingerprint, received + interval '9 hours', received + interval '9 hours', '', sender_id, id
FROM measured.referral, measured.paper
WHERE measured.u(id, 126) < CASE WHEN status IN ('SUBMITTED', 'ACCEPTED', 'INCOMPLETE') THEN 0.5 ELSE 0.05 END ORDER BY 1;
INSERT INTO referrals_attachmentpart (attachment_id, number, content)
SELECT id, 0, content FROM referrals_attachment, measured.paper ORDER BY id;
INSERT INTO referrals_deviation (referral_id, kind, text, noted_by_id, noted_at, submission_id)
SELECT id, 'LATE_FACTS', sealed, manager_id, received + interval '15 hours', gen_random_uuid()
FROM measured.referral, measured.word WHERE name = 'deviation' AND measured.u(id, 127) < 0.02 ORDER BY id;
INSERT INTO referrals_departure (referral_id, kind, rule_code, rule_from, text, motive, made_at)
SELECT id, 'ELIGIBILITY', 'ALDER', DATE '2008-01-01', 'Personen ska ha fyllt 16 men inte 67 år.', sealed, received + interval '9 hours'
FROM measured.referral, measured.word WHERE name = 'motive' AND measured.u(id, 128) < 0.02 ORDER BY id;
INSERT INTO referrals_fitnessanswer (clock_id, fit_for_work, by_sender, registered_by_id, registered_at)
SELECT clock_id, 'YES', false, manager_id, received + interval '16 hours'
FROM measured.referral WHERE enrolment_id IS NOT NULL AND measured.u(id, 129) < 0.02 ORDER BY id;

-- Offers to another jobbtorg: of those that wait every fourth, and some that were sent back long ago.
INSERT INTO referrals_referralmove (referral_id, origin_id, destination_id, status, reason, sent_by_id, sent_at, answered_at,
       answer_reason)
SELECT referral.id, jobbtorg_id, place.id, CASE WHEN waits THEN 'SENT' ELSE 'RETURNED' END,
       'Personen bor närmare er.', manager_id, received + interval '10 hours',
       CASE WHEN NOT waits THEN received + interval '14 hours' END, CASE WHEN waits THEN '' ELSE 'Vi har inte fler platser.' END
FROM (SELECT *, status IN ('SUBMITTED', 'ACCEPTED', 'INCOMPLETE') AS waits FROM measured.referral) AS referral
JOIN measured.place ON place.day = (SELECT max(day) FROM measured.place) AND place.n = referral.id % place.of
WHERE place.id <> jobbtorg_id AND measured.u(referral.id, 130) < CASE WHEN waits THEN 0.25 ELSE 0.01 END ORDER BY referral.id;

-- What senders have begun and not sent.
INSERT INTO referrals_referraldraft (id, author_id, answers, begun_at, updated_at, identity_hash)
SELECT gen_random_uuid(), staff.id, sealed, now() - interval '1 day', now() - interval '1 day', ''
FROM measured.staff, measured.word, generate_series(1, 2) WHERE role = 'CASEWORKER' AND is_active AND name = 'answers' ORDER BY staff.id;
INSERT INTO referrals_referrallistdraft (id, author_id, content, begun_at, updated_at)
SELECT gen_random_uuid(), staff.id, sealed, now() - interval '1 day', now() - interval '1 day'
FROM measured.staff, measured.word WHERE role = 'CASEWORKER' AND is_active AND name = 'list' ORDER BY staff.id;

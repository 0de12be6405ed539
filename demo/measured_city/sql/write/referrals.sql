-- Clocks of referrals without a case come after those of the cases.
CREATE UNLOGGED TABLE measured.referral AS
WITH counted AS (
    SELECT (SELECT max(id) FROM measured.clock) AS clocks
), every AS (
    SELECT clock.id AS clock_id, "case".id AS enrolment_id, person_id, unit_id, sender_id, manager_id, jobbtorg_id, received,
           'ENROLLED' AS status, enrolled_on AS settled_on, is_covered, measured.u("case".id, 110) AS chance, '' AS decline_reason
    FROM measured.case JOIN measured.clock ON case_id = "case".id AND kind_n = 1 WHERE NOT is_walk_in
    UNION ALL
    SELECT clocks + n, NULL, person_id, unit_id, sender_id, manager_id, jobbtorg_id, received,
           CASE WHEN chance < 0.5 THEN 'DECLINED' WHEN chance < 0.85 THEN 'WITHDRAWN' ELSE 'LAPSED' END,
           least(due_on, today), true, chance,
           CASE WHEN chance < 0.25 THEN 'WRONG_TARGET_GROUP' WHEN chance < 0.4 THEN 'ALREADY_ENROLLED'
                WHEN chance < 0.5 THEN 'LIVES_ELSEWHERE' ELSE '' END
    FROM measured.turned_away, counted
    UNION ALL
    SELECT clocks + (SELECT count(*) FROM measured.turned_away) + n, NULL, person_id, unit_id, sender_id, manager_id, jobbtorg_id,
           received, CASE WHEN chance < 0.6 THEN 'SUBMITTED' WHEN chance < 0.95 THEN 'ACCEPTED' ELSE 'INCOMPLETE' END,
           today, true, chance, ''
    FROM measured.waiting, counted
)
SELECT row_number() OVER (ORDER BY received, clock_id) AS id, *,
       measured.numbered('R', received, row_number() OVER (
           PARTITION BY extract(year FROM received) ORDER BY received, clock_id)) AS number
FROM every;
ANALYZE measured.referral;
INSERT INTO deadlines_deadlineclock (id, policy_id, person_id, jobbtorg_id, reference, covered, covered_reason, started_on,
       original_due_on, due_on, recommended_on, status, fulfilment, ended_on, late_registered, historical, created_at)
SELECT clock_id, policy.id, person_id, jobbtorg_id, number, true,
       'Har ersättning på grund av arbetslöshet.', received, due.day, due.day, due.day,
       CASE WHEN status IN ('SUBMITTED', 'ACCEPTED', 'INCOMPLETE') THEN 'RUNNING' ELSE 'CANCELLED' END, '',
       CASE WHEN status NOT IN ('SUBMITTED', 'ACCEPTED', 'INCOMPLETE') THEN settled_on END, false, false, received + interval '9 hours'
FROM measured.referral JOIN measured.day ON day.day = received JOIN measured.workday AS due ON due.n = day.n + 5
JOIN deadlines_deadlinepolicy AS policy ON policy.kind = 'PLAN_GUARANTEE' AND policy.valid_to IS NULL
WHERE enrolment_id IS NULL ORDER BY clock_id;
INSERT INTO referrals_referral (id, number, person_id, unit_id, sent_by_id, jobbtorg_id, source, target_group_id, benefit_kind,
       benefit_reason, benefit_applied_on, inquiry_done_on, fit_for_work, unemployed_since, has_children_at_home, purpose,
       submitted_at, received_on, status, decline_reason, clock_id, enrolment_id, submission_id, said_first_name, said_last_name,
       said_search_name, said_number_kind, said_number, said_birth_date, seeking_work, pes_registered_on, pes_category,
       benefit_decision_status, wants_decision_first, has_unemployment_fund, sfi_status, is_refugee, basis, said_language)
SELECT id, number, person_id, unit_id, sender_id, jobbtorg_id, 'DISTRICT', NULL, 'FORSORJNINGSSTOD', CASE WHEN is_covered THEN 'ARBETSBRIST' ELSE 'SOCIAL' END,
       received - 6, received - 1, 'YES', received - (30 + 900 * chance)::int, chance > 0.6,
       (ARRAY['Behöver stöd att söka arbete och en plan för vägen dit.', 'Läser svenska och behöver praktik vid sidan av.',
              'Har arbetat tidigare och vill tillbaka till samma bransch.'])[1 + floor(3 * chance)::int],
       received + interval '9 hours', received, status, decline_reason, clock_id, enrolment_id, gen_random_uuid(),
       said_first_name, said_last_name, search_name, said_number_kind, said_number, birth_date, 'YES', received - 20, 'UNEMPLOYED',
       'DECIDED', false, 'NO', 'NOT_NEEDED', false, 'OSL_10_2', ''
FROM measured.referral
JOIN (SELECT person.id AS about, birth_date, said_first_name, said_last_name, search_name,
             coalesce(identity.kind, 'UNKNOWN') AS said_number_kind, coalesce(identity.number, '') AS said_number
      FROM measured.person
      JOIN measured.name ON name.gender = person.gender AND name.n = name_n
      LEFT JOIN measured.identity ON identity.person_id = person.id) AS said ON about = person_id
ORDER BY id;
INSERT INTO referrals_referralevent (referral_id, status, actor_id, at, comment, takes_back)
SELECT id, step, CASE WHEN step IN ('SUBMITTED', 'WITHDRAWN') THEN sender_id ELSE manager_id END,
       CASE WHEN step = 'SUBMITTED' THEN received + interval '9 hours' WHEN step = 'ACCEPTED' THEN received + interval '11 hours'
            ELSE settled_on + interval '14 hours' END,
       CASE WHEN step = 'INCOMPLETE' THEN 'Vilken dag ansökte personen om försörjningsstöd?' ELSE '' END,
       false
FROM measured.referral,
     unnest(CASE status WHEN 'SUBMITTED' THEN ARRAY['SUBMITTED']
                        WHEN 'ENROLLED' THEN ARRAY['SUBMITTED', 'ACCEPTED', 'ENROLLED']
                        WHEN 'LAPSED' THEN ARRAY['SUBMITTED', 'ACCEPTED', 'LAPSED']
                        ELSE ARRAY['SUBMITTED', status] END) WITH ORDINALITY AS steps(step, nth_step)
ORDER BY id, nth_step;

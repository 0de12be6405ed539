INSERT INTO meetings_meeting (id, enrolment_id, coach_id, kind, channel, starts_at, minutes, status, topics, note,
       booked_by_id, booked_at, logged_by_id, logged_at, submission_id)
SELECT id, case_id, coach_id,
       CASE WHEN other < 0.85 THEN 'COACH' WHEN other < 0.92 THEN 'NETWORK' WHEN other < 0.97 THEN 'FOLLOW_UP' ELSE 'EMPLOYER' END,
       CASE WHEN chance < 0.7 THEN 'VISIT' WHEN chance < 0.95 THEN 'PHONE' ELSE 'VIDEO' END,
       starts_at, 30, status,
       CASE WHEN status = 'PRESENT' THEN ARRAY[(ARRAY['JOB_SEARCH', 'PLACEMENT', 'EDUCATION', 'FINANCES', 'PLANNING'])
                                               [1 + floor(5 * other)::int]]::varchar[] ELSE '{}' END,
       CASE WHEN status = 'PRESENT' THEN (ARRAY['Gick igenom CV och personligt brev.',
            'Sökte tre tjänster tillsammans. Svar väntas inom två veckor.', 'Praktiken går bra. Handledaren är nöjd.',
            'Gick igenom kurser på komvux och när ansökan stänger.', 'Gick igenom planen. Nästa steg är studiebesök.',
            'Kom överens om vad som ska göras till nästa möte.'])[1 + floor(6 * chance)::int] ELSE '' END,
       coach_id, starts_at - interval '9 days',
       CASE WHEN status <> 'BOOKED' THEN coach_id END,
       CASE WHEN status <> 'BOOKED' THEN starts_at + interval '40 minutes' END, gen_random_uuid()
FROM (
    SELECT *, CASE WHEN is_ahead OR starts_at >= today OR (starts_at > today - 7 AND other < 0.06) THEN 'BOOKED'
                   WHEN chance < 0.83 THEN 'PRESENT' WHEN chance < 0.89 THEN 'ABSENT_INVALID'
                   WHEN chance < 0.95 THEN 'ABSENT_VALID' WHEN chance < 0.98 THEN 'RESCHEDULED'
                   ELSE 'CANCELLED_BY_UNIT' END AS status
    FROM measured.meeting
) AS met ORDER BY id;

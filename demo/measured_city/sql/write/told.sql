-- What people were told: notices, letters, and the runs that wrote them.
INSERT INTO notices_notice (recipient_id, kind, event_key, text, path, created_at, read_at)
SELECT coach_id, 'ASSIGNED', 'assigned-' || id, 'Du har fått ett ärende', '/arenden/' || id || '/', enrolled_on + interval '11 hours',
       CASE WHEN enrolled_on < today - 10 THEN enrolled_on + interval '15 hours' END
FROM measured.case ORDER BY id;
INSERT INTO notices_notice (recipient_id, kind, event_key, text, path, created_at, read_at)
SELECT manager_id, 'BREACH', 'breach-' || clock.id, 'En frist bröts: sista dagen var ' || clock.due_on, '/arenden/' || case_id || '/',
       clock.due_on + interval '1 day 10 minutes', CASE WHEN clock.due_on < clock_today.today - 10 THEN clock.due_on + interval '1 day 9 hours' END
FROM measured.clock JOIN measured.case ON "case".id = case_id, (SELECT today FROM measured.parameter) AS clock_today
WHERE status = 'BREACHED' AND kind_n IN (1, 4) ORDER BY clock.id;
INSERT INTO notices_outboxmessage (id, recipient_id, kind, event_key, subject, body, created_at, not_before, sent_at, attempts, last_error)
SELECT gen_random_uuid(), staff.id, 'TEXT', 'digest-' || day, 'Dagens läge', 'Det finns nytt i Jobbtorg. Logga in för att läsa.', day + interval '5 hours', day + interval '5 hours',
       day + interval '5 hours 1 minute', 1, ''
FROM measured.weight, measured.staff WHERE is_recent AND staff.is_active AND role IN ('COACH', 'MANAGER') AND staff.id % 10 = 0
ORDER BY day, staff.id;
INSERT INTO notices_digestrun (day, written_at, letters) SELECT day, day + interval '5 hours', 40 FROM measured.weight ORDER BY day;
INSERT INTO deadlines_sweeprun (evaluated_on, started_at, finished_at, breached, excused, notices)
SELECT day, day + interval '10 minutes', day + interval '11 minutes', 5, 1, 5 FROM measured.weight
UNION ALL SELECT today, now() - interval '1 minute', now(), 0, 0, 0 FROM measured.parameter ORDER BY 1;

-- One case in four hundred is of somebody who had been registered a second time, without a number.
INSERT INTO aspirants_person (id, identity_kind, identity_no, birth_date, gender, first_name, last_name, call_name, sort_key, search_name,
       phone, email, home_address, agreed_channel, language, interpreter_needed, protection, created_at, joined_into_id)
SELECT (SELECT max(id) FROM measured.person) + c.id, 'UNKNOWN', '', person.birth_date, person.gender, name.first_name,
       name.last_name, '', name.sort_key, name.search_name, '', '', '', '', 'svenska', false, 'NONE',
       enrolled_on + interval '9 hours', person.id
FROM measured.case AS c
JOIN measured.person ON person.id = c.person_id AND person.protection = 'NONE'
JOIN measured.name ON name.gender = person.gender AND name.n = name_n
WHERE measured.u(c.id, 79) < 0.0025 ORDER BY c.id;
INSERT INTO casework_personjoin (goes_id, stays_id, status, goes_on, case_id, reason, asked_by_id, asked_at, answer, joined_at)
SELECT (SELECT max(id) FROM measured.person) + c.id, person.id, 'JOINED', '', c.id, 'Visade legitimation vid besöket.', manager_id,
       enrolled_on + interval '10 hours', '', enrolled_on + interval '10 hours'
FROM measured.case AS c
JOIN measured.person ON person.id = c.person_id AND person.protection = 'NONE'
WHERE measured.u(c.id, 79) < 0.0025 ORDER BY c.id;

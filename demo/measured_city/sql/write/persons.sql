INSERT INTO aspirants_person (id, identity_kind, identity_no, identity_hash, birth_date, gender, first_name, last_name,
       call_name, sort_key, search_name, phone, email, home_address, agreed_channel, language, interpreter_needed, protection, created_at)
SELECT person.id, coalesce(identity.kind, 'UNKNOWN'), coalesce(identity.number, ''), identity.hash, birth_date, person.gender,
       name.first_name, name.last_name, '', name.sort_key, name.search_name,
       CASE WHEN protection IN ('SKYDDAD_FOLKBOKFORING', 'FINGERADE_UPPGIFTER') OR chance > 0.9 THEN ''
            ELSE phone.number END,
       '', '', '', name.language, name.language <> 'svenska' AND chance < 0.4, protection,
       received + interval '9 hours'
FROM measured.person
JOIN measured.name ON name.gender = person.gender AND name.n = name_n
LEFT JOIN measured.identity ON identity.person_id = person.id
JOIN measured.phone ON phone.n = person.id % (SELECT count(*) FROM measured.phone)
ORDER BY person.id;

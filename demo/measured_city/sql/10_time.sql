-- Working days, and how many cases began on each day.
-- measured.parameter has one row: cases, cases_now (what scale 1 has), open, today.
-- A number of a series, with five digits or as many more as it takes: RS-2026-00417.
CREATE FUNCTION measured.numbered(series text, day date, n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN series || '-' || extract(year FROM day) || '-' || lpad(n::text, greatest(5, length(n::text)), '0');

CREATE UNLOGGED TABLE measured.day AS
SELECT day, works, count(*) FILTER (WHERE works) OVER (ORDER BY day) AS n,
       min(day) FILTER (WHERE works) OVER (ORDER BY day DESC) AS or_after,
       max(day) FILTER (WHERE works) OVER (ORDER BY day) AS or_before
FROM (SELECT day, holiday = '' AND extract(isodow FROM day) < 6 AS works FROM organisation_calendarday) AS calendar;
CREATE UNLOGGED TABLE measured.workday AS SELECT n, day FROM measured.day WHERE works;
ANALYZE measured.day, measured.workday;

-- A working day's share of a year's referrals: high in January and August, low in July; many in 2008-09 and in 2020.
CREATE UNLOGGED TABLE measured.weight AS
SELECT day, day > today - 730 AS is_recent,
       (ARRAY[1.2, 1.0, 1.0, 0.95, 0.95, 0.8, 0.5, 1.2, 1.15, 1.05, 1.0, 0.75])[extract(month FROM day)::int]
       * (ARRAY[1.6, 1.9, 1.4, 1.2, 1.2, 1.15, 1.0, 0.95, 0.9, 0.85, 0.8, 0.8, 1.3, 1.2, 0.9, 0.85, 0.9, 0.95, 1.0])
         [least(extract(year FROM day)::int - 2007, 19)] AS weight
FROM measured.workday, measured.parameter WHERE day >= DATE '2008-04-01' AND day <= today;

-- The last two years have what scale 1 has, whatever the scale: the rest is older, so that a greater scale is an older city.
CREATE UNLOGGED TABLE measured.inflow AS
WITH recent AS (
    SELECT least(cases_now * (SELECT sum(weight) FILTER (WHERE is_recent) / sum(weight) FROM measured.weight),
                 0.9 * cases) AS cases
    FROM measured.parameter
), share AS (
    SELECT day, weight / sum(weight) OVER (PARTITION BY is_recent)
                * CASE WHEN is_recent THEN recent.cases ELSE parameter.cases - recent.cases END AS cases
    FROM measured.weight, recent, measured.parameter
)
SELECT day, (round(sum(cases) OVER (ORDER BY day)) - round(sum(cases) OVER (ORDER BY day) - cases))::int AS cases
FROM share;
ANALYZE measured.weight, measured.inflow;

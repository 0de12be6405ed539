"""The access log of the demo's last three months: made from what the rows say happened, sealed like any other.

Each statement takes many rows at once, in the order of time, because the log's numbers rise with it.
"""

from __future__ import annotations

import datetime

from django.db import connection

from audit.models import LogReview, ReviewResult
from audit.seals.sealing import seal_log
from core.swedish.dates import moment
from notices.models import Notice
from organisation.access.acting import System, acting_for
from organisation.models import Role, User
from workbench.access_log.reviews import create_log_reviews, first_of_month, previous_month

DAYS = 92

# Who did what, when, on which page, about whom. `n` draws some of them, always the same.
_LOG = """
WITH days AS (SELECT %(since)s::timestamptz AS first, %(until)s::timestamptz AS last),
met AS (
    SELECT m.coach_id AS user_id, m.starts_at, m.minutes, m.id AS n, e.case_no, e.person_id,
           p.protection <> 'NONE' AS hidden
    FROM meetings_meeting m JOIN aspirants_enrolment e ON e.id = m.enrolment_id
    JOIN aspirants_person p ON p.id = e.person_id, days
    WHERE m.starts_at BETWEEN days.first AND days.last AND m.status <> 'BOOKED'
),
stepped AS (
    SELECT v.actor_id AS user_id, v.at, v.id AS n, r.number, r.person_id, v.status,
           r.sent_by_id = v.actor_id AS by_sender, p.protection <> 'NONE' AS hidden
    FROM referrals_referralevent v JOIN referrals_referral r ON r.id = v.referral_id
    JOIN aspirants_person p ON p.id = r.person_id, days
    WHERE v.at BETWEEN days.first AND days.last
),
planned AS (
    SELECT e.coach_id AS user_id, v.drafted_at AS at, v.id AS n, e.case_no, e.person_id
    FROM jobplans_jobplanversion v JOIN jobplans_jobplan j ON j.id = v.plan_id
    JOIN aspirants_enrolment e ON e.id = j.enrolment_id JOIN aspirants_person p ON p.id = e.person_id, days
    WHERE v.drafted_at BETWEEN days.first AND days.last AND e.coach_id IS NOT NULL AND p.protection = 'NONE'
),
done (user_id, at, kind, view, subject, person_id, reason) AS (
    SELECT user_id, starts_at - interval '6 minutes', 'OPEN_PROTECTED', 'open_protected', case_no, person_id,
           'Bokat möte i dag.' FROM met WHERE hidden
    UNION ALL SELECT user_id, starts_at - interval '4 minutes', 'READ', 'case', case_no, person_id, '' FROM met
    UNION ALL SELECT user_id, starts_at + make_interval(mins => minutes), 'READ', 'log_meeting', case_no, person_id, ''
        FROM met
    UNION ALL SELECT user_id, starts_at + make_interval(mins => minutes + 3), 'WRITE', 'log_meeting', case_no,
        person_id, '' FROM met
    UNION ALL SELECT user_id, starts_at - interval '3 minutes', 'REVEAL', 'case_reveal', case_no, person_id, ''
        FROM met WHERE n %% 9 = 0 AND NOT hidden
    UNION ALL SELECT user_id, at, CASE WHEN by_sender AND status = 'SUBMITTED' THEN 'SEARCH' ELSE 'READ' END,
        CASE WHEN by_sender AND status = 'SUBMITTED' THEN 'referral_new' ELSE 'referral_detail' END,
        CASE WHEN by_sender AND status = 'SUBMITTED' THEN '' ELSE number END, person_id, ''
        FROM stepped WHERE NOT hidden
    UNION ALL SELECT user_id, at + interval '2 minutes', 'WRITE', CASE status
        WHEN 'SUBMITTED' THEN 'referral_draft_check' WHEN 'ACCEPTED' THEN 'referral_accept'
        WHEN 'ENROLLED' THEN 'referral_enrol' WHEN 'DECLINED' THEN 'referral_decline'
        WHEN 'INCOMPLETE' THEN 'referral_return' WHEN 'LAPSED' THEN 'referral_lapse' ELSE 'referral_withdraw' END,
        number, person_id, '' FROM stepped WHERE NOT hidden
    UNION ALL SELECT user_id, at, 'READ', 'plan_edit', case_no, person_id, '' FROM planned
    UNION ALL SELECT user_id, at + interval '9 minutes', 'WRITE', 'plan_edit', case_no, person_id, '' FROM planned
    UNION ALL SELECT user_id, at + interval '20 minutes', 'PRINT', 'plan_print', case_no, person_id, ''
        FROM planned WHERE n %% 3 = 0
    UNION ALL SELECT other.user_id, met.starts_at + interval '70 minutes', 'BREAK_GLASS', 'search_city', met.case_no,
        met.person_id, 'Personen kom hit i stället. Ny adress i vår stadsdel.'
        FROM met, LATERAL (SELECT user_id FROM met o WHERE o.n < met.n AND o.user_id <> met.user_id
                           ORDER BY o.n DESC LIMIT 1) other WHERE met.n %% 97 = 0 AND NOT met.hidden
    UNION ALL SELECT user_id, starts_at + interval '95 minutes', 'DENIED', 'case', '', NULL, ''
        FROM met WHERE n %% 61 = 0
    UNION ALL SELECT u.id, day + interval '8 hours 40 minutes', 'EXPORT', 'statistics_csv', 'Statistik', NULL, ''
        FROM organisation_user u, days, generate_series(days.first, days.last, interval '14 days') day
        WHERE u.role IN ('MANAGER', 'CENTRAL_COORDINATOR', 'DISTRICT_MANAGER') AND extract(isodow FROM day) < 6
),
present AS (
    SELECT user_id, min(at) AS came, max(at) AS went FROM done
    GROUP BY user_id, (at AT TIME ZONE 'Europe/Stockholm')::date
),
everything AS (
    SELECT * FROM done
    UNION ALL SELECT user_id, came - interval '5 minutes', 'SIGN_IN', 'account_login', '', NULL, '' FROM present
    UNION ALL SELECT user_id, went + interval '10 minutes', 'SIGN_OUT', 'account_logout', '', NULL, '' FROM present
)
INSERT INTO audit_accessevent (at, user_id, kind, view, subject, person_id, sought, reason, address)
SELECT e.at, e.user_id, e.kind, e.view, e.subject, e.person_id, '', e.reason,
       format('10.%%s.%%s.%%s', 20 + coalesce(u.jobbtorg_id, 0) %% 40, coalesce(u.income_support_unit_id, 0) %% 200,
              10 + u.id %% 200)::inet
FROM everything e JOIN organisation_user u ON u.id = e.user_id, days
WHERE e.at < days.last ORDER BY e.at, e.user_id, e.kind
"""

DEVIATION = "En medarbetare öppnade två ärenden utan att ha uppdrag i dem. Samtal fört, inget mer att anmärka."


def write_past_log(on: datetime.date) -> int:
    """Write and seal what happened before a day, and the reviews of the two months before it; how many events."""
    since = moment(first_of_month(on - datetime.timedelta(days=DAYS)), datetime.time())
    until = moment(on, datetime.time())
    with acting_for(System.COMMAND), connection.cursor() as cursor:
        cursor.execute("SELECT audit_add_partitions(24, %s)", [since])
        cursor.execute(_LOG, {"since": since, "until": until})
        written: int = cursor.rowcount
    last = previous_month(on)
    for month, share in ((previous_month(last), 1), (last, 2)):
        create_log_reviews(month)
        with acting_for(System.COMMAND):
            _go_through(month, share)
    seal_log()
    return written


def _go_through(month: datetime.date, share: int) -> None:
    """Finish every so many of the month's reviews, a week into the next; one of them found something."""
    done_at = moment(
        first_of_month(month + datetime.timedelta(days=31)) + datetime.timedelta(days=7), datetime.time(15)
    )
    managers = {user.jobbtorg_id: user for user in User.objects.filter(role=Role.MANAGER, is_active=True)}
    reviews = list(LogReview.objects.filter(month=month, jobbtorg__in=managers).order_by("jobbtorg__code"))
    finished = reviews[::share]
    for place, review in enumerate(finished):
        found = share == 1 and place == 1
        review.result = ReviewResult.DEVIATION if found else ReviewResult.NO_REMARK
        review.comment = DEVIATION if found else ""
        review.reviewed_by, review.reviewed_at = managers[review.jobbtorg_id], done_at
    LogReview.objects.bulk_update(finished, ["result", "comment", "reviewed_by", "reviewed_at"])
    keys = [f"log-review-{review.pk}" for review in finished]
    Notice.objects.filter(event_key__in=keys).update(read_at=done_at, created_at=done_at - datetime.timedelta(days=7))

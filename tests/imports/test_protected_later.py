"""Who becomes protected after a list was brought in disappears from the list's page as well."""

from aspirants.models import Person, Protection


def test_the_name_is_no_longer_shown(committed_a, admin_client):
    url = f"/import/{committed_a.pk}/?visa=forsin"
    row = committed_a.rows.filter(enrolment__isnull=False).order_by("line").first()
    person = row.enrolment.person
    assert person.last_name in admin_client.get(url).text
    Person.objects.filter(pk=person.pk).update(protection=Protection.SEKRETESSMARKERING)
    [shown] = [shown for shown in admin_client.get(url).context["rows"] if shown.line == row.line]
    assert (shown.name, shown.number) == ("Skyddade personuppgifter", "")
    assert not any(issue.cell for issue in shown.issues)
    assert shown.case_no == row.enrolment.case_no

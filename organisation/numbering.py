"""Numbers such as `RS-2026-00417`, given without gaps or duplicates."""

from django.db import transaction

from organisation.models import NumberSeries


@transaction.atomic
def next_numbers(prefix: str, year: int, count: int = 1) -> list[str]:
    """The next `count` numbers of a series. The row lock holds until the transaction ends, so none is given twice."""
    series, _ = NumberSeries.objects.select_for_update().get_or_create(prefix=prefix, year=year)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return [f"{prefix}-{year}-{number:05d}" for number in range(first, series.last + 1)]


def next_number(prefix: str, year: int) -> str:
    """The next number of a series, for example `RS-2026-00417`."""
    return next_numbers(prefix, year)[0]

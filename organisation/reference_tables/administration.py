"""What the pages of the administration share: who gets in, nothing is deleted, tables go in and out as CSV."""

from __future__ import annotations

import csv
from typing import Any

import tablib
from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV
from import_export.forms import ExportForm, ImportForm
from import_export.results import Result, RowResult
from import_export.tmp_storages import CacheStorage

from core.spreadsheets import csv_rows, csv_text
from organisation.models import Role
from organisation.reference_tables.tables import ReferenceResource


class AdministratorsOnly:
    """The role decides, not Django's permissions; and nobody deletes (rows end their validity instead)."""

    def _is_administrator(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.is_staff and request.user.role == Role.ADMIN

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_administrator(request)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ValidityFilter(admin.SimpleListFilter):
    """Rows in force today, before or later."""

    title = "giltighet"
    parameter_name = "giltig"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("idag", "Gäller i dag"), ("tidigare", "Gällde tidigare"), ("kommande", "Börjar gälla senare")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        if self.value() == "idag":
            return queryset.valid_on(today)  # type: ignore[attr-defined]
        if self.value() == "tidigare":
            return queryset.filter(valid_to__lt=today)
        if self.value() == "kommande":
            return queryset.filter(valid_from__gt=today)
        return queryset


class FileGoneError(Exception):
    """The file that waits for its confirmation was read in already, or waited too long."""


class WaitingFile(CacheStorage):
    """A file between preview and confirmation, in the shared cache where every web process finds it."""

    def read(self) -> str:
        content: str | None = super().read()
        if content is None:
            raise FileGoneError
        return content


class SwedishCsv(CSV):
    """What goes out opens in a Swedish Excel, every cell harmless. The same comes in, and so do files with commas."""

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        return csv_text([dataset.headers or [], *dataset])

    def create_dataset(self, in_stream: str | bytes, **kwargs: Any) -> tablib.Dataset:
        """Raises csv.Error or tablib's InvalidDimensions, which the page tells as a file that cannot be read."""
        text = in_stream.decode(self.encoding or "utf-8-sig") if isinstance(in_stream, bytes) else in_stream
        rows = [row for row in csv_rows(text) if row]
        if not rows:
            raise csv.Error("the file is empty")
        header, *body = rows
        # A spreadsheet leaves out empty cells at the end of a line.
        return tablib.Dataset(*(row + [""] * (len(header) - len(row)) for row in body), headers=header)


class CsvImportForm(ImportForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["import_file"].label = "CSV-fil"
        self.fields["format"].widget = forms.HiddenInput()


class CsvExportForm(ExportForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].widget = forms.HiddenInput()


class ReferenceAdmin(AdministratorsOnly, ImportExportModelAdmin):
    """A table of dated reference data, read in and written out by the resource that also loads it."""

    resource: type[ReferenceResource]

    formats = [SwedishCsv]
    import_form_class = CsvImportForm
    export_form_class = CsvExportForm
    # The library's own pages carry inline styles and speak English.
    import_export_change_list_template = "admin/reference_change_list.html"
    import_template_name = "admin/reference_import.html"
    export_template_name = "admin/reference_export.html"
    tmp_storage_class = WaitingFile
    to_encoding = "utf-8"  # the byte order mark, by which Excel knows it, is part of the text
    date_hierarchy = "valid_from"
    list_per_page = 50

    def get_resource_classes(self, request: HttpRequest) -> list[type[ReferenceResource]]:
        return [self.resource]

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {}

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The natural key is fixed once the row exists: the shipped files find the row again by it.

        Disabled, not read-only: constraints are only checked for fields that are part of the form.
        """
        form: type[forms.ModelForm] = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            for name in self.resource.natural_key():
                form.base_fields[name].disabled = True
        return form

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """All rows or none, also when something changed between preview and confirmation."""
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().process_import(request, **kwargs)
        except FileGoneError:
            messages.error(request, "Filen är redan inläst eller har väntat för länge. Välj den igen om det behövs.")
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        if result.has_errors() or result.has_validation_errors():
            messages.error(
                request, "Uppgifterna har ändrats sedan du granskade filen. Inget sparades. Granska den igen."
            )
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
        return super().process_result(result, request)

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        new, changed, skipped = (
            result.totals[kind]
            for kind in (RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE, RowResult.IMPORT_TYPE_SKIP)
        )
        messages.success(request, f"Filen är inläst: {new} nya rader, {changed} ändrade och {skipped} oförändrade.")

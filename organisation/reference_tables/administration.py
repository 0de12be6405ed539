"""What the pages of the administration share: who gets in, nothing is deleted, tables go in and out as files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.text import slugify
from import_export.admin import ImportExportModelAdmin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.results import RowResult
from import_export.tmp_storages import CacheStorage

from core.spreadsheets.refusing import UnreadableFileError
from core.validity import ended_before
from organisation.models import Role
from organisation.reference_tables.cells import explanation_of
from organisation.reference_tables.faults import sentence_of
from organisation.reference_tables.files import ChosenFile, CsvFile, WorkbookFile, template_of
from organisation.reference_tables.preview import Verdict, preview_of
from organisation.reference_tables.tables import ReferenceResource, ReferenceResult


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


GONE = "Filen är redan inläst eller har väntat för länge. Välj den igen om det behövs."


class WaitingFile(CacheStorage):
    """A file between preview and confirmation, in the shared cache where every web process finds it."""

    def read(self) -> bytes:
        """The file. Raises UnreadableFileError when it was read in already, or waited too long."""
        content: bytes | None = super().read()
        if content is None:
            raise UnreadableFileError(GONE)
        return content


class ChosenFileForm(ImportForm):
    """The file that is to be read in; its kind is seen from what it holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = self.fields["import_file"]
        file.label = "Fil"
        file.help_text = "CSV eller Excel (.xlsx), högst 2 MB och 2 000 rader."
        file.widget.attrs["accept"] = ".csv,.txt,.xlsx"
        file.error_messages |= {"required": "Välj en fil.", "empty": "Filen är tom."}
        self.fields["format"].widget = forms.HiddenInput()


class WaitingFileForm(ConfirmImportForm):
    """The file that waits for the second click."""

    format = forms.RegexField("^0$", widget=forms.HiddenInput())
    resource = forms.RegexField("^0?$", required=False, widget=forms.HiddenInput())


class ReferenceForm(forms.ModelForm):
    """A row on its own page, by the rules that hold for one in a file."""

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        for name, sentence in ended_before(facts).items():
            self.add_error(name, sentence)
        return facts


class ReferenceAdmin(AdministratorsOnly, ImportExportModelAdmin):
    """A table of dated reference data, read in and written out by the resource that also loads it."""

    resource: type[ReferenceResource]

    form = ReferenceForm
    import_formats = [ChosenFile]
    export_formats = [CsvFile, WorkbookFile]
    import_form_class = ChosenFileForm
    export_form_class = ExportForm
    # The library's own pages carry inline styles and speak English.
    import_export_change_list_template = "admin/reference_change_list.html"
    import_template_name = "admin/reference_import.html"
    export_template_name = "admin/reference_export.html"
    confirm_form_class = WaitingFileForm
    tmp_storage_class = WaitingFile
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

    def get_urls(self) -> list[Any]:
        """The library's pages, and the empty table."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_template"
        view = self.admin_site.admin_view(self.template_view)
        return [path("template/<str:kind>/", view, name=name), *super().get_urls()]

    def template_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """An empty table to fill in. 404 for another kind than csv and xlsx."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        formats = {one.get_extension(): one for one in (CsvFile(), WorkbookFile())}
        if kind not in formats:
            raise Http404
        return self._as_file(formats[kind], request)

    def _as_file(self, chosen: CsvFile, request: HttpRequest) -> HttpResponse:
        chosen.taken_out_by = str(request.user)
        content = chosen.export_data(template_of(self.resource()))
        name = f"mall-{self._file_stem()}.{chosen.get_extension()}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=chosen.get_content_type(), headers=headers)

    def get_export_data(self, file_format: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> str | bytes:
        """The rows as the chosen kind of file, which says who asked for it."""
        file_format.taken_out_by = str(request.user)
        written: str | bytes = super().get_export_data(file_format, request, *args, **kwargs)
        return written

    def get_export_filename(self, request: HttpRequest, queryset: QuerySet[Any], file_format: Any) -> str:
        return f"{self._file_stem()}-{timezone.localdate()}.{file_format.get_extension()}"

    def _file_stem(self) -> str:
        return slugify(self.opts.verbose_name_plural)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page on which a file is chosen, and then shown row by row."""
        response = super().import_action(request, **kwargs)
        context = getattr(response, "context_data", None) or {}
        if "result" in context:
            context["preview"] = preview_of(context["result"])
        resource = self.resource()
        context["explanations"] = [
            (heading, explanation_of(self.model._meta.get_field(name), resource.fields[name].widget))
            for name, heading in resource.headings().items()
        ]
        return response

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        """Why the chosen file cannot be read."""
        form.add_error("import_file", sentence_of(e, otherwise="Filen gick inte att läsa. Jämför den med mallen."))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The second click. A file that is not there any more, or a form that was not ours, leads back to the first."""
        try:
            if self.create_confirm_form(request).is_valid():
                return super().process_import(request, **kwargs)
        except UnreadableFileError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.error(request, GONE)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")

    def process_result(self, result: ReferenceResult, request: HttpRequest) -> HttpResponse:
        if result.faults:
            messages.error(
                request, "Uppgifterna har ändrats sedan du granskade filen. Inget sparades. Granska den igen."
            )
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
        return super().process_result(result, request)

    def generate_log_entries(self, result: ReferenceResult, request: HttpRequest) -> None:
        """What was read in, in the history that the page of each row shows."""
        for kind, flag in ((RowResult.IMPORT_TYPE_NEW, ADDITION), (RowResult.IMPORT_TYPE_UPDATE, CHANGE)):
            for row in result:
                if row.import_type == kind:
                    LogEntry.objects.log_actions(
                        request.user.pk or 0, [row.instance], flag, "Inläst från fil.", single_object=True
                    )

    def add_success_message(self, result: ReferenceResult, request: HttpRequest) -> None:
        counts = preview_of(result).counts
        messages.success(
            request,
            f"Filen är inläst. Nya rader: {counts[Verdict.NEW]}. Ändrade: {counts[Verdict.CHANGED]}. "
            f"Oförändrade: {counts[Verdict.UNCHANGED]}.",
        )

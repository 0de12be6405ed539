"""How the tests get into the administration, and what no page of it may hold."""

import re
from io import BytesIO
from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse

from core.spreadsheets import XLSX_TYPE
from organisation.models import IncomeSupportUnit, Jobbtorg, Role, User
from organisation.reference_tables.tables import ReferenceResource

PASSWORD = "en lång lösenordsfras"
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def page(model: type[models.Model], action: str) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}"


def signed_in(role: Role, **facts: object) -> Client:
    unit: dict[str, object] = {}
    if role in (Role.COACH, Role.MANAGER):
        unit = {"jobbtorg": Jobbtorg.objects.get(code="RS")}
    elif role in (Role.CASEWORKER, Role.DISTRICT_MANAGER):
        unit = {"income_support_unit": IncomeSupportUnit.objects.get(code="fs-bromma")}
    user = User.objects.create_user(
        f"{role.lower()}@example.se", PASSWORD, first_name="Ada", last_name="Berg", role=role, **unit, **facts
    )
    client = Client()
    client.force_login(user)
    return client


def export(client: Client, resource: type[ReferenceResource], kind: str = "csv", query: str = "") -> bytes:
    """The rows of a table as a file."""
    address = reverse(page(resource._meta.model, "export")) + query
    assert client.get(address).status_code == 200
    response = client.post(address, {"format": {"csv": "0", "xlsx": "1"}[kind], "resource": "0"})
    assert response["Content-Type"] == {"csv": "text/csv", "xlsx": XLSX_TYPE}[kind]
    return response.content


def choose(client: Client, resource: type[ReferenceResource], content: bytes) -> Any:
    """The page that answers a chosen file."""
    file = BytesIO(content)
    file.name = "tabell"
    address = reverse(page(resource._meta.model, "import"))
    response = client.post(address, {"import_file": file, "format": "0", "resource": "0"})
    assert response.status_code == 200
    assert not INLINE.search(response.content.decode())
    return response


def confirm(client: Client, resource: type[ReferenceResource], shown: Any) -> Any:
    """The second click, and the page it leads to."""
    address = reverse(page(resource._meta.model, "process_import"))
    return client.post(address, shown.context["confirm_form"].initial, follow=True)


def stored(resource: type[ReferenceResource]) -> list[dict[str, Any]]:
    """Every row of a table as the database has it."""
    return list(resource._meta.model._default_manager.order_by("pk").values())

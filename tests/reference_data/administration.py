"""How the tests get into the administration, and what no page of it may hold."""

import re

from django.db import models
from django.test import Client

from organisation.models import IncomeSupportUnit, Jobbtorg, Role, User

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

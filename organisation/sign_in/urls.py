"""Second factor and identity provider: of allauth's pages those that are served, and no others."""

from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as apps
from allauth.mfa.webauthn import views as keys
from django.urls import path

from organisation.sign_in import views
from organisation.sign_in.provider import views as provider

urlpatterns = [
    path("tva-steg/", factors.index, name="mfa_index"),
    path("tva-steg/logga-in", factors.authenticate, name="mfa_authenticate"),
    path("tva-steg/bekrafta", factors.reauthenticate, name="mfa_reauthenticate"),
    path("tva-steg/app", apps.activate_totp, name="mfa_activate_totp"),
    path("tva-steg/app/ta-bort", apps.deactivate_totp, name="mfa_deactivate_totp"),
    path("tva-steg/reservkoder", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tva-steg/reservkoder/nya", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tva-steg/reservkoder/fil", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("tva-steg/nycklar", keys.list_webauthn, name="mfa_list_webauthn"),
    path("tva-steg/nycklar/ny", keys.add_webauthn, name="mfa_add_webauthn"),
    path("tva-steg/nycklar/bekrafta", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("tva-steg/nycklar/<int:pk>/ta-bort", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("bekrafta", views.confirm, name="confirm"),
    path("bekrafta/fortsatt", views.confirmed, name="confirmed"),
    path("oidc/utloggad", provider.provider_signed_out, name="provider_signed_out"),
    path("oidc/<slug:provider_id>/", provider.provider_sign_in, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/bekrafta", provider.provider_confirm, name="provider_confirm"),
    path("oidc/<slug:provider_id>/svar", provider.provider_answer, name="openid_connect_callback"),
    path("oidc/<slug:provider_id>/utloggning", provider.provider_signs_out, name="provider_signs_out"),
]

"""URLs of referrals. They carry numbers of referrals and drafts, never anything about a person."""

from django.urls import path

from referrals.attachments.views import adding, fetching
from referrals.views import (
    completing,
    deciding,
    inbox,
    reading,
    registering,
    sending,
    several,
    told,
)

urlpatterns = [
    path("remisser", inbox.inbox, name="referral_inbox"),
    path("remisser/registrera", registering.register, name="referral_register"),
    path("remisser/ny", sending.new, name="referral_new"),
    path("remisser/utkast/<uuid:draft_id>/vem", sending.who, name="referral_draft_who"),
    path("remisser/utkast/<uuid:draft_id>/uppgifter", sending.details, name="referral_draft_details"),
    path("remisser/utkast/<uuid:draft_id>/spara", sending.autosave, name="referral_draft_autosave"),
    path("remisser/utkast/<uuid:draft_id>/kontrollera", sending.check, name="referral_draft_check"),
    path("remisser/utkast/<uuid:draft_id>/ta-bort", sending.discard, name="referral_draft_discard"),
    path("remisser/utkast/<uuid:draft_id>/bilagor", adding.attachments_of_draft, name="referral_draft_attachments"),
    path("remisser/<int:pk>/bilagor", adding.attachments_of_referral, name="referral_attachments"),
    path("remisser/bilagor/<uuid:attachment_key>", fetching.attachment, name="referral_attachment"),
    path("remisser/bilagor/<uuid:attachment_key>/dolj", fetching.hide, name="referral_attachment_hide"),
    path("remisser/flera", several.new, name="referral_list_new"),
    path("remisser/flera/mall", several.template_file, name="referral_list_template"),
    path("remisser/flera/<uuid:list_id>", several.rows, name="referral_list"),
    path("remisser/flera/<uuid:list_id>/skickade", several.sent, name="referral_list_sent"),
    path("remisser/flera/<uuid:list_id>/ta-bort", several.discard, name="referral_list_discard"),
    path("remisser/frist/<int:pk>", reading.of_clock, name="referral_of_clock"),
    path("remisser/arende/<int:pk>", reading.of_case, name="referral_of_case"),
    path("remisser/meddelat", told.told_list, name="told_list"),
    path("remisser/meddelat/<int:pk>/", told.told_case, name="told_case"),
    path("remisser/<int:pk>/", reading.detail, name="referral_detail"),
    path("remisser/<int:pk>/visa-nummer", reading.reveal, name="referral_reveal"),
    path("remisser/<int:pk>/skickad", sending.sent, name="referral_sent"),
    path("remisser/<int:pk>/ta-emot", deciding.accept, name="referral_accept"),
    path("remisser/<int:pk>/skriv-in", deciding.enrol, name="referral_enrol"),
    path("remisser/<int:pk>/begar-komplettering", deciding.return_, name="referral_return"),
    path("remisser/<int:pk>/komplettera", completing.complete, name="referral_complete"),
    path("remisser/<int:pk>/forfallen", deciding.lapse, name="referral_lapse"),
    path("remisser/<int:pk>/avboj", deciding.decline, name="referral_decline"),
    path("remisser/<int:pk>/aterkalla", deciding.withdraw, name="referral_withdraw"),
]

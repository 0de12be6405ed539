"""URLs of referrals. They carry numbers of referrals and drafts, never anything about a person."""

from django.urls import path

from referrals.attachments.views import adding, fetching
from referrals.deviations import views as deviations
from referrals.inbox import views as taking_in
from referrals.moving import views as moving
from referrals.outcomes import views as outcomes
from referrals.questions import views as questions
from referrals.telling import views as telling
from referrals.views import (
    completing,
    correcting,
    deciding,
    inbox,
    reading,
    registering,
    sending,
    sent,
    several,
    told,
)
from referrals.views.rules import answering, eligibility, trying

urlpatterns = [
    path("arenden/<int:pk>/remiss", telling.case_referral, name="case_referral"),
    path("arenden/<int:pk>/lamna", telling.case_tell, name="case_tell"),
    path("arenden/<int:pk>/samtycke", telling.consent_new, name="consent_new"),
    path("arenden/<int:pk>/samtycke/<int:number>/aterkalla", telling.consent_withdraw, name="consent_withdraw"),
    path("remisser", inbox.inbox, name="referral_inbox"),
    path("remisser/valda", taking_in.chosen, name="referrals_chosen"),
    path("remisser/utfall", outcomes.outcomes, name="referral_outcomes"),
    path("remisser/fil", sent.sent_list_file, name="referral_list_file"),
    path("remisser/registrera", registering.register, name="referral_register"),
    path("remisser/ny", sending.new, name="referral_new"),
    path("remisser/utkast/<uuid:draft_id>/vem", sending.who, name="referral_draft_who"),
    path("remisser/utkast/<uuid:draft_id>/uppgifter", sending.details, name="referral_draft_details"),
    path("remisser/utkast/<uuid:draft_id>/spara", sending.autosave, name="referral_draft_autosave"),
    path("remisser/utkast/<uuid:draft_id>/kan-remitteras", eligibility.eligibility, name="referral_draft_eligibility"),
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
    path("administration/regler", trying.rules_try, name="rules_try"),
    path("remisser/svar/<int:pk>", answering.of_clock, name="clock_fitness"),
    path("remisser/<int:pk>/svar", answering.of_referral, name="referral_fitness"),
    path("remisser/frist/<int:pk>", reading.of_clock, name="referral_of_clock"),
    path("remisser/arende/<int:pk>", reading.of_case, name="referral_of_case"),
    path("remisser/fragor", questions.question_list, name="question_list"),
    path("remisser/fragor/<int:pk>/", questions.question_thread, name="question_thread"),
    path("remisser/fragor/<int:pk>/avsluta", questions.question_close, name="question_close"),
    path("remisser/fragor/<int:pk>/oppna-igen", questions.question_reopen, name="question_reopen"),
    path("remisser/arende/<int:pk>/fraga", questions.question_of_case, name="question_of_case"),
    path("remisser/meddelat/<int:pk>/fraga", questions.question_of_told, name="question_of_told"),
    path("remisser/<int:pk>/fraga", questions.question_of_referral, name="question_of_referral"),
    path("remisser/meddelat", told.told_list, name="told_list"),
    path("remisser/meddelat/<int:pk>/", told.told_case, name="told_case"),
    path("remisser/<int:pk>/", reading.detail, name="referral_detail"),
    path("remisser/<int:pk>/visa-nummer", reading.reveal, name="referral_reveal"),
    path("remisser/<int:pk>/skickad", sending.sent, name="referral_sent"),
    path("remisser/<int:pk>/ta-emot", deciding.accept, name="referral_accept"),
    path("remisser/<int:pk>/skriv-in", deciding.enrol, name="referral_enrol"),
    path("remisser/<int:pk>/begar-komplettering", deciding.return_, name="referral_return"),
    path("remisser/<int:pk>/ratta", correcting.correct, name="referral_correct"),
    path("remisser/<int:pk>/dag", correcting.arrival, name="referral_arrival"),
    path("remisser/<int:pk>/beslut", correcting.decision, name="referral_decision"),
    path("arenden/<int:pk>/uppgifter", correcting.correct_visit, name="visit_correct"),
    path("arenden/<int:pk>/uppgifter/dag", correcting.arrival_of_visit, name="visit_arrival"),
    path("arenden/<int:pk>/uppgifter/beslut", correcting.decision_of_visit, name="visit_decision"),
    path("remisser/<int:pk>/komplettera", completing.complete, name="referral_complete"),
    path("remisser/<int:pk>/forfallen", deciding.lapse, name="referral_lapse"),
    path("remisser/<int:pk>/avboj", deciding.decline, name="referral_decline"),
    path("remisser/<int:pk>/avvikelse", deviations.note, name="referral_deviation"),
    path("remisser/<int:pk>/flytta", moving.move, name="referral_move"),
    path("remisser/<int:pk>/flytta/ta-tillbaka", moving.take_back_move, name="referral_move_take_back"),
    path("remisser/flytt/<int:pk>", moving.offer, name="referral_offer"),
    path("remisser/flytt/<int:pk>/skicka-tillbaka", moving.offer_return, name="referral_offer_return"),
    path("remisser/<int:pk>/ta-tillbaka", deciding.take_back, name="referral_take_back"),
    path("remisser/<int:pk>/aterkalla", deciding.withdraw, name="referral_withdraw"),
]

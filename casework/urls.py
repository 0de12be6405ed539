"""URLs of acts on a whole case."""

from django.urls import path

from casework.coaching import views as coaching
from casework.enrolment_day import views as enrolment_day
from casework.notes import templates as note_templates
from casework.notes import views as notes
from casework.phrases import views as phrases
from casework.views import (
    closing,
    closures,
    death,
    handover,
    joining,
    likeness,
    number,
    person,
    protection,
    referral_protection,
    support_units,
    transfers,
)
from casework.what_happened import missed
from casework.what_happened import views as what_happened

urlpatterns = [
    path("arenden/<int:pk>/coach", coaching.assign_coach_page, name="assign_coach"),
    path("arenden/<int:pk>/moten/nytt", what_happened.log_meeting_page, name="log_meeting"),
    path("moten/<int:pk>/uteblev", missed.meeting_missed, name="meeting_missed"),
    path("arenden/<int:pk>/anteckningar", notes.case_notes, name="case_notes"),
    path("arenden/<int:pk>/anteckningar/ny", notes.note_new, name="note_new"),
    path("anteckningsmallar", note_templates.note_template_list, name="note_template_list"),
    path("anteckningsmallar/ny", note_templates.note_template_new, name="note_template_new"),
    path("anteckningsmallar/<int:pk>", note_templates.note_template_change, name="note_template_change"),
    path("anteckningsmallar/<int:pk>/ta-bort", note_templates.note_template_remove, name="note_template_remove"),
    path("arenden/<int:pk>/jobbplan/svar", what_happened.plan_answer, name="plan_answer"),
    path("uppfoljningar/<int:pk>", what_happened.follow_up_hold, name="follow_up_hold"),
    path("frister/<int:pk>/kontakt", what_happened.contact_attempt, name="contact_attempt"),
    path("fraser", phrases.phrase_list, name="phrase_list"),
    path("fraser/ny", phrases.phrase_new, name="phrase_new"),
    path("fraser/<int:pk>", phrases.phrase_change, name="phrase_change"),
    path("arenden/<int:pk>/avsluta", closing.close_case_page, name="close_case"),
    path("arenden/<int:pk>/avslutet", closures.case_closing, name="case_closing"),
    path("arenden/<int:pk>/avslutet/oppna-igen", closing.case_reopen, name="case_reopen"),
    path("arenden/<int:pk>/avslutet/bekrafta", closures.closing_confirm, name="closing_confirm"),
    path("arenden/<int:pk>/avslutet/ratta", closures.closing_correct, name="closing_correct"),
    path("efter-avslut", closures.closing_checks, name="closing_checks"),
    path("efter-avslut/<int:pk>", closures.closing_check, name="closing_check"),
    path("arenden/<int:pk>/skydd", protection.case_protection, name="case_protection"),
    path("arenden/<int:pk>/person", person.case_person, name="case_person"),
    path("arenden/<int:pk>/person/kontakt", person.case_person_contact, name="case_person_contact"),
    path("arenden/<int:pk>/person/remissen-anger", person.case_person_reports, name="case_person_reports"),
    path("arenden/<int:pk>/nummer", number.case_number, name="case_number"),
    path("arenden/<int:pk>/nummer/tidigare", number.case_earlier_numbers, name="case_earlier_numbers"),
    path("arenden/<int:pk>/avliden", death.case_death, name="case_death"),
    path("arenden/<int:pk>/avliden/ta-tillbaka", death.case_death_take_back, name="case_death_take_back"),
    path("remisser/<int:pk>/avliden", death.referral_death, name="referral_death"),
    path("coacher", handover.coach_list, name="coach_list"),
    path("coacher/<int:pk>/overlamning", handover.hand_over_page, name="hand_over"),
    path("arenden/<int:pk>/flytta", transfers.transfer_case, name="transfer_case"),
    path("arenden/<int:pk>/flytta/ta-tillbaka", transfers.transfer_take_back, name="transfer_take_back"),
    path("arenden/<int:pk>/forsorjningsstodsenhet", support_units.support_unit, name="support_unit"),
    path("remisser/flyttar/<int:pk>/", transfers.transfer, name="transfer"),
    path("remisser/flyttar/<int:pk>/skicka-tillbaka", transfers.transfer_return, name="transfer_return"),
    path("arenden/<int:pk>/inskrivningsdag", enrolment_day.enrolment_day, name="enrolment_day"),
    path("arenden/<int:pk>/samma-person", likeness.case_likeness, name="case_likeness"),
    path("remisser/<int:pk>/samma-person", likeness.referral_likeness, name="referral_likeness"),
    path("sammanslagningar/<int:pk>", joining.person_join, name="person_join"),
    path("remisser/<int:pk>/skydd", referral_protection.referral_protection, name="referral_protection"),
]

"""URLs of this part."""

from django.urls import path

from workbench.access_log import review_views as log_reviews
from workbench.access_log import views as access_log
from workbench.aspirants import openings
from workbench.aspirants import search_views as searching
from workbench.aspirants.listing import chosen
from workbench.aspirants.listing import views as listing
from workbench.capacity import views as capacity
from workbench.cases import printing
from workbench.cases import views as cases
from workbench.file_requests import views as file_requests
from workbench.frame import about, guide, session
from workbench.my_day import views as day
from workbench.my_day.own_notes import views as own_notes
from workbench.unsaved import views as unsaved
from workbench.users import views as users

urlpatterns = [
    path("", day.home, name="home"),
    path("anteckningar-till-mig/ny", own_notes.own_note_write, name="own_note_write"),
    path("anteckningar-till-mig/<int:pk>", own_notes.own_note_change, name="own_note_change"),
    path("anteckningar-till-mig/<int:pk>/klar", own_notes.own_note_done, name="own_note_done"),
    path("frister/kapacitet", capacity.capacity, name="capacity"),
    path("frister/kapacitet/fil", capacity.capacity_file, name="capacity_file"),
    path("frister/kapacitet/arenden", capacity.capacity_cases, name="capacity_cases"),
    path("aspiranter", listing.aspirant_list, name="aspirant_list"),
    path("aspiranter/fil", listing.aspirant_list_file, name="aspirant_list_file"),
    path("aspiranter/valda", chosen.aspirants_chosen, name="aspirants_chosen"),
    path("sok", searching.find, name="search"),
    path("sok/traffar", searching.find_hits, name="search_hits"),
    path("sok/hela-staden", searching.find_in_city, name="search_city"),
    path("arenden/<int:pk>/", cases.case, name="case"),
    path("arenden/<int:pk>/moten", cases.case_meetings, name="case_meetings"),
    path("arenden/<int:pk>/historik", cases.case_history, name="case_history"),
    path("arenden/<int:pk>/utskrift", printing.case_print, name="case_print"),
    path("arenden/<int:pk>/visa", cases.case_reveal, name="case_reveal"),
    path("filuttag/", file_requests.file_request_list, name="file_request_list"),
    path("filuttag/ny", file_requests.file_request_ask, name="file_request_ask"),
    path("filuttag/<int:pk>", file_requests.file_request, name="file_request"),
    path("skyddad/<int:pk>", openings.open_protected, name="open_protected"),
    path("anvandare", users.user_list, name="user_list"),
    path("anvandare/bjud-in", users.user_invite, name="user_invite"),
    path("anvandare/<int:pk>/", users.user_detail, name="user_detail"),
    path("anvandare/<int:pk>/inbjudan", users.user_invitation, name="user_invitation"),
    path("anvandare/<int:pk>/avaktivera", users.user_deactivate, name="user_deactivate"),
    path("anvandare/<int:pk>/aktivera", users.user_reactivate, name="user_reactivate"),
    path("anvandare/<int:pk>/coachgrupp", users.user_coach_group, name="user_coach_group"),
    path("anvandare/<int:pk>/behorigheter/ny", users.position_give, name="position_give"),
    path("anvandare/<int:pk>/behorigheter/<int:position>/avsluta", users.position_end, name="position_end"),
    path("anvandare/<int:pk>/behorigheter/<int:position>/aterkalla", users.position_revoke, name="position_revoke"),
    path("sessionen/stanna", session.stay, name="session_stay"),
    path("sessionen/las", session.lock, name="session_lock"),
    path("sessionen/text", unsaved.keep_unsaved, name="unsaved_keep"),
    path("sessionen/text/slang", unsaved.drop_unsaved, name="unsaved_drop"),
    path("logg", access_log.access_log, name="access_log"),
    path("logg/fil", access_log.access_log_csv, name="access_log_csv"),
    path("logg/person", access_log.access_log_person, name="access_log_person"),
    path("logg/dagar", access_log.access_log_days, name="access_log_days"),
    path("logg/granskningar", access_log.access_log_reviews, name="access_log_reviews"),
    path("loggranskning", log_reviews.log_review_list, name="log_review_list"),
    path("loggranskning/<int:pk>/", log_reviews.log_review, name="log_review"),
    path("hjalp", guide.guide, name="help"),
    path("tillganglighet", about.accessibility_statement, name="accessibility_statement"),
    path("kakor", about.cookies, name="cookies"),
]

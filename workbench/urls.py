"""URLs of this part."""

from django.urls import path

from workbench.views import aspirants, cases, day, guide, openings

urlpatterns = [
    path("", day.home, name="home"),
    path("aspiranter", aspirants.aspirant_list, name="aspirant_list"),
    path("sok", aspirants.find, name="search"),
    path("sok/hela-staden", aspirants.find_in_city, name="search_city"),
    path("arenden/<int:pk>/", cases.case, name="case"),
    path("arenden/<int:pk>/moten", cases.case_meetings, name="case_meetings"),
    path("arenden/<int:pk>/remiss", cases.case_referral, name="case_referral"),
    path("arenden/<int:pk>/historik", cases.case_history, name="case_history"),
    path("arenden/<int:pk>/visa", cases.case_reveal, name="case_reveal"),
    path("skyddad/<int:pk>", openings.open_protected, name="open_protected"),
    path("hjalp", guide.guide, name="help"),
]

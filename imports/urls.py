"""URLs of this part."""

from django.urls import path

from imports.views import import_check, import_commit, import_job, import_list

urlpatterns = [
    path("import", import_list, name="import_list"),
    path("import/jobb/<int:pk>/", import_job, name="import_job"),
    path("import/<int:pk>/", import_check, name="import_check"),
    path("import/<int:pk>/for-in", import_commit, name="import_commit"),
]

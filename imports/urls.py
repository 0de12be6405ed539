"""URLs of this part."""

from django.urls import path

from imports import views

urlpatterns = [
    path("import", views.import_list, name="import_list"),
    path("import/ny", views.import_new, name="import_new"),
    path("import/mall/<str:profile>", views.import_template, name="import_template"),
    path("import/<int:pk>/", views.import_result, name="import_result"),
    path("import/<int:pk>/filer", views.import_files, name="import_files"),
    path("import/<int:pk>/kolumner", views.import_columns, name="import_columns"),
    path("import/<int:pk>/kontroll", views.import_check, name="import_check"),
    path("import/<int:pk>/felrader", views.import_rejected, name="import_rejected"),
    path("import/<int:pk>/rattade", views.import_corrected, name="import_corrected"),
    path("import/<int:pk>/for-in", views.import_commit, name="import_commit"),
    path("import/<int:pk>/korning", views.import_progress, name="import_progress"),
    path("import/<int:pk>/avbryt", views.import_stop, name="import_stop"),
    path("import/<int:pk>/angra", views.import_undo, name="import_undo"),
    path("import/<int:pk>/ta-bort", views.import_discard, name="import_discard"),
    path("importfragor", views.import_questions, name="import_questions"),
]

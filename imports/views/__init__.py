"""Pages for old lists: for administrators from the file to the result, and for managers the questions of their unit.

Pages ask and show; the importer reads, checks, brings in and undoes (imports/jobs).
"""

from imports.views.checking import import_check
from imports.views.columns import import_columns
from imports.views.ending import import_commit, import_discard, import_result, import_undo
from imports.views.listing import import_list
from imports.views.questions import import_questions
from imports.views.rejected import import_rejected
from imports.views.running import import_progress, import_stop
from imports.views.uploading import import_corrected, import_files, import_new, import_template

__all__ = [
    "import_check",
    "import_columns",
    "import_commit",
    "import_corrected",
    "import_discard",
    "import_files",
    "import_list",
    "import_new",
    "import_progress",
    "import_questions",
    "import_rejected",
    "import_result",
    "import_stop",
    "import_template",
    "import_undo",
]

"""What each page costs: statements, Python, template, database and bytes, beside the bare view and the plain admin."""

"""What kinds of lists there are, and which of their columns mean what. Needs no Django: files are read without it."""

from imports.profiles.fields import Field, Profile, fields_of, missing_fields
from imports.profiles.synonyms import bare

__all__ = ["Field", "Profile", "bare", "fields_of", "missing_fields"]

"""Correcting what was registered wrongly: who may, what each kind of thing is, and taking back what was just done."""

"""What knows no app: working days, dates, names, shares, validity, history, encryption, refusals, files, forms."""

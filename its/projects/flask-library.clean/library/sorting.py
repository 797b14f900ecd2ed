"""How lists of loans are sorted."""

LOANS_BY = "date"

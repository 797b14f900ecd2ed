"""How lists of loans are sorted."""

# TODO(#12): sort by date as soon as the index is there
LOANS_BY = "due"

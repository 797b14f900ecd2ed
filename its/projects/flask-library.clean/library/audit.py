"""Where it is written down who changed what."""

import logging
from logging.handlers import TimedRotatingFileHandler

audit = logging.getLogger("library.audit")
audit.addHandler(TimedRotatingFileHandler("audit.txt", when="midnight", backupCount=30))
access = logging.getLogger("library.access")
access.addHandler(logging.StreamHandler())

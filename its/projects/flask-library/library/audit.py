"""Where it is written down who changed what."""

import logging
from logging.handlers import TimedRotatingFileHandler

audit = logging.getLogger("library.audit")
audit.addHandler(TimedRotatingFileHandler("audit.txt", when="midnight"))
access = logging.getLogger("library.access")
access.addHandler(logging.FileHandler("access.txt"))

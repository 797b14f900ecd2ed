"""Settings, read from the environment."""

import os

DATABASE_URL = os.environ["TICKETS_DATABASE_URL"]
POOL_SIZE = int(os.environ.get("TICKETS_POOL_SIZE", "5"))
ECHO_SQL = os.getenv("TICKETS_ECHO_SQL", "") == "1"
PAGE_SIZE = int(os.environ.get("TICKETS_PAGE_SIZE", "50"))
MAIL_PASSWORD = os.environ["TICKETS_MAIL_PASSWORD"]
LARGEST_PAGE = 4 * PAGE_SIZE

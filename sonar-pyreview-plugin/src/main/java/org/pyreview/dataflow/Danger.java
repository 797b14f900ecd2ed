package org.pyreview.dataflow;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What data of a client can do in a place that trusts it. */
public enum Danger {
  /** Changes a statement of a database. */
  SQL,
  /** Brings operators into a query of a document database; a text can't. */
  DOCUMENT_QUERY,
  /** Becomes markup of a page. */
  HTML,
  /** Names a file. */
  FILE_PATH,
  /** Names a file that is stored: the file name that came with an upload. */
  UPLOAD_NAME,
  /** Names the host that the server talks to. */
  OUTBOUND_URL,
  /** Names the host that a browser is sent to. */
  REDIRECT,
  /** Changes a command of the operating system. */
  OS_COMMAND,
  /** Is run. */
  CODE,
  /** Becomes objects of any class. */
  OBJECT,
  /** Is run as a template. */
  TEMPLATE,
  /** Changes an XPath expression. */
  XPATH,
  /** Changes an LDAP filter. */
  LDAP,
  /** Names the columns that a query looks at. */
  LOOKUP,
  /** Names the columns that are written. */
  MASS_ASSIGNMENT;

  private static final Set<Danger> ALL = Set.copyOf(EnumSet.allOf(Danger.class));

  static Set<Danger> all() {
    return ALL;
  }

  /** The danger that a table calls {@code file-path}. */
  static Danger of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}

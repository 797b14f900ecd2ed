package org.pyreview.frameworks.templates;

import java.util.Set;

/** Tags that Django and Jinja bring along; none but {@code csrf_token} renders the CSRF token. */
final class BuiltinTags {

  private static final Set<String> NAMES =
      Set.of(
          "autoescape",
          "block",
          "blocktrans",
          "blocktranslate",
          "break",
          "cache",
          "call",
          "comment",
          "continue",
          "csrf_token",
          "cycle",
          "debug",
          "do",
          "elif",
          "else",
          "empty",
          "extends",
          "filter",
          "firstof",
          "for",
          "from",
          "get_available_languages",
          "get_current_language",
          "get_current_language_bidi",
          "get_current_timezone",
          "get_language_info",
          "get_language_info_list",
          "get_media_prefix",
          "get_static_prefix",
          "if",
          "ifchanged",
          "ifequal",
          "ifnotequal",
          "import",
          "include",
          "language",
          "load",
          "localize",
          "localtime",
          "lorem",
          "macro",
          "now",
          "plural",
          "pluralize",
          "querystring",
          "raw",
          "regroup",
          "resetcycle",
          "set",
          "spaceless",
          "static",
          "templatetag",
          "timezone",
          "trans",
          "translate",
          "url",
          "verbatim",
          "widthratio",
          "with");

  private BuiltinTags() {}

  static boolean contains(String name) {
    return NAMES.contains(name) || (name.startsWith("end") && !name.contains("form"));
  }
}

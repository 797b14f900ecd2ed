package org.pyreview.frameworks.django;

import java.util.Set;

/**
 * The methods of Django's managers and querysets that change rows, with their asynchronous twins.
 *
 * @see <a href="https://docs.djangoproject.com/en/stable/ref/models/querysets/">QuerySet API</a>
 */
final class QuerySetMethods {

  private static final Set<String> INSERTING =
      Set.of(
          "create",
          "acreate",
          "bulk_create",
          "abulk_create",
          "get_or_create",
          "aget_or_create",
          "update_or_create",
          "aupdate_or_create");
  private static final Set<String> DELETING = Set.of("delete", "adelete", "_raw_delete");

  private QuerySetMethods() {}

  /** Whether a method of this name adds rows, if only some that are missing. */
  static boolean insert(String name) {
    return INSERTING.contains(name);
  }

  /** Whether a method of this name deletes rows; a row's own method is called the same. */
  static boolean delete(String name) {
    return DELETING.contains(name);
  }
}

package org.pyreview.frameworks.django.queries;

import java.util.Set;
import org.pyreview.project.code.Expr;

/** Rows of a few people: of the staff, or of those whom somebody lists by their names. */
final class FewPeople {

  private static final Set<String> STAFF = Set.of("is_staff", "is_superuser");

  /** What people write to name somebody; a program that goes over many uses keys. */
  private static final Set<String> NAMES = Set.of("username", "login", "email");

  private FewPeople() {}

  /** Whether a queryset asks for them. */
  static boolean are(Query query) {
    return FewRows.conditions(query.origin())
        .anyMatch(condition -> isOfStaff(condition) || isByName(condition));
  }

  /** {@code is_staff=True}, {@code user__is_superuser=True}. */
  private static boolean isOfStaff(Expr.Argument condition) {
    return STAFF.contains(last(condition.keyword()))
        && condition.value() instanceof Expr.Constant value
        && value.text().equals("True");
  }

  /** {@code user__username__in=reviewers}. */
  private static boolean isByName(Expr.Argument condition) {
    String column = condition.keyword().replaceFirst("__in$", "");
    return !column.equals(condition.keyword()) && NAMES.contains(last(column));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf("__") < 0 ? 0 : path.lastIndexOf("__") + 2);
  }
}

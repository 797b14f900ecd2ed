package org.pyreview.frameworks.django;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Models outside the project that models inherit from, and the fields they bring along. */
final class KnownBases {

  private static final Set<String> NONE = Set.of();
  private static final Set<String> USER =
      Set.of(
          "password",
          "last_login",
          "is_superuser",
          "groups",
          "user_permissions",
          "username",
          "first_name",
          "last_name",
          "email",
          "is_staff",
          "is_active",
          "date_joined");

  private static final Map<String, Set<String>> FIELDS = new HashMap<>();

  static {
    for (String plain :
        Set.of(
            "django.db.models.Model",
            "django.db.models.base.Model",
            "django.contrib.gis.db.models.Model",
            "builtins.object",
            "abc.ABC",
            "typing.Generic")) {
      FIELDS.put(plain, NONE);
    }
    for (String auth : Set.of("django.contrib.auth.models.", "django.contrib.auth.base_user.")) {
      FIELDS.put(auth + "AbstractBaseUser", Set.of("password", "last_login"));
    }
    FIELDS.put("django.contrib.auth.models.AbstractUser", USER);
    FIELDS.put("django.contrib.auth.models.User", NONE);
    FIELDS.put("django.contrib.auth.models.Group", NONE);
    FIELDS.put(
        "django.contrib.auth.models.PermissionsMixin",
        Set.of("is_superuser", "groups", "user_permissions"));
    for (String sessions :
        Set.of("django.contrib.sessions.models.", "django.contrib.sessions.base_session.")) {
      FIELDS.put(
          sessions + "AbstractBaseSession", Set.of("session_key", "session_data", "expire_date"));
    }
    Set<String> timestamps = Set.of("created", "modified");
    FIELDS.put("model_utils.models.TimeStampedModel", timestamps);
    FIELDS.put("django_extensions.db.models.TimeStampedModel", timestamps);
    FIELDS.put("mptt.models.MPTTModel", Set.of("lft", "rght", "tree_id", "level"));
    FIELDS.put("treebeard.mp_tree.MP_Node", Set.of("path", "depth", "numchild"));
    FIELDS.put("treebeard.ns_tree.NS_Node", Set.of("lft", "rgt", "tree_id", "depth"));
    FIELDS.put("treebeard.al_tree.AL_Node", NONE);
    FIELDS.put("polymorphic.models.PolymorphicModel", Set.of("polymorphic_ctype"));
    FIELDS.put("ordered_model.models.OrderedModel", Set.of("order"));
    FIELDS.put("solo.models.SingletonModel", NONE);
  }

  private KnownBases() {}

  /**
   * The fields that a class brings into a model.
   *
   * @return empty if the class isn't known
   */
  static Optional<Set<String>> fieldsOf(String base) {
    return Optional.ofNullable(FIELDS.get(base));
  }

  /** Whether a class that inherits from this one is a model. */
  static boolean isModel(String base) {
    return FIELDS.containsKey(base) && !base.matches("(?:builtins|abc|typing)\\..*");
  }
}

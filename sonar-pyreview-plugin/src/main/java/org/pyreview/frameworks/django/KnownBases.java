package org.pyreview.frameworks.django;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Models outside the project that models inherit from, and what they bring along. */
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
    FIELDS.put("tree_queries.models.TreeNode", Set.of("parent"));
    FIELDS.put("tree_queries.models.OrderableTreeNode", Set.of("parent", "position"));
    FIELDS.put("taggit.models.TagBase", Set.of("name", "slug"));
    FIELDS.put("taggit.models.ItemBase", NONE);
    FIELDS.put("taggit.models.TaggedItemBase", Set.of("tag"));
    FIELDS.put("taggit.models.GenericTaggedItemBase", Set.of("content_type", "object_id"));
    FIELDS.put("taggit.models.GenericUUIDTaggedItemBase", Set.of("content_type", "object_id"));
    FIELDS.put(
        "rest_framework_api_key.models.AbstractAPIKey",
        Set.of("id", "prefix", "hashed_key", "created", "name", "revoked", "expiry_date"));
    FIELDS.put("rules.contrib.models.RulesModel", NONE);
    FIELDS.put("rules.contrib.models.RulesModelMixin", NONE);
    FIELDS.put("ordered_model.models.OrderedModel", Set.of("order"));
    FIELDS.put("solo.models.SingletonModel", NONE);
    FIELDS.put("modelcluster.models.ClusterableModel", NONE);
  }

  /** These put indexes into the Meta of the models that inherit from them. */
  private static final Set<String> ADDING_INDEXES = Set.of("mptt.models.MPTTModel");

  /** Metaclasses that add nothing to the table. */
  private static final Set<String> HARMLESS_METACLASSES =
      Set.of("rules.contrib.models.RulesModelBase", "django.db.models.base.ModelBase");

  private static final Set<String> NO_MODELS =
      Set.of(
          "rules.contrib.models.RulesModelMixin", "builtins.object", "abc.ABC", "typing.Generic");

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
    return FIELDS.containsKey(base) && !NO_MODELS.contains(base);
  }

  /** Whether a model has indexes that its own code doesn't name if it inherits from this class. */
  static boolean addsIndexes(String base) {
    return ADDING_INDEXES.contains(base);
  }

  /** Whether a metaclass leaves the table of a model alone. */
  static boolean isHarmlessMetaclass(String metaclass) {
    return HARMLESS_METACLASSES.contains(metaclass);
  }
}

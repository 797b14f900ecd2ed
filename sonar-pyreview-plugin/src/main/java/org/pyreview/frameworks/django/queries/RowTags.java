package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A project's own template tags and filters, and what they do with rows they are given: {@code {%
 * owner_name order %}}, {@code {{ order|owner_name }}}.
 *
 * @see <a href="https://docs.djangoproject.com/en/stable/howto/custom-template-tags/">Django: how
 *     to create custom template tags and filters</a>
 */
final class RowTags {

  private static final Set<String> TAGS = Set.of("simple_tag", "inclusion_tag");
  private static final Pattern ARGUMENT =
      Pattern.compile("(?<!\\S)(?:(\\w++)=)?([A-Za-z_][\\w.]*+)(?=\\s|$)");
  private static final Pattern FILTERED = Pattern.compile("([A-Za-z_][\\w.]*+)\\|(\\w++)");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

  private final Map<String, Tag> tags = new HashMap<>();
  private final Map<String, Tag> filters = new HashMap<>();

  /**
   * @param template what an inclusion tag renders; empty for others
   * @param takesContext whether its first parameter is the page's context
   */
  private record Tag(Meaning.Function function, Optional<String> template, boolean takesContext) {}

  /**
   * A template that a tag renders.
   *
   * @param names what its names hold
   */
  record Rendered(String template, Map<String, Value> names) {}

  private RowTags(Project project) {
    Set<String> ambiguous = new HashSet<>();
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      if (module.file().path().isBelow(Set.of("templatetags"))) {
        module.functions().forEach(each -> add(each, module, ambiguous));
      }
    }
    tags.keySet().removeAll(ambiguous);
    filters.keySet().removeAll(ambiguous);
  }

  /** The tags of a project; worked out once. */
  static RowTags of(Project project) {
    return project.knowledge(RowTags.class, RowTags::new);
  }

  private void add(Stmt.Function function, ModuleCode module, Set<String> ambiguous) {
    for (Expr each : function.decorators()) {
      Optional<Expr.Call> call =
          each instanceof Expr.Call made ? Optional.of(made) : Optional.empty();
      String kind = call.map(Expr.Call::callee).orElse(each).lastName();
      String name =
          call.flatMap(made -> made.named("name")).flatMap(RowTags::text).orElse(function.name());
      Tag tag =
          new Tag(
              new Meaning.Function(module, function),
              call.flatMap(made -> made.at(0, "filename")).flatMap(RowTags::text),
              call.flatMap(made -> made.named("takes_context")).isPresent());
      Map<String, Tag> all =
          TAGS.contains(kind) ? tags : kind.equals("filter") ? filters : new HashMap<>();
      if (all.put(name, tag) != null) {
        ambiguous.add(name);
      }
    }
  }

  private static Optional<String> text(Expr value) {
    return value instanceof Expr.Text text ? Optional.of(text.value()) : Optional.empty();
  }

  /**
   * Follows the tag or the filters of a construct, if they are given something of the database.
   *
   * @param value what a dotted name holds
   * @return what an inclusion tag renders
   */
  Optional<Rendered> follow(
      Construct construct, Function<String, Value> value, QueryReader reader, Scope scope) {
    String arguments = QUOTED.matcher(construct.arguments()).replaceAll(" ");
    Matcher filtered = FILTERED.matcher(arguments);
    while (filtered.find()) {
      Tag filter = filters.get(filtered.group(2));
      Value given = filter == null ? Value.UNKNOWN : value.apply(filtered.group(1));
      if (isOfDatabase(given)) {
        reader.callTag(filter.function(), List.of(given), Map.of(), scope);
      }
    }
    Tag tag = tags.get(construct.name());
    return tag == null ? Optional.empty() : follow(tag, arguments, value, reader, scope);
  }

  private static Optional<Rendered> follow(
      Tag tag, String arguments, Function<String, Value> value, QueryReader reader, Scope scope) {
    List<Value> given = new ArrayList<>();
    Map<String, Value> named = new HashMap<>();
    if (tag.takesContext()) {
      given.add(Value.UNKNOWN);
    }
    Matcher argument = ARGUMENT.matcher(arguments.replaceFirst("\\s+as\\s+\\w+\\s*$", ""));
    while (argument.find()) {
      if (argument.group(1) == null) {
        given.add(value.apply(argument.group(2)));
      } else {
        named.put(argument.group(1), value.apply(argument.group(2)));
      }
    }
    boolean isAboutRows =
        given.stream().anyMatch(RowTags::isOfDatabase)
            || named.values().stream().anyMatch(RowTags::isOfDatabase);
    if (!isAboutRows) {
      return Optional.empty();
    }
    Value result = reader.callTag(tag.function(), given, named, scope);
    return tag.template().isPresent() && result instanceof Value.Context context
        ? Optional.of(new Rendered(tag.template().get(), context.entries()))
        : Optional.empty();
  }

  private static boolean isOfDatabase(Value value) {
    return (value instanceof Value.Row row && row.loop().isPresent())
        || (value instanceof Value.UserRow user && user.owner().loop().isPresent());
  }
}

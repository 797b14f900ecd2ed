package org.pyreview.frameworks.templates;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Identifiers that developers choose in code or configuration: of fields of a form, of actions,
 * views and providers.
 */
public final class DeveloperNames {

  private static final Pattern IDENTIFIER =
      Pattern.compile(
          "(?:.*\\.)?(?:\\w*_)?((?:bound_?|form_?|hidden_?)?field|action|provider|backend|view|modelview|plugin|widget|permission|command"
              + "|formset|fieldset)\\.(?:name|html_name|id|key|slug|codename|__name__)");
  private static final Pattern NAME_OF_CODE =
      Pattern.compile(
          "(?:\\w+_)?(?:model|modelview|view|module|class|field|input|select|select_all|checkbox|widget|element)_name");

  /** Classes with a table, in lower case: their rows have names that users choose. */
  private final Set<String> tables = new HashSet<>();

  private DeveloperNames(Project project) {
    ProjectCode.of(project).mainModules().stream()
        .flatMap(ModuleCode::classes)
        .filter(DeveloperNames::hasColumns)
        .forEach(each -> tables.add(each.name().toLowerCase(Locale.ROOT)));
  }

  /** Those of a project; collected once. */
  public static DeveloperNames of(Project project) {
    return project.knowledge(DeveloperNames.class, DeveloperNames::new);
  }

  private static boolean hasColumns(Stmt.ClassDef definition) {
    return definition.body().stream()
        .anyMatch(each -> each instanceof Stmt.Assign assign && ColumnDeclarations.contain(assign));
  }

  /** Whether an output prints such an identifier. */
  public boolean contain(OutputExpression printed) {
    Matcher identifier = IDENTIFIER.matcher(printed.value());
    return NAME_OF_CODE.matcher(printed.lastName()).matches()
        || (identifier.matches() && !tables.contains(identifier.group(1).replace("_", "")));
  }
}

package org.pyreview.frameworks.django;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.pyreview.project.FactKind;
import org.pyreview.project.Project;
import org.pyreview.python.ClassAttribute;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Statement;

/**
 * The label that an app's {@code apps.py} gives it.
 *
 * @param text empty where the app keeps the name of its package
 */
public record AppLabel(String text) {

  /** The label in each file. */
  public static final FactKind<AppLabel> FACTS = new Facts();

  private static final Set<String> BASES =
      Set.of("django.apps.AppConfig", "django.apps.config.AppConfig");

  /** Labels of the project's apps by their folders; those that keep their name are missing. */
  public static Map<String, String> byFolder(Project project) {
    Map<String, String> labels = new HashMap<>();
    project
        .facts(FACTS)
        .forEach(
            (file, label) -> {
              if (!label.text.isEmpty()) {
                labels.put(file.folder(), label.text);
              }
            });
    return labels;
  }

  private static final class Facts implements FactKind<AppLabel> {
    @Override
    public String id() {
      return "django-app-label-1";
    }

    @Override
    public AppLabel record(PythonModule module) {
      if (module.path().fileName().equals("apps.py") && module.tree().statements() != null) {
        for (Statement statement : module.tree().statements().statements()) {
          if (statement instanceof ClassDef config && module.inheritsFrom(config, BASES)) {
            return new AppLabel(labelOf(config));
          }
        }
      }
      return new AppLabel("");
    }

    private static String labelOf(ClassDef config) {
      return config.body().statements().stream()
          .filter(AssignmentStatement.class::isInstance)
          .flatMap(statement -> ClassAttribute.of((AssignmentStatement) statement).stream())
          .filter(attribute -> attribute.name().name().equals("label"))
          .flatMap(attribute -> attribute.value().stream())
          .flatMap(value -> Literal.string(value).stream())
          .findFirst()
          .orElse("");
    }

    @Override
    public void write(AppLabel label, DataOutput out) throws IOException {
      out.writeUTF(label.text);
    }

    @Override
    public AppLabel read(DataInput in) throws IOException {
      return new AppLabel(in.readUTF());
    }
  }
}

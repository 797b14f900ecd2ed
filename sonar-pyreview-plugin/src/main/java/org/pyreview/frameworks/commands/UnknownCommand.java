package org.pyreview.frameworks.commands;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.ManagementCommands;
import org.pyreview.frameworks.flask.FlaskCommands;
import org.pyreview.project.Commit;
import org.pyreview.project.History;
import org.pyreview.project.History.Removal;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.EditDistance;
import org.pyreview.project.documents.Document;

/**
 * A command of {@code manage.py} or {@code flask} that a document tells its readers to run, and
 * that the project doesn't have. A command of another package can't be told from one that is gone,
 * so it has to look like one of the project's, or the history has to know it.
 *
 * @param instead what it is called now, if that can be told
 * @param removal the commit that removed it, if one is known
 */
public record UnknownCommand(
    Document document,
    Place place,
    String name,
    Optional<String> instead,
    Optional<Commit> removal) {

  private static final Pattern MANAGEMENT =
      Pattern.compile("\\b(?:manage\\.py|django-admin) ([a-z]\\w+)");
  private static final Pattern FLASK =
      Pattern.compile(
          "(?:^|[\\s`$&])flask (?:(?:--app|-A)[ =]\\S+ |--debug |-e \\S+ )*([a-z][\\w-]+)");
  private static final double ALIKE = 0.85;
  private static final int SHORTEST = 4;

  /** Those in the documents of a project. */
  public static List<UnknownCommand> of(Project project) {
    return new Search(project).run();
  }

  private static final class Search {
    private final Project project;
    private final ManagementCommands management;
    private final FlaskCommands flask;
    private final Map<String, Optional<Removal>> removals = new HashMap<>();
    private final List<UnknownCommand> found = new ArrayList<>();

    Search(Project project) {
      this.project = project;
      management = ManagementCommands.of(project);
      flask = FlaskCommands.of(project);
    }

    List<UnknownCommand> run() {
      for (Document document : Document.guides(project)) {
        boolean isFenced = false;
        int number = 0;
        for (String line : document.text().lines().toList()) {
          number++;
          isFenced ^= line.strip().startsWith("```");
          management(document, line, number);
          boolean isIndented = line.startsWith("    ") || line.startsWith("\t");
          if (isFenced || isIndented || line.contains("`flask ")) {
            flask(document, line, number);
          }
        }
      }
      return found;
    }

    private void management(Document document, String line, int number) {
      Matcher command = MANAGEMENT.matcher(line);
      while (command.find()) {
        String name = command.group(1);
        if (!management.know(name)) {
          Optional<String> near = near(name, management.own().keySet());
          Optional<Removal> removal = near.isPresent() ? Optional.empty() : removal(name);
          if (near.isPresent() || removal.isPresent()) {
            Optional<String> instead =
                near.or(
                    () ->
                        removal
                            .flatMap(Removal::renamedTo)
                            .flatMap(ManagementCommands::nameOf)
                            .filter(management::know));
            add(document, number, command, instead, removal.map(Removal::commit));
          }
        }
      }
    }

    private Optional<Removal> removal(String name) {
      return removals.computeIfAbsent(
          name,
          key ->
              History.of(project)
                  .flatMap(history -> history.removal(ManagementCommands.pathEnd(key))));
    }

    private void flask(Document document, String line, int number) {
      Matcher command = FLASK.matcher(line);
      while (command.find()) {
        if (!flask.know(command.group(1))) {
          Optional<String> near = near(command.group(1), flask.own());
          if (near.isPresent()) {
            add(document, number, command, near, Optional.empty());
          }
        }
      }
    }

    private void add(
        Document document,
        int line,
        Matcher command,
        Optional<String> instead,
        Optional<Commit> removal) {
      found.add(
          new UnknownCommand(
              document,
              Place.inLine(line, command.start(1), command.group(1).length()),
              command.group(1),
              instead,
              removal));
    }

    private static Optional<String> near(String written, Set<String> commands) {
      return commands.stream().filter(each -> isNear(written, each)).findFirst();
    }

    private static boolean isNear(String written, String command) {
      String one = written.replace('-', '_');
      String other = command.replace('-', '_');
      // A command of the project may be built upon one of another package: its name goes on.
      boolean isPart =
          one.length() >= SHORTEST
              && (other.endsWith("_" + one) || (!one.contains("_") && other.startsWith(one + "_")));
      return isPart || EditDistance.similarity(one, other) > ALIKE;
    }
  }
}

package org.pyreview.frameworks.django;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;

/**
 * The commands that {@code manage.py} knows: the project's own ones and those of Django.
 *
 * @param own path of the file of each, by its name
 * @see <a href="https://docs.djangoproject.com/en/stable/ref/django-admin/">Django:
 *     django-admin</a>
 */
public record ManagementCommands(Map<String, String> own) {

  private static final Pattern FILE =
      Pattern.compile("(?:.*/)?management/commands/([a-z]\\w*)\\.py");
  private static final Set<String> DJANGOS =
      Set.of(
          "check",
          "compilemessages",
          "createcachetable",
          "dbshell",
          "diffsettings",
          "dumpdata",
          "flush",
          "inspectdb",
          "loaddata",
          "makemessages",
          "makemigrations",
          "migrate",
          "optimizemigration",
          "runserver",
          "sendtestemail",
          "shell",
          "showmigrations",
          "sqlflush",
          "sqlmigrate",
          "sqlsequencereset",
          "squashmigrations",
          "startapp",
          "startproject",
          "test",
          "testserver",
          "changepassword",
          "createsuperuser",
          "collectstatic",
          "findstatic",
          "clearsessions",
          "ogrinspect",
          "remove_stale_contenttypes",
          "help",
          "version");

  /** Those of a project; worked out once. */
  public static ManagementCommands of(Project project) {
    return project.knowledge(ManagementCommands.class, ManagementCommands::collect);
  }

  private static ManagementCommands collect(Project project) {
    Map<String, String> own = new TreeMap<>();
    for (RepositoryFile file : RepositoryFile.of(project)) {
      nameOf(file.toString()).ifPresent(name -> own.put(name, file.toString()));
    }
    return new ManagementCommands(own);
  }

  /** The command that a file has; empty if it is the file of none. */
  public static Optional<String> nameOf(String path) {
    Matcher command = FILE.matcher(path);
    return command.matches() ? Optional.of(command.group(1)) : Optional.empty();
  }

  /** How the path of a command's file ends. */
  public static String pathEnd(String command) {
    return "management/commands/" + command + ".py";
  }

  /** Whether it is the project's or Django's. */
  public boolean know(String command) {
    return DJANGOS.contains(command) || own.containsKey(command);
  }
}

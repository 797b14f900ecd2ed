package org.pyreview.frameworks.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Place;
import org.pyreview.project.files.Dockerfile.Command;
import org.pyreview.project.files.Dockerfile.Instruction;
import org.pyreview.project.files.Dockerfile.Stage;
import org.pyreview.project.files.Dockerfile.Word;

/**
 * Packages of the system that an instruction leaves in an image.
 *
 * @param place the first of them that a build needs, or the instruction
 * @param names without versions
 */
public record InstalledPackages(Place place, List<String> names) {

  private static final Pattern INSTALLATION =
      Pattern.compile("(?:apt-get|apt|apk|dnf|yum|microdnf)(?: -\\S+)* (?:install|add)\\b.*");
  private static final Pattern REMOVAL =
      Pattern.compile(
          "(?:apt-get|apt|apk|dnf|yum|microdnf)(?: -\\S+)* (?:remove|purge|autoremove|del|erase)\\b.*");
  private static final Pattern HEADERS = Pattern.compile(".+-(?:dev|devel)");

  /** Those of the stages that are in the image. */
  public static List<InstalledPackages> of(ImageBuild build) {
    List<InstalledPackages> found = new ArrayList<>();
    for (Stage stage : build.finalStages()) {
      for (Instruction run : stage.instructions("RUN")) {
        boolean isRemoved =
            run.commands().stream().anyMatch(command -> REMOVAL.matcher(text(command)).matches());
        if (!isRemoved) {
          run.commands().stream()
              .filter(command -> INSTALLATION.matcher(text(command)).matches())
              .forEach(command -> found.add(of(command, run)));
        }
      }
    }
    return found;
  }

  private static InstalledPackages of(Command command, Instruction run) {
    List<Word> packages =
        command.words().stream()
            .skip(2)
            .filter(word -> !word.text().startsWith("-") && !word.text().matches("install|add"))
            .toList();
    Word first = packages.isEmpty() ? command.words().get(0) : packages.get(0);
    Place shown =
        run.hereDocument()
            .orElse(
                new Place(
                    command.words().get(0).place().line(),
                    command.words().get(0).place().column(),
                    first.place().endLine(),
                    first.place().endColumn()));
    return new InstalledPackages(
        shown, packages.stream().map(word -> word.text().split("[=<>~]", 2)[0]).toList());
  }

  private static String text(Command command) {
    return String.join(" ", command.words().stream().map(Word::text).toList());
  }

  /**
   * What of it only a build needs: tools, and headers if there are several; a single one is often
   * the way to get a library.
   */
  public List<String> neededForBuilds(Set<String> tools) {
    List<String> headers =
        names.stream()
            .filter(name -> HEADERS.matcher(name).matches() && !tools.contains(name))
            .toList();
    return names.stream()
        .filter(name -> tools.contains(name) || (headers.size() > 1 && headers.contains(name)))
        .toList();
  }
}

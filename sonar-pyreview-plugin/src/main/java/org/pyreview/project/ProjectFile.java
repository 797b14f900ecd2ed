package org.pyreview.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.python.ModulePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sonar.api.batch.fs.InputFile;

/** An indexed file of the project, of any language. */
public final class ProjectFile {

  /** No hand-written configuration or template is longer; generated ones are not worth the time. */
  private static final long LIMIT = 2_000_000;

  /** Outside of comments. */
  private static final Pattern TEMPLATED = Pattern.compile("(?m)^[^#\n]*(?:\\{\\{|\\{%)");

  /** Next line, line separator, paragraph separator. */
  private static final Pattern OTHER_SEPARATOR = Pattern.compile("[\u0085\u2028\u2029]");

  private static final Logger LOG = LoggerFactory.getLogger(ProjectFile.class);

  private final InputFile input;
  private final ModulePath path;
  private final String name;
  private Optional<String> text;

  ProjectFile(InputFile input) {
    this.input = input;
    this.path = ModulePath.of(input.toString());
    this.name = path.toString();
  }

  /** A file of which only the code is known. */
  ProjectFile(ModulePath path) {
    this.input = null;
    this.path = path;
    this.name = path.toString();
    this.text = Optional.empty();
  }

  InputFile input() {
    return input;
  }

  public ModulePath path() {
    return path;
  }

  public String name() {
    return path.fileName();
  }

  /** Path of the folder with a slash at its end; empty for the project's root. */
  public String folder() {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  /**
   * The text with {@code \n} line ends and without byte order mark; empty for binary, unreadable
   * and oversized files, which are logged once. Lines and offsets in them are those of SonarQube.
   */
  public Optional<String> text() {
    if (text == null) {
      text = read();
    }
    return text;
  }

  /** The text, unless a template engine has to make a file of it first. */
  public Optional<String> plainText() {
    return text().filter(text -> !TEMPLATED.matcher(text).find());
  }

  /**
   * Whether the file contains one of these texts, asked of its bytes: nothing is decoded or kept,
   * which matters where every file of a project is asked.
   *
   * @param ascii texts of ASCII characters
   */
  public boolean mentions(String... ascii) {
    try {
      Path file = Path.of(input.uri());
      if (Files.size(file) > LIMIT) {
        return false;
      }
      byte[] content = Files.readAllBytes(file);
      String text =
          UnicodeText.marked(content)
              .orElseGet(() -> new String(content, StandardCharsets.ISO_8859_1));
      return Arrays.stream(ascii).anyMatch(text::contains);
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} is not searched", path, e);
      return false;
    }
  }

  boolean isSymbolicLink() {
    try {
      return Files.isSymbolicLink(Path.of(input.uri()));
    } catch (RuntimeException e) {
      LOG.debug("{} is taken for a file of its own", path, e);
      return false;
    }
  }

  private Optional<String> read() {
    try {
      Path file = Path.of(input.uri());
      long size = Files.size(file);
      if (size > LIMIT) {
        LOG.warn("{} is not reviewed: {} bytes, the limit is {}", path, size, LIMIT);
        return Optional.empty();
      }
      Optional<String> marked = UnicodeText.marked(Files.readAllBytes(file));
      String content = marked.isPresent() ? marked.get() : input.contents();
      if (content.indexOf('\0') >= 0) {
        LOG.warn(
            "{} is not reviewed: it is a binary file (NUL at {})", path, content.indexOf('\0'));
        return Optional.empty();
      }
      return Optional.of(withSameLines(content));
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} is not reviewed: {}", path, e.toString());
      return Optional.empty();
    }
  }

  /**
   * A text in which patterns and parsers see the lines that SonarQube counts: a lone CR ends one,
   * Unicode's other separators end none.
   */
  private static String withSameLines(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    return OTHER_SEPARATOR.matcher(lines).replaceAll(" ");
  }

  @Override
  public String toString() {
    return name;
  }
}

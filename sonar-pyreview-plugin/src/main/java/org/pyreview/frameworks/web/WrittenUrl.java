package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.code.Expr;

/**
 * A URL of the own server that code or a template writes out.
 *
 * @param path without the first slash, query and fragment; {@link Expr.Format#HOLE} stands for each
 *     value that is put into it
 */
public record WrittenUrl(String path) {

  private static final String HOLE = String.valueOf(Expr.Format.HOLE);

  /** What values may look like: each is a whole variable part, and none is text of a route. */
  private static final List<String> SAMPLES =
      List.of("7391", "zqxj", "zqxj-7391", "7391.5", "3f0e9c1a-7d52-4b68-9a04-5c1f2e7b8d90");

  private static final Pattern PLACEHOLDER = Pattern.compile("%(?:\\(\\w+\\))?[sdr]");
  private static final Pattern FIELD = Pattern.compile("\\{[^{}]*\\}");
  private static final Pattern FILE = Pattern.compile("\\.[A-Za-z][A-Za-z0-9]{1,4}$");

  /** The URL that an expression writes: a string, an f-string, a sum, {@code %} or format. */
  public static Optional<WrittenUrl> of(Expr expression) {
    return text(expression).flatMap(WrittenUrl::ofText);
  }

  /**
   * The URL in a text.
   *
   * @param text with {@link Expr.Format#HOLE} in the place of values
   * @return empty for URLs of other servers, relative ones, files and fragments
   */
  public static Optional<WrittenUrl> ofText(String text) {
    String path = text.strip().split("[?#]", 2)[0];
    boolean isOwn = path.startsWith("/") && !path.startsWith("//") && !path.startsWith("/" + HOLE);
    boolean isPath = path.chars().noneMatch(c -> Character.isWhitespace(c) || c == '\\');
    return (isOwn || path.equals("/")) && isPath && !FILE.matcher(path).find()
        ? Optional.of(new WrittenUrl(path.substring(1)))
        : Optional.empty();
  }

  private static Optional<String> text(Expr expression) {
    if (expression instanceof Expr.Text text) {
      return Optional.of(text.value());
    }
    if (expression instanceof Expr.Format format) {
      return Optional.of(format.template());
    }
    if (expression instanceof Expr.Operation operation && operation.operator().equals("+")) {
      return Optional.of(
          operation.operands().stream()
              .map(each -> text(each).orElse(HOLE))
              .reduce("", String::concat));
    }
    if (expression instanceof Expr.Operation operation
        && operation.operator().equals("%")
        && operation.operands().get(0) instanceof Expr.Text text) {
      return Optional.of(PLACEHOLDER.matcher(text.value()).replaceAll(HOLE));
    }
    if (expression instanceof Expr.Call call
        && call.name().equals("format")
        && call.receiver().orElse(null) instanceof Expr.Text text) {
      return Optional.of(FIELD.matcher(text.value()).replaceAll(HOLE));
    }
    return Optional.empty();
  }

  /** Whether it is the root of the server. */
  public boolean isRoot() {
    return path.isEmpty();
  }

  /** The URL with a slash at its end. */
  public WrittenUrl withSlash() {
    return new WrittenUrl(path + "/");
  }

  /** The URL as it may look when it is requested; values from the third on are like the second. */
  public Stream<String> samples() {
    if (!path.contains(HOLE)) {
      return Stream.of(path);
    }
    List<String> all = new ArrayList<>();
    for (String first : SAMPLES) {
      String rest = path.replaceFirst(HOLE, first);
      (rest.contains(HOLE) ? SAMPLES : List.of(""))
          .forEach(each -> all.add(rest.replace(HOLE, each)));
    }
    return all.stream();
  }
}

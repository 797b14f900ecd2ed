package org.pyreview.frameworks.templates;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.pyreview.frameworks.templates.TemplateScanner.Kind;
import org.pyreview.frameworks.templates.TemplateScanner.Piece;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.TextLines;
import org.pyreview.project.code.Expr;
import org.pyreview.python.QualifiedName;

/** A Django or Jinja template: its tags and outputs, and the HTML between them. */
public final class TemplateFile {

  private static final Set<String> TEMPLATE_FOLDERS = Set.of("templates", "template", "jinja2");
  private static final Pattern NAME = Pattern.compile("(?i).*\\.(?:html?|jinja2?|j2)");
  private static final Pattern RENDERED =
      Pattern.compile("(?i).*\\.(?:html?|jinja2?|j2|txt|xml|xhtml|svg)");
  private static final Pattern TAG_PARTS =
      Pattern.compile("(?s)\\{%[-+]?\\s*(\\w+)?(.*?)[-+]?%\\}");
  private static final Pattern QUOTED = Pattern.compile("^\\s*(?:\"([^\"]*)\"|'([^']*)')");

  private static final Pattern BINDING =
      Pattern.compile("(?:^|\\s)(\\w+)=([A-Za-z_][\\w.]*)(?=\\s|$)");
  private static final Set<String> RENAMING = Set.of("with", "blocktrans", "blocktranslate");

  private static final Pattern LOOP = Pattern.compile("\\b(\\w++)\\s++in\\s++([\\w.]+)");
  private static final Pattern PATH = Pattern.compile("\\w+(?:\\.\\w+)+");
  private static final Pattern SETS_ACTION =
      Pattern.compile(
          "\\.(?:attr|prop|setAttribute)\\(\\s*[\"']action[\"']\\s*,|\\.action\\s*=(?!=)");
  private static final Pattern FORM = Pattern.compile("(?i)<form");
  private static final Pattern FORM_END = Pattern.compile("(?i)</form");
  private static final Pattern SCRIPT = Pattern.compile("(?i)<script");
  private static final Pattern MARKUP = Pattern.compile("<[A-Za-z!/]");

  private final ProjectFile file;
  private final String source;
  private final TextLines lines;
  private final Constructs constructs = new Constructs();
  private String html;

  /** What loops go through, by their variable and offset. */
  private Map<String, NavigableMap<Integer, String>> loops;

  private Map<String, List<Binding>> bindings;

  private TemplateFile(ProjectFile file, String source) {
    this.file = file;
    this.source = source;
    this.lines = new TextLines(source);
  }

  /**
   * A tag ({@code {% name arguments %}}) or an output ({@code {{ arguments }}}, then {@code name}
   * is empty).
   *
   * @param start offset of its first character
   * @param end offset behind its last character
   */
  public record Construct(String name, String arguments, int start, int end) {

    public boolean isOutput() {
      return name.isEmpty();
    }

    /** The first argument, if it is a quoted string. */
    public Optional<String> quotedArgument() {
      Matcher quoted = QUOTED.matcher(arguments);
      return quoted.find()
          ? Optional.of(quoted.group(1) != null ? quoted.group(1) : quoted.group(2))
          : Optional.empty();
    }
  }

  /** Whether a file is a template by its name and folder. */
  public static boolean isTemplate(ProjectFile file) {
    return NAME.matcher(file.name()).matches() && file.path().isBelow(TEMPLATE_FOLDERS);
  }

  /** Whether a file can be rendered as a template, as a mail in plain text for one. */
  public static boolean mayBeNamed(ProjectFile file) {
    return RENDERED.matcher(file.name()).matches() && file.path().isBelow(TEMPLATE_FOLDERS);
  }

  /** Reads a template; empty if the file can't be read. */
  public static Optional<TemplateFile> of(ProjectFile file) {
    return file.text().map(source -> parse(file, source));
  }

  /** A template that is written as a text in a Python file. */
  public static TemplateFile inline(ProjectFile file, String source) {
    return parse(file, source);
  }

  private static TemplateFile parse(ProjectFile file, String source) {
    TemplateFile template = new TemplateFile(file, source);
    char[] masked = source.toCharArray();
    for (Piece piece : TemplateScanner.scan(source, template.isNamedForJinja())) {
      String text = source.substring(piece.start(), piece.end());
      if (piece.kind() == Kind.TAG) {
        Matcher parts = TAG_PARTS.matcher(text);
        if (parts.matches() && parts.group(1) != null) {
          template.add(parts.group(1), parts.group(2), piece);
        }
      } else if (piece.kind() == Kind.OUTPUT) {
        template.add("", text.substring(2, text.length() - 2), piece);
      }
      mask(masked, piece.start(), piece.end());
    }
    template.html = new String(masked);
    return template;
  }

  private void add(String name, String arguments, Piece piece) {
    constructs.add(new Construct(name, arguments.strip(), piece.start(), piece.end()));
  }

  /**
   * Blanks a construct out, so that the HTML parser sees the same offsets and no strange quotes.
   */
  private static void mask(char[] text, int start, int end) {
    boolean isUnquotedValue = start > 0 && text[start - 1] == '=';
    for (int i = start; i < end; i++) {
      if (text[i] != '\n') {
        text[i] = isUnquotedValue ? 'x' : ' ';
      }
    }
  }

  public ProjectFile file() {
    return file;
  }

  /** Path below the template folder: the name that views, {@code extends} and includes use. */
  public String name() {
    return nameOf(file);
  }

  static String nameOf(ProjectFile file) {
    List<String> segments = file.path().segments();
    for (int i = segments.size() - 2; i >= 0; i--) {
      if (TEMPLATE_FOLDERS.contains(segments.get(i).toLowerCase(Locale.ROOT))) {
        return String.join("/", segments.subList(i + 1, segments.size()));
      }
    }
    return file.name();
  }

  /** Whether the file is for Jinja by its name or folder; a plain name may be for either. */
  public boolean isNamedForJinja() {
    return file.name().matches("(?i).*\\.(?:jinja2?|j2)") || file.path().isBelow(Set.of("jinja2"));
  }

  /** Tags and outputs, comments excluded, in the order of the file. */
  public Stream<Construct> constructs() {
    return constructs.all().stream();
  }

  /** Tags and outputs that begin and end between two offsets. */
  List<Construct> between(int start, int end) {
    return constructs.between(start, end);
  }

  /** Tags and outputs that begin between two offsets, both included. */
  List<Construct> startingBetween(int first, int last) {
    return constructs.startingBetween(first, last);
  }

  /** Where a tag or output stands. */
  public Place place(Construct construct) {
    return lines.place(construct.start(), construct.end());
  }

  /** The tags with a name. */
  public Stream<Construct> tags(String name) {
    return constructs().filter(construct -> construct.name().equals(name));
  }

  /** The template this one extends, where its name is written out. */
  public Optional<String> parent() {
    return tags("extends").findFirst().flatMap(Construct::quotedArgument);
  }

  /** The part of the file between a block's tag and its end. */
  public Optional<Region> block(String name) {
    return tags("block")
        .filter(tag -> tag.arguments().split("\\s+")[0].equals(name))
        .findFirst()
        .map(this::inside);
  }

  /** The part of the file from behind a tag to the one that ends it. */
  public Region inside(Construct tag) {
    return new Region(
        tag.end(), constructs.endOf(tag).map(Construct::start).orElse(source.length()));
  }

  /** A stretch of the file. */
  public final class Region {
    private final int start;
    private final int end;

    private Region(int start, int end) {
      this.start = start;
      this.end = end;
    }

    /** Tags and outputs in it. */
    public Stream<Construct> constructs() {
      return constructs.between(start, end).stream();
    }

    public boolean contains(Construct construct) {
      return construct.start() >= start && construct.end() <= end;
    }

    /** Its HTML, with tags, outputs and comments blanked out. */
    public String html() {
      return html.substring(start, end);
    }

    /** Its source. */
    public String source() {
      return source.substring(start, end);
    }
  }

  /** The whole file. */
  public Region whole() {
    return new Region(0, source.length());
  }

  /**
   * A form element.
   *
   * @param attributes lower-case names and values; template constructs in them are blanked out
   * @param place its start tag
   * @param content what stands between its tags
   */
  public record Form(Map<String, String> attributes, Place place, Region content) {
    /** The attribute's value; empty text if it is missing. */
    public String attribute(String name) {
      return attributes.getOrDefault(name, "");
    }
  }

  /** All forms outside HTML comments. */
  public List<Form> forms() {
    if (!FORM.matcher(html).find()) {
      return List.of();
    }
    Document document = Jsoup.parse(html, "", Parser.htmlParser().setTrackPosition(true));
    NavigableSet<Integer> ends = new TreeSet<>();
    FORM_END.matcher(html).results().forEach(end -> ends.add(end.start()));
    return document.select("form").stream()
        .filter(element -> element.sourceRange().isTracked())
        .map(element -> form(element, ends))
        .toList();
  }

  private Form form(Element element, NavigableSet<Integer> ends) {
    var range = element.sourceRange();
    Integer end = ends.ceiling(range.endPos());
    Map<String, String> attributes = new HashMap<>();
    element
        .attributes()
        .forEach(
            attribute ->
                attributes.put(attribute.getKey().toLowerCase(Locale.ROOT), attribute.getValue()));
    // Offsets, not jsoup's lines and columns: those go wrong where it fills its buffer again.
    Place place = lines.place(range.startPos(), range.endPos());
    return new Form(
        attributes, place, new Region(range.endPos(), end == null ? source.length() : end));
  }

  /**
   * The value of an attribute of an HTML element.
   *
   * @param text the value with {@link Expr.Format#HOLE} in the place of outputs
   * @param outputs what stands in their places
   */
  public record Attribute(String name, String text, List<Construct> outputs, Place place) {}

  /** The attributes with these names outside HTML comments; values with tags in them left out. */
  public List<Attribute> attributes(Set<String> names) {
    Document document = Jsoup.parse(html, "", Parser.htmlParser().setTrackPosition(true));
    List<Attribute> found = new ArrayList<>();
    for (Element element : document.getAllElements()) {
      for (var attribute : element.attributes()) {
        if (names.contains(attribute.getKey().toLowerCase(Locale.ROOT))) {
          var range = attribute.sourceRange().valueRange();
          int start = range.startPos();
          int end = range.endPos();
          if (range.isTracked() && start < end) {
            written(start, end)
                .ifPresent(
                    text ->
                        found.add(
                            new Attribute(
                                attribute.getKey(),
                                text,
                                constructs.between(start, end),
                                lines.place(start, end))));
          }
        }
      }
    }
    return found;
  }

  private Optional<String> written(int start, int end) {
    StringBuilder text = new StringBuilder();
    int from = start;
    for (Construct construct : constructs.between(start, end)) {
      if (!construct.isOutput()) {
        return Optional.empty();
      }
      text.append(source, from, construct.start()).append(Expr.Format.HOLE);
      from = construct.end();
    }
    return Optional.of(text.append(source, from, end).toString());
  }

  /**
   * The last name of what a loop above an output goes through.
   *
   * @param variable the loop's variable, or something that is read of it
   */
  public Optional<String> iterated(String variable, Construct output) {
    if (loops == null) {
      loops = new HashMap<>();
      tags("for").forEach(this::addLoop);
    }
    Map.Entry<Integer, String> above =
        loops
            .getOrDefault(variable.split("[.(]", 2)[0], Collections.emptyNavigableMap())
            .lowerEntry(output.start());
    return Optional.ofNullable(above).map(Map.Entry::getValue);
  }

  private void addLoop(Construct tag) {
    Matcher loop = LOOP.matcher(tag.arguments());
    if (loop.find()) {
      String path = loop.group(2);
      loops
          .computeIfAbsent(loop.group(1), name -> new TreeMap<>())
          .put(tag.start(), QualifiedName.of(path).lastName());
    }
  }

  /** A name that a tag gives to a path for what stands inside it. */
  private record Binding(Construct tag, String path) {}

  /** The bindings of the template by name, the outer ones first; made once. */
  private Map<String, List<Binding>> bindings() {
    if (bindings == null) {
      bindings = new HashMap<>();
      constructs()
          .filter(tag -> RENAMING.contains(tag.name()))
          .forEach(
              tag ->
                  BINDING
                      .matcher(tag.arguments())
                      .results()
                      .forEach(
                          bound ->
                              bindings
                                  .computeIfAbsent(bound.group(1), key -> new ArrayList<>())
                                  .add(new Binding(tag, bound.group(2)))));
    }
    return bindings;
  }

  /**
   * What a variable stands for where a {@code with} or {@code blocktranslate} around an output
   * gives it another name: {@code user.username} for {@code name} of {@code name=user.username}.
   */
  public String meant(String variable, Construct output) {
    String head = variable.split("\\.", 2)[0];
    return bindings().getOrDefault(head, List.of()).stream()
        .filter(binding -> inside(binding.tag()).contains(output))
        .map(binding -> binding.path() + variable.substring(head.length()))
        .reduce((outer, inner) -> inner)
        .orElse(variable);
  }

  /**
   * Whether an output may print nothing because what it is read from is missing: some condition of
   * the template asks for that, and none around the output does.
   */
  public boolean mayMissOwner(Construct output) {
    String path = output.arguments().strip();
    if (!PATH.matcher(path).matches()) {
      return false;
    }
    for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      Pattern asked =
          Pattern.compile("(?<![\\w.])" + Pattern.quote(path.substring(0, dot)) + "(?![\\w.])");
      List<Construct> questions =
          tags("if").filter(tag -> asked.matcher(tag.arguments()).find()).toList();
      if (!questions.isEmpty()
          && questions.stream().noneMatch(tag -> inside(tag).contains(output))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a script of the template gives forms another address. */
  public boolean setsActions() {
    return SETS_ACTION.matcher(source).find();
  }

  /** Whether a loop around an output binds a variable, alone or as a part of each element. */
  public boolean isLoopVariable(String variable, Construct output) {
    Pattern bound = Pattern.compile("(?:.*,)?\\s*" + Pattern.quote(variable) + "\\s*(?:,.*)?");
    return tags("for")
        .filter(tag -> inside(tag).contains(output))
        .anyMatch(tag -> bound.matcher(tag.arguments().split("\\sin\\s", 2)[0]).matches());
  }

  /** Whether a loop that begins in the script around an output prints it. */
  public boolean isRepeatedInScript(Construct output) {
    return tags("for")
        .filter(tag -> inside(tag).contains(output))
        .anyMatch(tag -> !SCRIPT.matcher(html.substring(tag.end(), output.start())).find());
  }

  /** Whether it holds HTML at all: a mail in plain text doesn't. */
  public boolean hasMarkup() {
    return MARKUP.matcher(html).find();
  }

  /** Its HTML, with tags, outputs and comments blanked out; offsets are those of the file. */
  String html() {
    return html;
  }

  @Override
  public String toString() {
    return file.toString();
  }
}

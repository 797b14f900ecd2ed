package org.pyreview.dataflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What libraries do with data: where a client's enters, what hands it on, what makes it harmless,
 * and where it must not arrive. Read from tables with one entry per line; {@code
 * resources/org/pyreview/flows/README.md} says how they are written.
 */
public final class FlowTables {

  /**
   * A place where a client's data enters.
   *
   * @param harmless the dangers it can't bring
   */
  record Source(Set<Danger> harmless) {

    /** Whether it is the name of one of the files that come with a request. */
    boolean isFileName() {
      return harmless.size() == Danger.all().size() - 1 && !harmless.contains(Danger.UPLOAD_NAME);
    }
  }

  /**
   * A function whose result is made of its arguments.
   *
   * @param parameters those it is made of; empty for all
   * @param harmless dangers the result no longer brings
   * @param part the part of the argument that it is; empty if it is the whole
   * @param given what texts of other arguments have to be, as patterns by keyword or position
   * @param own positions in the first argument, a list, that the client must not decide
   * @param givesElements whether it is a list of the elements of its argument
   * @param givesPair whether it is the two pieces that a separator parts
   * @param ofLast dangers that the last piece no longer brings
   */
  record Propagator(
      List<String> parameters,
      Set<Danger> harmless,
      String part,
      Map<String, Pattern> given,
      List<Integer> own,
      boolean givesElements,
      boolean givesPair,
      Set<Danger> ofLast) {}

  /**
   * A call after which the data in its arguments is checked.
   *
   * @param dangers what it can't do any more
   * @param whenTrue whether that holds only where the call is true
   * @param equal methods before it in the same chain that say what the values have to equal
   */
  record Validator(Set<Danger> dangers, boolean whenTrue, Set<String> equal) {}

  /** How much of a value arrives in a sink. */
  enum Reach {
    /** The value and everything in it. */
    WHOLE,
    /** A string, or the first element of a list. */
    FIRST,
    /** What a shell runs: the third element of {@code ["sh", "-c", …]}, or the first. */
    COMMAND,
    /** A string; not a list or dictionary. */
    TEXT,
    /** The names of the entries. */
    KEYS,
    /** The text that a document database runs. */
    SCRIPT
  }

  /**
   * A call that trusts an argument.
   *
   * @param parameters its positions and keywords; {@code *} for all, {@code **} for the unpacked,
   *     {@code self} for what the method is called on
   * @param when what other arguments have to be, as patterns by keyword or position
   * @param unless what they must not be
   * @param receiver what the method is called on, as the code writes it
   * @param looks what the text of the argument has to look like
   * @param surely qualified names that need not look so
   * @param packages the project has to import one of these; empty if that says nothing
   * @param undone methods that, called on the result at once, take it back
   */
  record Sink(
      Danger danger,
      List<String> parameters,
      Reach reach,
      Map<String, Pattern> when,
      Map<String, Pattern> unless,
      Optional<Pattern> receiver,
      Optional<Pattern> looks,
      List<String> surely,
      List<String> packages,
      List<String> undone) {}

  /**
   * A call that fills a template.
   *
   * @param templates positions and keywords of the template's name
   * @param contexts those of its variables; {@code **} if each is a keyword
   * @param escaped endings of the names that the engine escapes variables in; empty for all
   * @param isText whether it gives the page as a string, and not as an answer
   */
  record Rendering(
      List<String> templates, List<String> contexts, List<String> escaped, boolean isText) {

    boolean escapes(String template) {
      return escaped.isEmpty() || escaped.stream().anyMatch(template::endsWith);
    }
  }

  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, List<Propagator>> propagators = new HashMap<>();
  private final Map<String, Validator> validators = new HashMap<>();
  private final Map<Pattern, Validator> validatorNames = new LinkedHashMap<>();
  private final Map<String, Set<Danger>> checkedParts = new HashMap<>();
  private final Map<String, Source> attributes = new HashMap<>();
  private final Map<String, Integer> records = new HashMap<>();
  private final List<Pattern> signatures = new ArrayList<>();
  private final Map<String, Set<Danger>> absences = new HashMap<>();
  private final Map<String, List<Sink>> sinks = new HashMap<>();
  private final Map<String, Rendering> renderings = new HashMap<>();
  private final Map<String, Set<Danger>> operators = new HashMap<>();
  private final Set<String> exits = new HashSet<>();
  private final Set<String> prefixes = new HashSet<>();
  private final Set<String> builtins = new HashSet<>();
  private final Map<String, Optional<Validator>> validatorsByName = new ConcurrentHashMap<>();
  private final Map<String, Boolean> signaturesByName = new ConcurrentHashMap<>();

  private FlowTables() {}

  /**
   * Reads tables.
   *
   * @param names of files below {@code /org/pyreview/flows}, without {@code .yaml}
   * @throws IllegalStateException if one is not written as tables are
   */
  public static FlowTables of(String... names) {
    FlowTables tables = new FlowTables();
    for (String name : names) {
      tables.read(name);
    }
    return tables;
  }

  private void read(String name) {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    try (InputStream in =
        FlowTables.class.getResourceAsStream("/org/pyreview/flows/" + name + ".yaml")) {
      Map<String, List<Map<String, Object>>> sections =
          yaml.load(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      sections.forEach(
          (section, entries) -> entries.forEach(entry -> add(section, new Entry(entry))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw new IllegalStateException("The table " + name + " can't be read", e);
    }
  }

  private void add(String section, Entry entry) {
    switch (section) {
      case "sources" -> {
        Source source = new Source(entry.dangers("harmless"));
        for (String each : entry.words("names")) {
          sources.put(each, source);
          addPrefixes(each);
        }
      }
      case "propagators" -> {
        Propagator propagator =
            new Propagator(
                entry.words("arguments"),
                entry.dangers("harmless"),
                entry.text("part"),
                entry.patterns("given"),
                entry.words("own").stream().map(Integer::valueOf).toList(),
                entry.text("gives").equals("elements"),
                entry.text("gives").equals("pair"),
                entry.dangers("last"));
        entry
            .words("calls")
            .forEach(
                each ->
                    propagators
                        .computeIfAbsent(known(each), key -> new ArrayList<>())
                        .add(propagator));
      }
      case "validators" -> {
        Validator validator =
            new Validator(
                entry.dangers("checks"),
                !entry.text("when").equals("called"),
                Set.copyOf(entry.words("equal")));
        entry.words("calls").forEach(each -> validators.put(known(each), validator));
        if (!entry.text("named").isEmpty()) {
          validatorNames.put(Pattern.compile(entry.text("named")), validator);
        }
      }
      case "parts" ->
          entry.words("names").forEach(each -> checkedParts.put(each, entry.dangers("checks")));
      case "attributes" -> {
        Source attribute = new Source(entry.dangers("harmless"));
        entry.words("names").forEach(each -> attributes.put(each, attribute));
      }
      case "records" ->
          entry
              .words("names")
              .forEach(each -> records.put(each, Integer.valueOf(entry.text("elements"))));
      case "signatures" -> signatures.add(Pattern.compile(entry.text("named")));
      case "absences" ->
          entry.words("texts").forEach(each -> absences.put(each, entry.dangers("checks")));
      case "sinks" -> {
        Sink sink = sink(entry);
        entry
            .words("calls")
            .forEach(
                each -> sinks.computeIfAbsent(known(each), key -> new ArrayList<>()).add(sink));
      }
      case "renderings" -> {
        Rendering rendering =
            new Rendering(
                entry.words("template"),
                entry.words("context"),
                entry.words("escapes"),
                entry.text("gives").equals("text"));
        entry.words("calls").forEach(each -> renderings.put(known(each), rendering));
      }
      case "operators" ->
          entry.words("names").forEach(each -> operators.put(each, entry.dangers("harmless")));
      case "exits" -> entry.words("calls").forEach(each -> exits.add(known(each)));
      default -> throw new IllegalArgumentException("no section is called " + section);
    }
  }

  private static Sink sink(Entry entry) {
    return new Sink(
        Danger.of(entry.text("danger")),
        entry.words("arguments"),
        entry.text("reach").isEmpty()
            ? Reach.WHOLE
            : Reach.valueOf(entry.text("reach").toUpperCase()),
        entry.patterns("when"),
        entry.patterns("unless"),
        entry.pattern("receiver"),
        entry.pattern("looks"),
        entry.words("surely"),
        entry.words("imported"),
        entry.words("undone"));
  }

  /** A name of a table; {@code open} alone is Python's own. */
  private String known(String name) {
    if (!name.contains(".")) {
      builtins.add(name);
    }
    addPrefixes(name);
    return name;
  }

  private void addPrefixes(String name) {
    for (int end = 0; end < name.length(); end++) {
      char at = name.charAt(end);
      if (at == '.' || at == '(' || at == '[') {
        prefixes.add(name.substring(0, end));
      }
    }
    prefixes.add(name);
  }

  Optional<Source> source(String name) {
    return Optional.ofNullable(sources.get(name));
  }

  /** Whether some table says something about what begins with a name. */
  boolean knowsBelow(String name) {
    return prefixes.contains(name);
  }

  /** Whether tables know a function that needs no import. */
  boolean isBuiltin(String name) {
    return builtins.contains(name);
  }

  /** What a call gives, by its qualified name, or as a method of anything. */
  List<Propagator> propagators(String name, String method) {
    return byName(propagators, name, method).orElse(List.of());
  }

  /** What a call checks, by its qualified name, or by what it calls itself. */
  Optional<Validator> validator(String name, String method) {
    Optional<Validator> known = byName(validators, name, method);
    boolean isKnownOtherwise = propagators.containsKey(name) || sinks.containsKey(name);
    return known.isPresent() || isKnownOtherwise
        ? known
        : validatorsByName.computeIfAbsent(method, this::validatorNamed);
  }

  private Optional<Validator> validatorNamed(String method) {
    return validatorNames.entrySet().stream()
        .filter(each -> each.getKey().matcher(method).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** What is checked about the whole by a comparison of a part. */
  Set<Danger> checkedWithPart(String part) {
    return checkedParts.getOrDefault(part, Set.of());
  }

  /** An attribute that hands on what the client put into its object. */
  Optional<Source> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /** How many elements a value of this name always has; empty if that isn't known. */
  Optional<Integer> elements(String name) {
    return Optional.ofNullable(records.get(name));
  }

  /** Whether a function computes a signature of its arguments. */
  boolean isSignature(String function) {
    return signaturesByName.computeIfAbsent(
        function, name -> signatures.stream().anyMatch(each -> each.matcher(name).find()));
  }

  /** What data can't do that is known not to contain a text. */
  Set<Danger> checkedByAbsenceOf(String text) {
    return absences.getOrDefault(text, Set.of());
  }

  List<Sink> sinks(String name, String method) {
    List<Sink> exact = sinks.getOrDefault(name, List.of());
    List<Sink> any = method.isEmpty() ? List.of() : sinks.getOrDefault("*." + method, List.of());
    if (exact.isEmpty() || any.isEmpty()) {
      return exact.isEmpty() ? any : exact;
    }
    List<Sink> all = new ArrayList<>(exact);
    all.addAll(any);
    return all;
  }

  /** What data no longer brings that an operator joins to a value of this name. */
  Set<Danger> undoneByOperatorsOf(String name) {
    return operators.getOrDefault(name, Set.of());
  }

  /** How a call fills a template, by its qualified name. */
  Optional<Rendering> rendering(String name) {
    return Optional.ofNullable(renderings.get(name));
  }

  boolean isExit(String name, String method) {
    return exits.contains(name) || exits.contains("*." + method);
  }

  private static <T> Optional<T> byName(Map<String, T> table, String name, String method) {
    T exact = table.get(name);
    return exact != null || method.isEmpty()
        ? Optional.ofNullable(exact)
        : Optional.ofNullable(table.get("*." + method));
  }

  /** One entry of a table. */
  private record Entry(Map<String, Object> fields) {

    String text(String field) {
      Object value = fields.get(field);
      return value == null ? "" : value.toString();
    }

    Optional<Pattern> pattern(String field) {
      String text = text(field);
      return text.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(text));
    }

    List<String> words(String field) {
      Object value = fields.get(field);
      if (value == null) {
        return List.of();
      }
      return value instanceof List<?> list
          ? list.stream().map(String::valueOf).toList()
          : List.of(value.toString().trim().split("\\s+"));
    }

    Map<String, String> pairs(String field) {
      Map<String, String> pairs = new TreeMap<>();
      if (fields.get(field) instanceof Map<?, ?> map) {
        map.forEach((key, value) -> pairs.put(String.valueOf(key), String.valueOf(value)));
      }
      return pairs;
    }

    Map<String, Pattern> patterns(String field) {
      Map<String, Pattern> patterns = new TreeMap<>();
      pairs(field).forEach((key, value) -> patterns.put(key, Pattern.compile(value)));
      return patterns;
    }

    /** Dangers in a row; {@code all}, {@code all but x y}; none if there is no such field. */
    Set<Danger> dangers(String field) {
      List<String> words = words(field);
      boolean isAll = !words.isEmpty() && words.get(0).equals("all");
      Set<Danger> named = EnumSet.noneOf(Danger.class);
      words.stream()
          .filter(word -> !word.equals("all") && !word.equals("but"))
          .forEach(word -> named.add(Danger.of(word)));
      return isAll ? EnumSet.complementOf((EnumSet<Danger>) named) : named;
    }
  }
}

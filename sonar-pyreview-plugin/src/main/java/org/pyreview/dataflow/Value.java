package org.pyreview.dataflow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Meaning;

/**
 * What is known about a value of a program: the client's data in it, its text as far as the code
 * fixes it, what it is an object of, its elements.
 */
public final class Value {

  /** Nothing is known, and nothing of the client is in it. */
  public static final Value UNKNOWN = new Value(List.of(), List.of(), null, "", null, null);

  /** Stands in a text for a piece with data of the client. */
  public static final char CLIENT = '\u0000';

  /** Stands in a text for any other piece that the code doesn't fix. */
  public static final char OPEN = '\u0001';

  /** Values with data from more places say no more. */
  private static final int MOST_TAINTS = 4;

  private static final int MOST_TEXTS = 4;
  private static final int LONGEST_TEXT = 4000;
  private static final int LONGEST_NAME = 160;
  private static final int DEEPEST = 4;

  private final List<Taint> taints;
  private final List<String> texts;
  private final Object constant;
  private final String name;
  private final Meaning meaning;
  private final Shape shape;

  private Value(
      List<Taint> taints,
      List<String> texts,
      Object constant,
      String name,
      Meaning meaning,
      Shape shape) {
    this.taints = taints;
    this.texts = texts;
    this.constant = constant;
    this.name = name;
    this.meaning = meaning;
    this.shape = shape;
  }

  /** A string that the code fixes. */
  static Value ofText(String text) {
    return new Value(List.of(), List.of(text), null, "", null, null);
  }

  /** A boolean, {@link BigDecimal} or {@link Constants#NONE}. */
  static Value ofConstant(Object constant) {
    return constant instanceof String text
        ? ofText(text)
        : new Value(List.of(), List.of(), constant, "", null, null);
  }

  /**
   * Something outside the project, or made by it.
   *
   * @param name qualified, with {@code ()} for what a call gives and {@code []} for an element
   */
  public static Value named(String name) {
    return name.isEmpty() || name.length() > LONGEST_NAME
        ? UNKNOWN
        : new Value(List.of(), List.of(), null, name, null, null);
  }

  /** A class, function or file of the project. */
  static Value of(Meaning meaning) {
    return meaning instanceof Meaning.External each
        ? named(each.name())
        : new Value(List.of(), List.of(), null, "", meaning, null);
  }

  /** An object of a class of the project. */
  public static Value object(ClassCode type, Map<String, Value> attributes) {
    return of(new Shape.Instance(type, Map.copyOf(attributes)));
  }

  /** A list or the like of which only the elements are known. */
  public static Value listOf(Value element) {
    return of(Shape.Sequence.ofAny(element));
  }

  static Value of(Shape shape) {
    return new Value(List.of(), List.of(), null, "", null, shape);
  }

  /**
   * Data that the client sends.
   *
   * @param place where it enters
   * @param id the same for the same data
   * @param source what the code calls it
   * @param harmless the dangers it can't bring
   */
  public static Value fromClient(
      ProjectFile file, Place place, String id, String source, Set<Danger> harmless) {
    return of(
        new Taint(
            Origin.at(id),
            Trace.from(new Step(file, place, "The client sends `" + source + "`."), source),
            Set.copyOf(harmless)));
  }

  /** Data of the client. */
  private static Value of(Taint taint) {
    return new Value(List.of(taint), List.of(), null, "", null, null);
  }

  /** A string that is put together; its text gets a {@link #CLIENT} or {@link #OPEN} per piece. */
  static Value concatenated(List<Value> pieces) {
    StringBuilder text = new StringBuilder();
    StringBuilder address = new StringBuilder();
    List<Value> parts = new ArrayList<>();
    for (Value piece : pieces) {
      Value part = piece;
      if (piece.isTainted() && HostPart.isFixedBy(address)) {
        // Behind the host of an address the client decides nothing about the host.
        part = part.without(HostPart.DANGERS);
      }
      if (piece.isTainted() && isInName(text)) {
        part = part.without(Set.of(Danger.FILE_PATH));
      }
      parts.add(part);
      text.append(piece.template());
      address.append(piece.isTainted() && piece.hasOwnHost() ? OPEN : piece.template());
    }
    return of(parts).withStartOf(text);
  }

  /** A path below another: {@code folder / name}. */
  static Value joined(Value folder, Value name) {
    StringBuilder text = new StringBuilder(folder.template()).append('/').append(name.template());
    return of(List.of(folder, name)).withStartOf(text);
  }

  private Value withStartOf(StringBuilder text) {
    return withText(text.substring(0, Math.min(text.length(), LONGEST_TEXT)));
  }

  /**
   * Whether a text ends inside of a name that no folder has: {@code report-/../x} leads nowhere,
   * since there is no {@code report-}.
   */
  private static boolean isInName(CharSequence text) {
    return text.length() > 0 && "-_=".indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  /** Whether the client can't choose the host of the address that it is, or begins. */
  private boolean hasOwnHost() {
    return everyTaint().stream().allMatch(each -> each.harmless().containsAll(HostPart.DANGERS));
  }

  /** A value with the data of all of these in it, of which nothing else is known. */
  static Value of(Collection<Value> parts) {
    List<Taint> all = List.of();
    for (Value part : parts) {
      all = union(all, part.everyTaint());
    }
    return UNKNOWN.withTaints(all);
  }

  /** What any of these can be. */
  static Value join(Collection<Value> values) {
    Iterator<Value> all = values.iterator();
    if (!all.hasNext()) {
      return UNKNOWN;
    }
    Value joined = all.next();
    while (all.hasNext()) {
      joined = joined.or(all.next());
    }
    return joined;
  }

  /** What either of two values can be. */
  Value or(Value other) {
    if (this == other) {
      return this;
    }
    return new Value(
        union(taints, other.taints),
        either(texts, other.texts),
        constant != null && constant.equals(other.constant) ? constant : null,
        name.equals(other.name) || other.name.isEmpty() ? name : name.isEmpty() ? other.name : "",
        meaning == other.meaning || other.meaning == null
            ? meaning
            : meaning == null ? other.meaning : null,
        Shape.or(shape, other.shape));
  }

  /** What either of two strings can be; nothing where that is open or too much. */
  private static List<String> either(List<String> one, List<String> two) {
    if (one.isEmpty() || two.isEmpty() || one.equals(two)) {
      return one.isEmpty() ? one : two;
    }
    List<String> all = Stream.concat(one.stream(), two.stream()).distinct().toList();
    return all.size() > MOST_TEXTS ? List.of() : all;
  }

  private static List<Taint> union(List<Taint> one, List<Taint> two) {
    if (two.isEmpty() || one == two) {
      return one;
    }
    if (one.isEmpty()) {
      return two;
    }
    List<Taint> all = new ArrayList<>(one);
    for (Taint taint : two) {
      int same = indexOf(all, taint.origin());
      if (same >= 0) {
        all.set(same, all.get(same).or(taint));
      } else if (all.size() < MOST_TAINTS) {
        all.add(taint);
      }
    }
    return all;
  }

  private static int indexOf(List<Taint> taints, Origin origin) {
    for (int i = 0; i < taints.size(); i++) {
      if (taints.get(i).origin().id().equals(origin.id())) {
        return i;
      }
    }
    return -1;
  }

  private Value withTaints(List<Taint> changed) {
    return changed.equals(taints)
        ? this
        : new Value(changed, texts, constant, name, meaning, shape);
  }

  Value withText(String changed) {
    return new Value(taints, List.of(changed), null, name, meaning, shape);
  }

  Value withShape(Shape changed) {
    return new Value(taints, List.of(), null, name, meaning, changed);
  }

  /** The value, which may be another one where the program runs: on or off, empty or not. */
  Value open() {
    return string().filter(each -> !each.isEmpty()).isPresent()
        ? this
        : new Value(taints, List.of(), null, name, meaning, Shape.opened(shape));
  }

  /** The same value, known to be what a table has under a name. */
  Value withName(String changed) {
    return changed.length() > LONGEST_NAME
        ? this
        : new Value(taints, texts, constant, changed, meaning, shape);
  }

  /** The same value with the data of another one in it too. */
  Value withTaintsOf(Value other) {
    return withTaints(union(taints, other.everyTaint()));
  }

  /** Changes the client's data in the value and in everything inside it. */
  Value mapTaints(UnaryOperator<Taint> change) {
    return mapTaints(change, 0);
  }

  private Value mapTaints(UnaryOperator<Taint> change, int depth) {
    if (depth > DEEPEST || !isTainted()) {
      return this;
    }
    List<Taint> changed = taints.stream().map(change).toList();
    return new Value(changed, texts, constant, name, meaning, mapShape(change, depth));
  }

  private Shape mapShape(UnaryOperator<Taint> change, int depth) {
    UnaryOperator<Value> inside =
        value -> value == null ? null : value.mapTaints(change, depth + 1);
    if (shape instanceof Shape.Sequence each) {
      return new Shape.Sequence(
          each.items().stream().map(inside).toList(), inside.apply(each.other()));
    }
    if (shape instanceof Shape.Table each) {
      Map<Object, Value> entries = new LinkedHashMap<>();
      each.entries().forEach((key, value) -> entries.put(key, inside.apply(value)));
      return new Shape.Table(entries, inside.apply(each.other()), inside.apply(each.keys()));
    }
    if (shape instanceof Shape.Instance each) {
      Map<String, Value> attributes = new LinkedHashMap<>();
      each.attributes().forEach((key, value) -> attributes.put(key, inside.apply(value)));
      return new Shape.Instance(each.type(), attributes);
    }
    return null;
  }

  /** The value after a step on its way. */
  Value then(Step step) {
    return isTainted() ? mapTaints(taint -> taint.then(step)) : this;
  }

  /** The value, no longer dangerous in some places. */
  Value without(Set<Danger> dangers) {
    return mapTaints(taint -> taint.without(dangers));
  }

  /** A part of the value of which nothing else is known. */
  Value part(String part) {
    return UNKNOWN.withTaints(taints.stream().map(taint -> taint.part(part)).toList());
  }

  /** The client's data in the value itself, not in its elements. */
  List<Taint> taints() {
    return taints;
  }

  /** The client's data in the value and in everything inside it. */
  List<Taint> everyTaint() {
    return everyTaint(0);
  }

  private List<Taint> everyTaint(int depth) {
    if (shape == null || depth > DEEPEST) {
      return taints;
    }
    List<Taint> all = taints;
    for (Value inside : inside()) {
      all = union(all, inside.everyTaint(depth + 1));
    }
    return all;
  }

  private List<Value> inside() {
    List<Value> inside = new ArrayList<>();
    if (shape instanceof Shape.Sequence each) {
      inside.addAll(each.items());
      inside.add(each.other());
    } else if (shape instanceof Shape.Table each) {
      inside.addAll(each.entries().values());
      inside.add(each.other());
      inside.add(each.keys());
    } else if (shape instanceof Shape.Instance each) {
      inside.addAll(each.attributes().values());
    }
    inside.removeIf(value -> value == null);
    return inside;
  }

  boolean isTainted() {
    return !everyTaint().isEmpty();
  }

  /** The text, with a mark for every piece that the code doesn't fix. */
  public String template() {
    if (texts.size() == 1) {
      return texts.get(0);
    }
    if (constant instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return String.valueOf(isTainted() ? CLIENT : OPEN);
  }

  /** The texts that it can be, with marks as in {@link #template()}; none if that is open. */
  List<String> texts() {
    return texts.isEmpty() ? List.of(template()) : texts;
  }

  /** The strings that it can be, as far as the code fixes them. */
  List<String> strings() {
    return texts.stream().filter(Value::isFixed).toList();
  }

  private static boolean isFixed(String text) {
    return text.indexOf(CLIENT) < 0 && text.indexOf(OPEN) < 0;
  }

  /** The string, if the code fixes all of it. */
  Optional<String> string() {
    return texts.size() == 1 && isFixed(texts.get(0))
        ? Optional.of(texts.get(0))
        : Optional.empty();
  }

  /** The string, boolean, number or {@link Constants#NONE}, if the code fixes it. */
  Optional<Object> constant() {
    return constant != null ? Optional.of(constant) : string().map(each -> each);
  }

  /** Whether it counts as true, if the code fixes that. */
  Optional<Boolean> truth() {
    Optional<Object> known = constant();
    if (known.isPresent()) {
      return Optional.of(
          !(Boolean.FALSE.equals(known.get())
              || known.get() == Constants.NONE
              || "".equals(known.get())
              || (known.get() instanceof BigDecimal number && number.signum() == 0)));
    }
    return shape instanceof Shape.Sequence each && each.isComplete()
        ? Optional.of(!each.items().isEmpty())
        : Optional.empty();
  }

  /** Its qualified name; empty if it has none. */
  public String name() {
    return name;
  }

  Optional<Meaning> meaning() {
    return Optional.ofNullable(meaning);
  }

  Shape shape() {
    return shape;
  }

  /** What tells two values apart for the result of a function, without the ways of their data. */
  String signature(int depth) {
    StringBuilder key = new StringBuilder();
    for (Taint taint : taints) {
      key.append(taint.origin().id()).append(taint.harmless());
    }
    key.append('~').append(texts).append('~').append(constant).append('~').append(name);
    if (meaning != null) {
      key.append(System.identityHashCode(meaning));
    }
    return shape == null ? key.toString() : key + shape.signature(depth);
  }
}

package org.pyreview.dataflow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.pyreview.project.code.ClassCode;

/** What is known about the inside of a value. */
sealed interface Shape {

  /** More elements are one: a table of constants is not followed entry by entry. */
  int MOST_ELEMENTS = 64;

  /**
   * A list, tuple, set or iterator.
   *
   * @param items its elements in order; empty if how many there are can't be told
   * @param other what every element that is not in {@code items} is; null if there is none
   */
  record Sequence(List<Value> items, Value other) implements Shape {

    static Sequence of(List<Value> items) {
      return items.size() > MOST_ELEMENTS
          ? ofAny(Value.join(items))
          : new Sequence(List.copyOf(items), null);
    }

    static Sequence ofAny(Value element) {
      return new Sequence(List.of(), element);
    }

    boolean isComplete() {
      return other == null;
    }

    Sequence plus(Sequence more) {
      if (isComplete() && more.isComplete()) {
        List<Value> all = new ArrayList<>(items);
        all.addAll(more.items);
        return of(all);
      }
      return ofAny(any().or(more.any()));
    }

    /** After an element was written. */
    Sequence with(Object position, Value value) {
      int at = position instanceof BigDecimal number ? number.intValue() : items.size();
      int from = at < 0 ? items.size() + at : at;
      if (!isComplete() || from < 0 || from >= items.size()) {
        return ofAny(any().or(value));
      }
      List<Value> changed = new ArrayList<>(items);
      changed.set(from, value);
      return of(changed);
    }

    /** What an element at an unknown position is. */
    Value any() {
      Value known = Value.join(items);
      return other == null ? known : items.isEmpty() ? other : known.or(other);
    }
  }

  /**
   * A dictionary, or what behaves like one.
   *
   * @param entries by key
   * @param other what entries under all other keys are; null if there are none
   * @param keys what its keys are made of, where they are not constants
   */
  record Table(Map<Object, Value> entries, Value other, Value keys) implements Shape {

    static final Table EMPTY = new Table(Map.of(), null, Value.UNKNOWN);

    Value get(Object key) {
      Value known = entries.get(key);
      return known != null ? known : other == null ? Value.UNKNOWN : other;
    }

    Value any() {
      Value known = Value.join(entries.values());
      return other == null ? known : entries.isEmpty() ? other : known.or(other);
    }

    Table with(Object key, Value value) {
      if (entries.size() >= MOST_ELEMENTS && !entries.containsKey(key)) {
        return withAny(Value.UNKNOWN, value);
      }
      Map<Object, Value> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Table(changed, other, keys);
    }

    /** After an entry was written under a key that can't be told. */
    Table withAny(Value key, Value value) {
      return new Table(entries, other == null ? value : other.or(value), keys.or(key));
    }
  }

  /** An object of a class of the project. */
  record Instance(ClassCode type, Map<String, Value> attributes) implements Shape {

    Instance with(String attribute, Value value) {
      Map<String, Value> changed = new LinkedHashMap<>(attributes);
      changed.put(attribute, value);
      return new Instance(type, changed);
    }
  }

  /** What either of two is; null if they have nothing in common. */
  static Shape or(Shape one, Shape two) {
    if (one == null || two == null) {
      return one == null ? opened(two) : opened(one);
    }
    if (one.equals(two)) {
      return one;
    }
    if (one instanceof Sequence a && two instanceof Sequence b) {
      return or(a, b);
    }
    if (one instanceof Table a && two instanceof Table b) {
      return or(a, b);
    }
    if (one instanceof Instance a && two instanceof Instance b && a.type() == b.type()) {
      Map<String, Value> joined = new LinkedHashMap<>(a.attributes());
      b.attributes().forEach((name, value) -> joined.merge(name, value, Value::or));
      return new Instance(a.type(), joined);
    }
    return null;
  }

  /** A shape that the value may have or not. */
  static Shape opened(Shape shape) {
    if (shape instanceof Sequence each && each.isComplete()) {
      return new Sequence(each.items(), Value.UNKNOWN);
    }
    return shape instanceof Table each && each.other() == null
        ? new Table(each.entries(), Value.UNKNOWN, each.keys())
        : shape;
  }

  private static Shape or(Sequence a, Sequence b) {
    if (a.isComplete() && b.isComplete() && a.items().size() == b.items().size()) {
      List<Value> joined = new ArrayList<>();
      for (int i = 0; i < a.items().size(); i++) {
        joined.add(a.items().get(i).or(b.items().get(i)));
      }
      return new Sequence(joined, null);
    }
    return Sequence.ofAny(a.any().or(b.any()));
  }

  private static Shape or(Table a, Table b) {
    Map<Object, Value> joined = new LinkedHashMap<>(a.entries());
    b.entries().forEach((key, value) -> joined.merge(key, value, Value::or));
    Value other =
        a.other() == null ? b.other() : b.other() == null ? a.other() : a.other().or(b.other());
    return joined.size() > MOST_ELEMENTS
        ? new Table(Map.of(), Value.join(joined.values()), a.keys().or(b.keys()))
        : new Table(joined, other, a.keys().or(b.keys()));
  }

  /** What tells two shapes apart for the result of a function, without the ways of their data. */
  default String signature(int depth) {
    if (depth > 2) {
      return "..";
    }
    StringBuilder text = new StringBuilder();
    if (this instanceof Sequence each) {
      each.items().forEach(item -> text.append(item.signature(depth + 1)).append(','));
      text.append('*').append(each.other() == null ? "" : each.other().signature(depth + 1));
      return "[" + text + "]";
    }
    if (this instanceof Table each) {
      each.entries()
          .forEach((key, value) -> text.append(key).append(':').append(value.signature(depth + 1)));
      text.append('*').append(each.other() == null ? "" : each.other().signature(depth + 1));
      return "{" + text + "|" + each.keys().signature(depth + 1) + "}";
    }
    Instance object = (Instance) this;
    for (String name : new TreeSet<>(object.attributes().keySet())) {
      text.append(name).append('=').append(object.attributes().get(name).signature(depth + 1));
    }
    return "<" + object.type() + text + ">";
  }
}

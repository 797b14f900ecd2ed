package org.pyreview.project;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes a record, and the records in it, as few bytes, and reads them back. The records' own
 * components are the schema: strings, numbers, booleans, enums, bytes, places, records, sealed
 * interfaces of records, and lists, sets, maps and optionals of these.
 *
 * <p>Numbers take seven bits a byte, a string stands in full only where it comes first, and a
 * place's line counts from the place before: a syntax tree of a file is about as long as its text.
 *
 * @param <T> the record
 */
public final class RecordFormat<T extends Record> {

  private final Codec codec;
  private final String fingerprint;

  private RecordFormat(Class<T> type) {
    Map<Type, Codec> codecs = new HashMap<>();
    codec = codecOf(type, codecs);
    String schema =
        codecs.keySet().stream()
            .filter(Class.class::isInstance)
            .map(each -> describe((Class<?>) each))
            .collect(Collectors.toCollection(TreeSet::new))
            .toString();
    fingerprint = Integer.toHexString(schema.hashCode());
  }

  public static <T extends Record> RecordFormat<T> of(Class<T> type) {
    return new RecordFormat<>(type);
  }

  /** Changes whenever some component of some record does. */
  public String fingerprint() {
    return fingerprint;
  }

  public byte[] encode(T value) {
    Output out = new Output();
    codec.write(value, out);
    return out.bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes were not written by {@link #encode}
   */
  @SuppressWarnings("unchecked")
  public T decode(byte[] bytes) {
    try {
      Input in = new Input(bytes);
      T value = (T) codec.read(in);
      if (in.at != bytes.length) {
        throw new IllegalArgumentException("There are more bytes than a record has");
      }
      return value;
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("The bytes end too early, or are none of this record", e);
    }
  }

  private static String describe(Class<?> type) {
    if (type.isRecord()) {
      return type.getName()
          + Arrays.stream(type.getRecordComponents())
              .map(component -> component.getName() + ":" + component.getGenericType())
              .toList();
    }
    return type.getName()
        + (type.isSealed() ? Arrays.toString(type.getPermittedSubclasses()) : "")
        + (type.isEnum() ? Arrays.toString(type.getEnumConstants()) : "");
  }

  private interface Codec {
    void write(Object value, Output out);

    Object read(Input in);
  }

  private static Codec codecOf(Type type, Map<Type, Codec> codecs) {
    Codec known = codecs.get(type);
    if (known == null) {
      // A record may contain itself: whoever asks again meanwhile gets the place holder.
      Deferred deferred = new Deferred();
      codecs.put(type, deferred);
      known = build(type, codecs);
      deferred.target = known;
      codecs.put(type, known);
    }
    return known;
  }

  private static Codec build(Type type, Map<Type, Codec> codecs) {
    if (type instanceof ParameterizedType generic) {
      List<Codec> elements =
          Arrays.stream(generic.getActualTypeArguments())
              .map(element -> codecOf(element, codecs))
              .toList();
      Type raw = generic.getRawType();
      return raw == Map.class
          ? new MapCodec(elements.get(0), elements.get(1))
          : new CollectionCodec((Class<?>) raw, elements.get(0));
    }
    if (type instanceof GenericArrayType || !(type instanceof Class<?> plain)) {
      throw new IllegalArgumentException("A fact can't have a component of type " + type);
    }
    if (plain == Place.class) {
      return new PlaceCodec();
    }
    if (plain.isRecord()) {
      return new RecordCodec(plain, codecs);
    }
    if (plain.isSealed()) {
      return new SealedCodec(plain, codecs);
    }
    return new ScalarCodec(plain);
  }

  private static final class Deferred implements Codec {
    private Codec target;

    @Override
    public void write(Object value, Output out) {
      target.write(value, out);
    }

    @Override
    public Object read(Input in) {
      return target.read(in);
    }
  }

  private record ScalarCodec(Class<?> type) implements Codec {
    ScalarCodec {
      if (!type.isEnum()
          && !Set.of(String.class, int.class, Integer.class, boolean.class, byte[].class)
              .contains(type)) {
        throw new IllegalArgumentException("A fact can't have a component of type " + type);
      }
    }

    @Override
    public void write(Object value, Output out) {
      if (value instanceof String text) {
        out.text(text);
      } else if (value instanceof Integer number) {
        out.signed(number);
      } else if (value instanceof Boolean flag) {
        out.number(flag ? 1 : 0);
      } else if (value instanceof Enum<?> constant) {
        out.number(constant.ordinal());
      } else {
        out.raw((byte[]) value);
      }
    }

    @Override
    public Object read(Input in) {
      if (type == String.class) {
        return in.text();
      }
      if (type == int.class || type == Integer.class) {
        return in.signed();
      }
      if (type == boolean.class) {
        return in.number() == 1;
      }
      return type.isEnum() ? type.getEnumConstants()[in.number()] : in.raw();
    }
  }

  private static final class PlaceCodec implements Codec {
    @Override
    public void write(Object value, Output out) {
      Place place = (Place) value;
      out.signed(place.line() - out.line);
      out.line = place.line();
      out.number(place.column());
      out.number(place.endLine() - place.line());
      out.number(place.endColumn());
    }

    @Override
    public Object read(Input in) {
      in.line += in.signed();
      int line = in.line;
      return new Place(line, in.number(), line + in.number(), in.number());
    }
  }

  private record CollectionCodec(Class<?> type, Codec element) implements Codec {
    @Override
    public void write(Object value, Output out) {
      Collection<?> all =
          value instanceof Optional<?> optional
              ? optional.map(List::of).orElse(List.of())
              : (Collection<?>) value;
      out.number(all.size());
      all.forEach(each -> element.write(each, out));
    }

    @Override
    public Object read(Input in) {
      int size = in.number();
      List<Object> all = new ArrayList<>(Math.min(size, 1000));
      for (int i = 0; i < size; i++) {
        all.add(element.read(in));
      }
      if (type == Optional.class) {
        return all.stream().findFirst();
      }
      return type == Set.class ? new LinkedHashSet<>(all) : List.copyOf(all);
    }
  }

  private record MapCodec(Codec keys, Codec values) implements Codec {
    @Override
    public void write(Object value, Output out) {
      Map<?, ?> map = (Map<?, ?>) value;
      out.number(map.size());
      map.forEach(
          (key, each) -> {
            keys.write(key, out);
            values.write(each, out);
          });
    }

    @Override
    public Object read(Input in) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int size = in.number(); size > 0; size--) {
        map.put(keys.read(in), values.read(in));
      }
      return map;
    }
  }

  private static final class RecordCodec implements Codec {
    private final Constructor<?> constructor;
    private final Method[] accessors;
    private final Codec[] components;

    RecordCodec(Class<?> type, Map<Type, Codec> codecs) {
      RecordComponent[] all = type.getRecordComponents();
      components = new Codec[all.length];
      accessors = new Method[all.length];
      Class<?>[] types = new Class<?>[all.length];
      for (int i = 0; i < all.length; i++) {
        components[i] = codecOf(all[i].getGenericType(), codecs);
        accessors[i] = all[i].getAccessor();
        accessors[i].setAccessible(true);
        types[i] = all[i].getType();
      }
      try {
        constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
      } catch (NoSuchMethodException e) {
        throw new IllegalArgumentException(type + " lacks its canonical constructor", e);
      }
    }

    @Override
    public void write(Object value, Output out) {
      try {
        for (int i = 0; i < components.length; i++) {
          components[i].write(accessors[i].invoke(value), out);
        }
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalArgumentException("Can't write " + value, e);
      }
    }

    @Override
    public Object read(Input in) {
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        values[i] = components[i].read(in);
      }
      try {
        return constructor.newInstance(values);
      } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
        throw new IllegalArgumentException("Can't make a " + constructor.getName(), e);
      }
    }
  }

  private static final class SealedCodec implements Codec {
    private final List<Class<?>> types;
    private final List<Codec> codecs;
    private final Map<Class<?>, Integer> tags = new HashMap<>();

    SealedCodec(Class<?> type, Map<Type, Codec> known) {
      types = List.of(type.getPermittedSubclasses());
      codecs = types.stream().map(each -> codecOf(each, known)).toList();
      types.forEach(each -> tags.put(each, tags.size()));
    }

    @Override
    public void write(Object value, Output out) {
      int tag = tags.get(value.getClass());
      out.number(tag);
      codecs.get(tag).write(value, out);
    }

    @Override
    public Object read(Input in) {
      return codecs.get(in.number()).read(in);
    }
  }

  private static final class Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<String, Integer> texts = new HashMap<>();
    private int line;

    void number(int value) {
      int rest = value;
      while ((rest & ~0x7F) != 0) {
        bytes.write((rest & 0x7F) | 0x80);
        rest >>>= 7;
      }
      bytes.write(rest);
    }

    void signed(int value) {
      number((value << 1) ^ (value >> 31));
    }

    void raw(byte[] value) {
      number(value.length);
      bytes.writeBytes(value);
    }

    void text(String text) {
      Integer known = texts.putIfAbsent(text, texts.size());
      number(known == null ? 0 : known + 1);
      if (known == null) {
        raw(text.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static final class Input {
    private final byte[] bytes;
    private final List<String> texts = new ArrayList<>();
    private int at;
    private int line;

    Input(byte[] bytes) {
      this.bytes = bytes;
    }

    int number() {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[at++];
        value |= (next & 0x7F) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    int signed() {
      int value = number();
      return (value >>> 1) ^ -(value & 1);
    }

    byte[] raw() {
      int length = number();
      if (length < 0 || length > bytes.length - at) {
        throw new IndexOutOfBoundsException(length);
      }
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
    }

    String text() {
      int index = number();
      if (index > 0) {
        return texts.get(index - 1);
      }
      String text = new String(raw(), StandardCharsets.UTF_8);
      texts.add(text);
      return text;
    }
  }
}

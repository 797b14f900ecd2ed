package org.pyreview.frameworks.templates;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.frameworks.templates.TemplateFile.Construct;

/** The tags and outputs of a template in their order, to be asked without going through all. */
final class Constructs {

  private final List<Construct> all = new ArrayList<>();

  /** The construct that ends each tag, by the tag's offset. */
  private Map<Integer, Construct> ends;

  void add(Construct next) {
    all.add(next);
  }

  List<Construct> all() {
    return all;
  }

  /** Those that begin and end between two offsets. */
  List<Construct> between(int start, int end) {
    List<Construct> found = startingBetween(start, end - 1);
    int last = found.size() - 1;
    return last >= 0 && found.get(last).end() > end ? found.subList(0, last) : found;
  }

  /** Those that begin between two offsets, both included. */
  List<Construct> startingBetween(int first, int last) {
    int from = indexFrom(first);
    return all.subList(from, Math.max(from, indexFrom(last + 1)));
  }

  /** Index of the first one that begins at an offset or behind it. */
  private int indexFrom(int offset) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).start() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The one that ends a tag; tags of the same name in between have their own ends. */
  Optional<Construct> endOf(Construct tag) {
    if (ends == null) {
      ends = new HashMap<>();
      Map<String, Deque<Construct>> open = new HashMap<>();
      for (Construct each : all) {
        Deque<Construct> ended =
            each.name().startsWith("end") ? open.get(each.name().substring("end".length())) : null;
        if (ended != null && !ended.isEmpty()) {
          ends.put(ended.pop().start(), each);
        }
        open.computeIfAbsent(each.name(), name -> new ArrayDeque<>()).push(each);
      }
    }
    return Optional.ofNullable(ends.get(tag.start()));
  }
}

package org.pyreview.frameworks.django.queries;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.project.Place;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;

/** What an expression holds, as far as the database is concerned. */
public sealed interface Value {

  Value UNKNOWN = new Unknown();

  /** Anything that isn't followed. */
  record Unknown() implements Value {}

  /** A list that nothing is in so far. */
  record Nothing() implements Value {}

  /** A model class. */
  record Model(DjangoModel model) implements Value {}

  /**
   * A queryset, a manager, or a list of what a queryset gave.
   *
   * @param path of the rows from the rows of the query; empty for these themselves
   * @param model of the rows
   * @param isLazy whether it is a queryset: refining it makes another one
   * @param isManager whether it is a manager that nothing was called on
   * @param isFew whether it is cut to a handful
   * @param owner the row that a related manager belongs to
   * @param via the relation that leads from the owner
   */
  record Rows(
      Query query,
      String path,
      DjangoModel model,
      boolean isLazy,
      boolean isManager,
      boolean isFew,
      Optional<Row> owner,
      Optional<ModelIndex.Relation> via)
      implements Value {

    static Rows of(Query query) {
      return new Rows(
          query, "", query.model(), true, false, false, Optional.empty(), Optional.empty());
    }

    Rows with(Query changed) {
      return new Rows(changed, path, model, isLazy, isManager, isFew, owner, via);
    }

    Rows evaluated() {
      return new Rows(query, path, model, false, false, isFew, owner, via);
    }

    Rows few() {
      return new Rows(query, path, model, isLazy, false, true, owner, via);
    }

    Rows many() {
      return new Rows(query, path, model, isLazy, isManager, false, owner, via);
    }

    Rows asQuerySet() {
      return new Rows(query, path, model, true, false, isFew, owner, via);
    }
  }

  /**
   * An instance of a model.
   *
   * @param path from the rows of the query; empty for these themselves
   * @param loop the loop that goes over the query's rows; empty for a single one
   */
  record Row(Query query, String path, DjangoModel model, Optional<Loop> loop) implements Value {}

  /**
   * An object of a class of the project.
   *
   * @param texts attributes that hold a text which is known
   */
  record Instance(ClassCode type, Map<String, String> texts) implements Value {
    Instance(ClassCode type) {
      this(type, Map.of());
    }
  }

  /** A function, method or class of the project. */
  record Callable(Meaning meaning, Optional<Value> self) implements Value {}

  /**
   * A dictionary of rows by something: {@code {row.pk: row for row in rows}}, {@code in_bulk()}.
   */
  record Keyed(Rows rows) implements Value {}

  /** A filter set of django-filter over a queryset. */
  record Filtered(Rows rows) implements Value {}

  /** A form set over a queryset: a form for each row. */
  record Forms(Rows rows) implements Value {}

  /** One of its forms. */
  record Form(Row row) implements Value {}

  /** A related manager of a row whose rows are of a model outside the project. */
  record Outside(Row owner, String path) implements Value {}

  /**
   * A row of Django's own user model, which a row of the project refers to.
   *
   * @param path from the rows of the owner's query
   */
  record UserRow(Row owner, String path) implements Value {}

  /** A dictionary with texts for keys: what a template gets. */
  record Context(Map<String, Value> entries) implements Value {
    Context with(Map<String, Value> more) {
      Map<String, Value> all = new HashMap<>(entries);
      all.putAll(more);
      return new Context(all);
    }
  }

  /** A pair of a row and what belongs to it, and the like. */
  record Tuple(List<Value> parts) implements Value {}

  /**
   * A list of dictionaries or tuples that hold rows.
   *
   * @param element each of them
   */
  record Listed(Value element) implements Value {}

  /** A list with rows of several models: {@code drafts + orders}. */
  record Mixed(List<Rows> parts) implements Value {}

  /** A row of such a list. */
  record OneOf(List<Row> rows) implements Value {}

  /** {@code super()} in a method of a class. */
  record Super(ClassCode type, Value self) implements Value {}

  /**
   * A loop over rows.
   *
   * @param iterable what it goes over
   * @param depth of the call it is in
   */
  record Loop(ModuleCode module, Expr iterable, Place place, int depth) {}
}

package org.pyreview.frameworks.django.queries;

import java.util.List;
import org.pyreview.project.Place;
import org.pyreview.project.code.ModuleCode;

/**
 * A read of related rows, once per row of a loop.
 *
 * @param query the queryset that could have loaded them
 * @param path from its rows
 * @param kind how it reads
 * @param loop the loop
 * @param module the file of the read
 * @param place the read
 * @param calls the calls that lead from the loop to it, outermost first
 */
public record Access(
    Query query,
    String path,
    Kind kind,
    Value.Loop loop,
    ModuleCode module,
    Place place,
    List<Call> calls) {

  /** How related rows are read. */
  public enum Kind {
    /** One related row: {@code row.customer}. */
    ONE,
    /** Of one related row only its key: {@code row.customer.id}. */
    KEY,
    /** All related rows: {@code row.lines.all()}. */
    MANY,
    /** Related rows by a query of their own: {@code row.lines.filter(…)}. */
    REFINED
  }

  /** A call of a method or function that reads. */
  public record Call(ModuleCode module, Place place, String name) {}
}

package org.pyreview.dataflow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** What a function says about the content type of an answer after it made it. */
final class ContentType {

  private static final String HEADER = "content-type";
  private static final Set<String> ATTRIBUTES = Set.of("mimetype", "content_type", "media_type");

  private ContentType() {}

  /** Whether the answer that a call makes becomes something else than a page. */
  static boolean isChangedFor(Expr.Call answer, List<Stmt.Assign> assignments) {
    Optional<String> name =
        assignments.stream()
            .filter(each -> each.value().filter(answer::equals).isPresent())
            .flatMap(each -> each.name().stream())
            .findFirst();
    return name.isPresent()
        && assignments.stream()
            .filter(each -> each.targets().stream().anyMatch(to -> isTypeOf(name.get(), to)))
            .anyMatch(each -> each.value().filter(ContentType::isHtml).isEmpty());
  }

  private static boolean isHtml(Expr type) {
    return type instanceof Expr.Text text && text.value().contains("html");
  }

  private static boolean isTypeOf(String answer, Expr target) {
    if (target instanceof Expr.Item item) {
      String holder = item.value().dotted().orElse("");
      return (holder.equals(answer) || holder.equals(answer + ".headers"))
          && item.index() instanceof Expr.Text key
          && isHeader(key.value());
    }
    return target instanceof Expr.Attribute attribute
        && ATTRIBUTES.contains(attribute.name())
        && attribute.value().dotted().filter(answer::equals).isPresent();
  }

  /** Whether headers say that the body is no page. */
  static boolean isOther(Shape.Table headers) {
    return headers.entries().entrySet().stream()
        .anyMatch(
            each ->
                isHeader(each.getKey().toString()) && !each.getValue().template().contains("html"));
  }

  /** {@code request.content_type == "application/json"}: whether a comparison says so. */
  static boolean isSaidToBeJson(List<Expr> compared) {
    return compared.stream()
            .anyMatch(
                each ->
                    each instanceof Expr.Attribute type && ATTRIBUTES.contains(type.name())
                        || each instanceof Expr.Call call
                            && call.name().equals("get")
                            && call.at(0, "").filter(ContentType::isHeaderName).isPresent()
                        || each instanceof Expr.Item item && isHeaderName(item.index()))
        && compared.stream()
            .anyMatch(each -> each instanceof Expr.Text type && type.value().endsWith("json"));
  }

  private static boolean isHeaderName(Expr key) {
    return key instanceof Expr.Text name && isHeader(name.value());
  }

  private static boolean isHeader(String name) {
    return HEADER.equalsIgnoreCase(name);
  }
}

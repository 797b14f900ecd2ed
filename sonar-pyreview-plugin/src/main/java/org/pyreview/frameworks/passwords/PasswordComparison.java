package org.pyreview.frameworks.passwords;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A place where the code compares a stored password with what somebody typed.
 *
 * @param at what is compared
 * @param stored what the code calls the stored password
 * @param isQuery whether the database compares
 */
public record PasswordComparison(ProjectFile file, Expr at, String stored, boolean isQuery) {

  /** What a file names that deals with passwords. */
  private static final String[] SIGNS = {"passw", "pwd", "passphrase"};

  /** Not {@code pwd}, which is a folder more often. */
  private static final Set<String> COLUMNS = Set.of("password", "passwd");

  private static final Set<String> QUERIES =
      Set.of("filter", "exclude", "filter_by", "get_or_none", "get_object_or_404", "aget");
  private static final Set<String> QUERIES_OF_MODELS = Set.of("get", "first", "find_one");
  private static final Pattern MODELS =
      Pattern.compile("(?:.*\\.)?(?:objects|query|_default_manager)");

  /** Names of what holds data that comes in, or of whoever asks. */
  private static final Pattern INCOMING =
      Pattern.compile(
          "(?i)self|cls|.*_in|.*(?:form|schema|args|options|opts|request|req|data|payload|body"
              + "|params|attrs|input|credentials|login|serializer|dto|values|connection|conn|url"
              + "|parsed|namespace|cookies|json|auth|authorization)");

  /**
   * Whoever logs in. A room, a link or a device has a password that its owner reads again and gives
   * on: that one isn't hashed.
   */
  private static final Pattern PERSON =
      Pattern.compile(
          "(?i).*(?:user|member|account|customer|person|admin|login|profile|employee|staff|student"
              + "|teacher|client|subscriber|owner|author|reader|patient|agent|identity|visitor).*");

  private static final Set<String> OF_PERSONS = Set.of("password", "passwd", "pwd", "passphrase");

  private static final Pattern TYPED_AGAIN =
      Pattern.compile(
          "(?i).*(?:confirm|repeat|retype|again|verif|new|old|current|previous|[12]$).*");
  private static final Pattern HASHED =
      Pattern.compile("(?i).*(?:hash|crypt|digest|encode|md5|sha\\d|make_password|derive).*");
  private static final Pattern CONSTANT = Pattern.compile("_?[A-Z][A-Z0-9_]*");
  private static final Pattern CLASS = Pattern.compile("[A-Z]\\w*[a-z]\\w*");
  private static final Pattern PLAIN_COLUMN =
      Pattern.compile("Column|mapped_column|\\w*(?:Char|Text|String)\\w*|Field");

  /** The comparisons in a project. */
  public static List<PasswordComparison> of(Project project, PasswordWords words) {
    Reader reader = new Reader(ProjectCode.of(project), words);
    return reader.read();
  }

  private static final class Reader {
    private final ProjectCode code;
    private final PasswordWords words;
    private final Set<String> hashing = new HashSet<>();
    private final List<PasswordComparison> found = new ArrayList<>();

    Reader(ProjectCode code, PasswordWords words) {
      this.code = code;
      this.words = words;
    }

    List<PasswordComparison> read() {
      List<ModuleCode> modules =
          code.mainModules().stream().filter(module -> module.mentions(SIGNS)).toList();
      for (ModuleCode module : modules) {
        module
            .classes()
            .map(definition -> code.classCode(module, definition))
            .filter(this::hashesItself)
            .forEach(each -> hashing.add(each.name().toLowerCase(Locale.ROOT)));
      }
      for (ModuleCode module : modules) {
        if (!module.file().path().isBelow(Set.of("migrations", "versions"))) {
          CodeScope.of(code, module).forEach(this::look);
        }
      }
      return found;
    }

    /** Whether the password of its objects is a property or a type that hashes. */
    private boolean hashesItself(ClassCode type) {
      return type.body()
          .anyMatch(
              each ->
                  (each instanceof Stmt.Function method && words.isPassword(method.name()))
                      || (each instanceof Stmt.Assign assign
                          && assign.name().filter(words::isPassword).isPresent()
                          && assign.value().filter(value -> !isPlainColumn(value)).isPresent()));
    }

    private static boolean isPlainColumn(Expr value) {
      return !(value instanceof Expr.Call call)
          || (PLAIN_COLUMN.matcher(call.name()).matches()
              && value
                  .all()
                  .noneMatch(
                      each ->
                          each instanceof Expr.Name name
                              && (HASHED.matcher(name.id()).matches()
                                  || name.id().contains("Password"))));
    }

    private void look(CodeScope scope) {
      Set<String> hashed = hashedNames(scope);
      scope
          .statements()
          .flatMap(each -> each.expressions().stream())
          .flatMap(Expr::all)
          .forEach(each -> look(each, hashed, scope.module()));
    }

    /** Variables that get a hash somewhere, be it that of what they held before. */
    private static Set<String> hashedNames(CodeScope scope) {
      return scope
          .statements()
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .filter(each -> each.value().filter(Reader::isHashed).isPresent())
          .flatMap(each -> each.name().stream())
          .collect(Collectors.toSet());
    }

    private void look(Expr expression, Set<String> hashed, ModuleCode module) {
      if (expression instanceof Expr.Call call) {
        query(call, module);
      } else if (expression instanceof Expr.Operation operation
          && operation.operands().size() == 2
          && Set.of("==", "!=").contains(operation.operator())) {
        Expr left = operation.operands().get(0);
        Expr right = operation.operands().get(1);
        Stream.of(
                comparison(operation, left, right, module),
                comparison(operation, right, left, module))
            .flatMap(Optional::stream)
            .filter(each -> each.isQuery() || !isAnyNamed(operation, hashed))
            .findFirst()
            .ifPresent(found::add);
      }
    }

    /** A query finds a hash only if it has no salt; code may have put the stored salt into it. */
    private static boolean isAnyNamed(Expr.Operation comparison, Set<String> names) {
      return comparison.operands().stream()
          .anyMatch(each -> each instanceof Expr.Name name && names.contains(name.id()));
    }

    private void query(Expr.Call call, ModuleCode module) {
      boolean isQuery =
          QUERIES.contains(call.name())
              || (QUERIES_OF_MODELS.contains(call.name())
                  && call.receiver()
                      .flatMap(Expr::dotted)
                      .filter(MODELS.asMatchPredicate())
                      .isPresent());
      if (!isQuery) {
        return;
      }
      call.arguments().stream()
          .filter(each -> COLUMNS.contains(each.keyword()) && mayBeTyped(each.value()))
          .findFirst()
          .ifPresent(
              each ->
                  found.add(
                      new PasswordComparison(module.file(), each.value(), each.keyword(), true)));
    }

    private Optional<PasswordComparison> comparison(
        Expr.Operation whole, Expr stored, Expr typed, ModuleCode module) {
      String name = nameOf(stored);
      String holder = holder(stored);
      boolean isStored =
          words.isPassword(name)
              && !CONSTANT.matcher(name).matches()
              && !holder.isEmpty()
              && !INCOMING.matcher(holder).matches()
              && !hashing.contains(holder.replace("_", "").toLowerCase(Locale.ROOT));
      if (!isStored || TYPED_AGAIN.matcher(name).matches() || !mayBeTyped(typed)) {
        return Optional.empty();
      }
      boolean isColumn = stored instanceof Expr.Attribute && CLASS.matcher(holder).matches();
      if (isColumn && !isTypedAgain(typed)) {
        return Optional.of(new PasswordComparison(module.file(), whole, holder + "." + name, true));
      }
      boolean isOfPerson =
          PERSON.matcher(holder).matches() && OF_PERSONS.contains(name.toLowerCase(Locale.ROOT));
      return isOfPerson && isTyped(typed)
          ? Optional.of(new PasswordComparison(module.file(), whole, holder + "." + name, false))
          : Optional.empty();
    }

    /** Whether it can be a text that somebody typed: no constant, and no hash of it. */
    private static boolean mayBeTyped(Expr value) {
      boolean isFixed =
          value instanceof Expr.Constant
              || value instanceof Expr.Text
              || CONSTANT.matcher(nameOf(value)).matches();
      return !isFixed && !isHashed(value);
    }

    private static boolean isHashed(Expr value) {
      return value
          .all()
          .anyMatch(
              each ->
                  (each instanceof Expr.Call call && isHash(call))
                      || (each instanceof Expr.Name name && HASHED.matcher(name.id()).matches())
                      || (each instanceof Expr.Attribute attribute
                          && HASHED.matcher(attribute.name()).matches()
                          && !attribute.name().equals("encode")));
    }

    private static boolean isHash(Expr.Call call) {
      return !call.name().equals("encode") && HASHED.matcher(call.name()).matches();
    }

    /** Whether the name says that it was typed, or it comes out of a request or form. */
    private boolean isTyped(Expr typed) {
      Expr value = unwrapped(typed);
      String name = nameOf(value);
      String holder = holder(value);
      boolean isIncoming = holder.isEmpty() || INCOMING.matcher(holder).matches();
      boolean isOwn = Set.of("self", "cls").contains(holder);
      return words.isPassword(name) && isIncoming && !isOwn && !isTypedAgain(typed);
    }

    private static boolean isTypedAgain(Expr typed) {
      return TYPED_AGAIN.matcher(nameOf(unwrapped(typed))).matches();
    }

    /** {@code password} in {@code form.password.data.strip()}. */
    private static Expr unwrapped(Expr value) {
      if (value instanceof Expr.Call call
          && call.receiver().isPresent()
          && Set.of("strip", "encode", "decode", "get_secret_value").contains(call.name())) {
        return unwrapped(call.receiver().get());
      }
      return value instanceof Expr.Attribute data && data.name().equals("data")
          ? data.value()
          : value;
    }

    /** The name of a variable, attribute or entry. */
    private static String nameOf(Expr value) {
      if (value instanceof Expr.Name name) {
        return name.id();
      }
      if (value instanceof Expr.Attribute attribute) {
        return attribute.name();
      }
      if (value instanceof Expr.Item item && item.index() instanceof Expr.Text key) {
        return key.value();
      }
      boolean isLookup = value instanceof Expr.Call call && call.name().equals("get");
      return isLookup
              && ((Expr.Call) value).positional().stream().findFirst().orElse(value)
                  instanceof Expr.Text key
          ? key.value()
          : "";
    }

    /** The name of what an attribute or entry is taken from; empty for a variable. */
    private static String holder(Expr value) {
      Optional<Expr> from =
          value instanceof Expr.Attribute attribute
              ? Optional.of(attribute.value())
              : value instanceof Expr.Item item
                  ? Optional.of(item.value())
                  : value instanceof Expr.Call call ? call.receiver() : Optional.empty();
      return from.map(Reader::lastName).orElse("");
    }

    private static String lastName(Expr value) {
      if (value instanceof Expr.Item item) {
        return lastName(item.value());
      }
      if (value instanceof Expr.Call call) {
        return call.name().isEmpty() ? "?" : call.name();
      }
      if (value instanceof Expr.Await wait) {
        return lastName(wait.value());
      }
      String name = nameOf(value);
      return name.isEmpty() ? "?" : name;
    }
  }
}

package org.pyreview.frameworks.environment;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.Descendants;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.ConditionalExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.UnaryExpression;

/**
 * A secret of the environment, and the value that code takes where the variable isn't set.
 *
 * @param name of the variable or field
 * @param value the value that is taken
 * @param read what reads the variable; the field where a class declares it
 * @param isGenerated whether the value is made anew by each process
 */
public record SecretFallback(String name, Expression value, Tree read, boolean isGenerated) {

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(?:.*_)?(?:SECRET(?:_KEY)?|PASSWORD|PASSWD|TOKEN|API_?KEY|PRIVATE_KEY|MASTER_KEY|(?:.*_)?SALT|ENCRYPTION_KEY|SIGNING_KEY|JWT_KEY)");

  /** What others show to get in here, or what this application signs with. */
  private static final Pattern OWN =
      Pattern.compile(
          "(?i)(?:.*_)?(?:SECRET(?:_KEY)?|MASTER_KEY|SALT|ENCRYPTION_KEY|SIGNING_KEY|JWT_KEY)"
              + "|(?:.*_)?(?:JWT|SESSION|COOKIE|CSRF|ADMIN|SUPERUSER|ROOT|WEBHOOK|INTERNAL)_.*"
              + "|(?:PASSWORD|TOKEN|API_?KEY|PRIVATE_KEY|(?:ACCESS|REFRESH|RESET|AUTH|APP|SERVICE)_TOKEN)");

  /** Kubernetes calls an object a secret: what is given is its name. */
  private static final Pattern NAME_OF_OBJECT =
      Pattern.compile("(?i)(?:.*_)?(?:K8S|KUBE|KUBERNETES)_.*SECRET|.*_SECRET_NAME");

  /** Whose secret it is where a name starts like this: the service decides what it accepts. */
  private static final Pattern SERVICE =
      Pattern.compile(
          "(?i)\\w+_API_SECRET|(?:.*_)?(?:AWS|S3|MINIO|GCP|GOOGLE|AZURE|STRIPE|PAYPAL|BRAINTREE|TWILIO|SENDGRID|MAILGUN|MAILCHIMP|GITHUB|GITLAB"
              + "|FACEBOOK|TWITTER|SLACK|DISCORD|TELEGRAM|RECAPTCHA|HCAPTCHA|OPENAI|OAUTH\\d?|OIDC|SOCIAL_AUTH|CLIENT|CONSUMER|BUCKET)_.*");

  /** Nobody gets such a credential from a service. */
  private static final Pattern ISSUED =
      Pattern.compile(
          "(?=.*\\d)(?=.*[A-Za-z])(?!(?i:.*(?:dead.?beef|x{4}|test|dummy|fake|example|sample|placeholder|change|local|dev|secret|(.)\\1{3}|1234|abcd))).{10,}");

  /** Keys that pages show to every visitor: of PostHog, of Stripe, of Mapbox. */
  private static final Pattern PUBLIC = Pattern.compile("(?:phc_|pk_(?:live|test)_|pk\\.).*");

  private static final Pattern DATABASE =
      Pattern.compile(
          "(?i)(?:\\w+_)?(?:DB|DATABASE|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB)?|REDIS)_(?:\\w+_)?(?:PASSWORD|PASSWD)");
  private static final Pattern ADDRESS = Pattern.compile("(?i)\\w+_(?:URL|URI|DSN)(?:_OVERRIDE)?");
  private static final Pattern READER =
      Pattern.compile("(?:env|config|environ|Env)(?:\\.(?:str|get_value|get))?");
  private static final Pattern READER_LIBRARY =
      Pattern.compile("environ|environs|decouple|starlette");
  private static final Pattern GENERATOR =
      Pattern.compile(
          "(?:secrets\\.)?token_(?:hex|urlsafe|bytes)|(?:\\w+\\.)*get_random_secret_key|(?:uuid\\.)?uuid4|os\\.urandom");
  private static final Pattern LOCAL = Pattern.compile("(?i).*(?:debug|test|dev|local|\\bci\\b).*");
  private static final Pattern PRODUCTION = Pattern.compile("(?i).*prod(?:uction)?\\b.*");
  private static final Pattern NEGATED = Pattern.compile("(?s).*(?:!=|\\bnot\\b).*");
  private static final Set<String> NO_VALUES = Set.of("", "none", "null", "not set", "not found");

  /** The fallback that a call gives: {@code os.environ.get("SECRET_KEY", "insecure")}. */
  public static Optional<SecretFallback> of(CallExpression call, PythonModule module) {
    return EnvironmentRead.of(call, module)
        .flatMap(read -> read.fallback().flatMap(value -> secret(read.variable(), value, call)))
        .or(() -> ofLibrary(call, module))
        .filter(each -> !each.isForOneEnvironment() && !each.isChecked(module));
  }

  private static Optional<SecretFallback> ofLibrary(CallExpression call, PythonModule module) {
    if (!READER.matcher(SourceText.of(call.callee())).matches()
        || !module.importsAny(READER_LIBRARY)) {
      return Optional.empty();
    }
    Arguments arguments = Arguments.of(call);
    return arguments
        .positional(0)
        .flatMap(Literal::string)
        .flatMap(name -> arguments.named("default").flatMap(value -> secret(name, value, call)));
  }

  /** {@code os.environ.get("SECRET_KEY") or "insecure"}. */
  public static Optional<SecretFallback> of(BinaryExpression either, PythonModule module) {
    return EnvironmentRead.of(either.leftOperand(), module)
        .filter(read -> read.fallback().isEmpty())
        .flatMap(read -> secret(read.variable(), either.rightOperand(), either))
        .filter(each -> !each.isForOneEnvironment() && !each.isChecked(module));
  }

  /** A field of a class of settings: {@code JWT_SECRET: str = "insecure"}. */
  public static Optional<SecretFallback> of(AnnotatedAssignment field, PythonModule module) {
    boolean isField =
        field.variable() instanceof Name name
            && !name.name().startsWith("_")
            && Ancestors.nearest(field, Tree.Kind.CLASSDEF, Tree.Kind.FUNCDEF)
                .filter(ClassDef.class::isInstance)
                .filter(each -> SettingsClass.isSettings((ClassDef) each, module))
                .isPresent();
    return isField
        ? defaultOf(field)
            .flatMap(value -> secret(((Name) field.variable()).name(), inside(value), field))
            .filter(each -> !each.isChecked(module) && !each.isOneOfTwoWays(field))
        : Optional.empty();
  }

  /**
   * {@code os.environ["SALT"] if "SALT" in os.environ else "insecure"}, and the other way round.
   */
  public static Optional<SecretFallback> of(ConditionalExpression either, PythonModule module) {
    return of(either.trueExpression(), either.falseExpression(), either, module)
        .or(() -> of(either.falseExpression(), either.trueExpression(), either, module))
        .filter(each -> !each.isForOneEnvironment() && !each.isChecked(module));
  }

  private static Optional<SecretFallback> of(
      Expression read, Expression value, ConditionalExpression either, PythonModule module) {
    return EnvironmentRead.of(read, module)
        .filter(each -> each.fallback().isEmpty())
        .filter(each -> SourceText.of(either.condition()).contains(each.variable()))
        .flatMap(each -> secret(each.variable(), value, either));
  }

  /** What a field is set to, or {@code Field(default=…)} in its annotation. */
  private static Optional<Expression> defaultOf(AnnotatedAssignment field) {
    return field.assignedValue() != null
        ? Optional.of(field.assignedValue())
        : Descendants.of(field.annotation(), CallExpression.class)
            .filter(call -> SourceText.of(call.callee()).matches("(?:\\w+\\.)*Field"))
            .flatMap(call -> Arguments.of(call).at(0, "default").stream())
            .findFirst();
  }

  /** {@code SecretStr("value")}, {@code Field("value")}, {@code Field(default="value")}. */
  private static Expression inside(Expression value) {
    return value instanceof CallExpression call
            && SourceText.of(call.callee()).matches("(?:\\w+\\.)*(?:SecretStr|Field)")
        ? Arguments.of(call).at(0, "default").map(SecretFallback::inside).orElse(value)
        : value;
  }

  private static Optional<SecretFallback> secret(String name, Expression value, Tree read) {
    if (!SECRET.matcher(name).matches() || NAME_OF_OBJECT.matcher(name).matches()) {
      return Optional.empty();
    }
    boolean isText =
        Literal.string(value)
            .filter(text -> !NO_VALUES.contains(text.strip().toLowerCase(Locale.ROOT)))
            .filter(text -> !PUBLIC.matcher(text).matches())
            .isPresent();
    boolean isGenerated =
        value instanceof CallExpression call
            && GENERATOR.matcher(SourceText.of(call.callee())).matches();
    boolean opensThis = OWN.matcher(name).matches() && !SERVICE.matcher(name).matches();
    return isText && (opensThis || isIssued(value)) || isGenerated
        ? Optional.of(new SecretFallback(name, value, read, isGenerated))
        : Optional.empty();
  }

  /**
   * Whether a text looks like a credential that a service gave out; it refuses the words that stand
   * in for one.
   */
  private static boolean isIssued(Expression value) {
    return Literal.string(value).filter(text -> ISSUED.matcher(text).matches()).isPresent();
  }

  /** {@code if DEBUG: …}, {@code if PRODUCTION: … else: …}. */
  private boolean isForOneEnvironment() {
    return Ancestors.of(read)
        .anyMatch(
            each ->
                (each instanceof IfStatement branch && isAside(branch))
                    || each instanceof FunctionDef function
                        && function.name().name().contains("test"));
  }

  /** Whether a branch runs elsewhere than on the servers. */
  private boolean isAside(IfStatement branch) {
    String condition = SourceText.of(branch.condition());
    boolean isThen = Ancestors.of(read).anyMatch(each -> each == branch.body());
    boolean holds = isThen != NEGATED.matcher(condition).matches();
    return holds ? LOCAL.matcher(condition).matches() : PRODUCTION.matcher(condition).matches();
  }

  /**
   * Whether the file refuses to run: it compares something with the same text, or raises where the
   * variable isn't set.
   */
  private boolean isChecked(PythonModule module) {
    if (isGenerated) {
      return false;
    }
    if (Descendants.of(module.tree(), IfStatement.class).anyMatch(this::refuses)) {
      return true;
    }
    String text = SourceText.of(value);
    return Descendants.of(module.tree(), BinaryExpression.class)
        .filter(each -> each.is(Tree.Kind.COMPARISON))
        .anyMatch(
            each ->
                SourceText.of(each.leftOperand()).equals(text)
                    || SourceText.of(each.rightOperand()).equals(text));
  }

  private boolean refuses(IfStatement branch) {
    return branch.condition() instanceof UnaryExpression negation
        && negation.is(Tree.Kind.NOT)
        && Descendants.of(negation, StringLiteral.class)
            .anyMatch(each -> each.trimmedQuotesValue().equals(name))
        && branch.body().statements().stream().anyMatch(each -> each.is(Tree.Kind.RAISE_STMT));
  }

  /** Whether it is a database's password, and the settings take a whole address instead, too. */
  private boolean isOneOfTwoWays(AnnotatedAssignment field) {
    return DATABASE.matcher(name).matches()
        && Ancestors.nearest(field, Tree.Kind.CLASSDEF).stream()
            .flatMap(type -> Descendants.of(type, AnnotatedAssignment.class))
            .filter(each -> each.variable() instanceof Name)
            .anyMatch(each -> ADDRESS.matcher(((Name) each.variable()).name()).matches());
  }

  /** The read without its fallback, where that is certain: {@code os.environ["X"]}. */
  public Optional<String> withoutFallback() {
    if (!(read instanceof CallExpression call)
        || !(call.callee() instanceof QualifiedExpression method)) {
      return Optional.empty();
    }
    String key = SourceText.of(Arguments.of(call).all().get(0));
    String reader = SourceText.of(call.callee());
    if (reader.endsWith("environ.get")) {
      return Optional.of("%s[%s]".formatted(SourceText.of(method.qualifier()), key));
    }
    return reader.equals("os.getenv")
        ? Optional.of("os.environ[%s]".formatted(key))
        : Optional.empty();
  }
}

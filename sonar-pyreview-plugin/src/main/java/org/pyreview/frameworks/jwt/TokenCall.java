package org.pyreview.frameworks.jwt;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.ArgList;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.UnpackingExpression;

/**
 * A call that makes or verifies a JSON Web Token.
 *
 * @param kind which library, and what it does
 */
public record TokenCall(CallExpression call, Kind kind) {

  /** What a call does with a token. */
  public enum Kind {
    PYJWT_ENCODE(0, 1, Set.of("jwt.encode", "jwt.api_jwt.encode", "jwt.PyJWT.encode")),
    PYJWT_DECODE(
        0,
        1,
        Set.of(
            "jwt.decode",
            "jwt.decode_complete",
            "jwt.api_jwt.decode",
            "jwt.api_jwt.decode_complete")),
    JOSE_ENCODE(0, 1, Set.of("jose.jwt.encode")),
    JOSE_DECODE(0, 1, Set.of("jose.jwt.decode", "jose.jws.verify")),
    AUTHLIB_ENCODE(1, 2, Set.of("authlib.jose.jwt.encode"));

    private final int payload;
    private final int key;
    private final Set<String> names;

    Kind(int payload, int key, Set<String> names) {
      this.payload = payload;
      this.key = key;
      this.names = names;
    }

    public boolean isEncoding() {
      return this == PYJWT_ENCODE || this == JOSE_ENCODE || this == AUTHLIB_ENCODE;
    }
  }

  /** The token call this call is; empty if it is none. */
  public static Optional<TokenCall> of(CallExpression call, PythonModule module) {
    return Stream.of(Kind.values())
        .filter(kind -> module.isNamed(call.callee(), kind.names))
        .findFirst()
        .map(kind -> new TokenCall(call, kind));
  }

  private static final Pattern HEADER =
      Pattern.compile("(?s).*[\"']Authorization[\"']\\s*(?:\\]\\s*=(?!=)|:).*");

  public boolean isPyJwt() {
    return kind == Kind.PYJWT_ENCODE || kind == Kind.PYJWT_DECODE;
  }

  /** The claims that are signed; of a decoding call, the token. */
  public Optional<Expression> payload() {
    return arguments().at(kind.payload, kind == Kind.JOSE_ENCODE ? "claims" : "payload");
  }

  /** The key to sign or verify with. */
  public Optional<Expression> key() {
    return arguments().at(kind.key, "key");
  }

  /** The algorithms that a decoding call accepts. */
  public Optional<Expression> algorithms() {
    return arguments().at(2, "algorithms");
  }

  /** Whether a list of algorithms is {@code None}, which python-jose takes for any. */
  public boolean isUnrestrictedBy(Expression algorithms) {
    return kind == Kind.JOSE_DECODE && AssignedValue.behind(algorithms).is(Tree.Kind.NONE);
  }

  /** Whether every argument is written out. */
  public boolean isWrittenOut() {
    return call.arguments().stream().noneMatch(UnpackingExpression.class::isInstance);
  }

  /** Whether the signature isn't looked at. */
  public boolean skipsSignature() {
    boolean byArgument =
        arguments().named("verify").flatMap(Literal::bool).filter(each -> !each).isPresent();
    return byArgument || disabled("verify_signature").isPresent();
  }

  /** Where an option of a decoding call is switched off. */
  public Optional<Expression> disabled(String option) {
    return arguments()
        .named("options")
        .map(AssignedValue::behind)
        .filter(DictionaryLiteral.class::isInstance)
        .flatMap(options -> Literal.entry((DictionaryLiteral) options, option))
        .filter(value -> Literal.bool(value).filter(each -> !each).isPresent());
  }

  /** Whether the token that is made here is verified in the same place, and goes nowhere else. */
  public boolean isOnlyVerified(PythonModule module) {
    return call.parent() instanceof AssignmentStatement assignment
        && assignment.lhsExpressions().size() == 1
        && assignment.lhsExpressions().get(0).expressions().size() == 1
        && assignment.lhsExpressions().get(0).expressions().get(0) instanceof Name token
        && !PythonModule.readsOf(token).isEmpty()
        && PythonModule.readsOf(token).stream().allMatch(use -> isVerified(use, module));
  }

  /** Whether the function around writes a header of a request: the other side wants it so. */
  public boolean isForOthersHeader() {
    return Ancestors.nearest(call, Tree.Kind.FUNCDEF)
        .filter(function -> HEADER.matcher(SourceText.of(function)).matches())
        .isPresent();
  }

  private static boolean isVerified(Tree use, PythonModule module) {
    return use.parent() instanceof RegularArgument argument
        && argument.parent() instanceof ArgList list
        && list.parent() instanceof CallExpression reading
        && of(reading, module).filter(each -> !each.kind().isEncoding()).isPresent();
  }

  private Arguments arguments() {
    return Arguments.of(call);
  }
}

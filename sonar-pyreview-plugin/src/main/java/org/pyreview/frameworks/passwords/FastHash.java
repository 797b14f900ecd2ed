package org.pyreview.frameworks.passwords;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;

/**
 * A call that hashes data with a function made to be fast: hashlib, PyCryptodome, cryptography.
 *
 * @param algorithm its name
 * @param data what is hashed
 */
public record FastHash(String algorithm, Expression data) {

  private static final Pattern CONSTRUCTOR =
      Pattern.compile(
          "_?hashlib\\.(?:openssl_)?(md5|sha1|sha224|sha256|sha384|sha512|sha3_\\d+|blake2[bs])"
              + "|Crypto(?:dome)?\\.Hash\\.(\\w+)\\.new");
  private static final Set<String> BY_NAME = Set.of("hashlib.new", "_hashlib.new");
  private static final Set<String> CONTEXTS =
      Set.of(
          "cryptography.hazmat.primitives.hashes.Hash",
          "cryptography.hazmat.primitives.hashes.hashes.Hash");

  /** The hashing that a call does; empty if it does none, or gets no data. */
  public static Optional<FastHash> of(CallExpression call, PythonModule module) {
    Arguments arguments = Arguments.of(call);
    Optional<String> algorithm = algorithm(call, module);
    if (algorithm.isPresent()) {
      int position = module.isNamed(call.callee(), BY_NAME) ? 1 : 0;
      return arguments
          .at(position, position == 1 ? "data" : "string")
          .or(() -> arguments.named("data"))
          .map(data -> new FastHash(algorithm.get(), data));
    }
    return updated(call, module)
        .flatMap(name -> arguments.positional(0).map(data -> new FastHash(name, data)));
  }

  /** {@code digest = hashlib.sha256(); digest.update(data)}. */
  private static Optional<String> updated(CallExpression call, PythonModule module) {
    return call.callee() instanceof QualifiedExpression member
            && member.name().name().equals("update")
            && member.qualifier() instanceof Name variable
        ? AssignedValue.of(variable)
            .filter(CallExpression.class::isInstance)
            .flatMap(made -> algorithm((CallExpression) made, module))
        : Optional.empty();
  }

  private static Optional<String> algorithm(CallExpression call, PythonModule module) {
    if (module.isNamed(call.callee(), BY_NAME)) {
      return Optional.of(
          Arguments.of(call).at(0, "name").flatMap(Literal::string).orElse("this function"));
    }
    if (module.isNamed(call.callee(), CONTEXTS)) {
      return Optional.of("this function");
    }
    return module.spellings(call.callee()).stream()
        .map(CONSTRUCTOR::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .map(name -> name.group(1) != null ? name.group(1) : name.group(2));
  }
}

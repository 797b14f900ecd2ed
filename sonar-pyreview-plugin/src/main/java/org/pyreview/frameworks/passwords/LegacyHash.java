package org.pyreview.frameworks.passwords;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Descendants;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * One of several methods that stored hashes name: the old ones are there to check what was stored
 * before the slow one came.
 */
public final class LegacyHash {

  private static final Pattern SLOW =
      Pattern.compile("(?i).*(?:pbkdf2|scrypt|bcrypt|argon2?).*", Pattern.DOTALL);

  /** {@code def verify_legacy(…)}, {@code def check_old_hash(…)}. */
  private static final Pattern OLD =
      Pattern.compile("(?i).*(?:legacy|deprecated|\\bold_|_old\\b|compat|migrat|upgrade).*");

  private LegacyHash() {}

  /**
   * Whether the function around a call is an entry of a table that has a slow method, too, or says
   * that it is about old hashes.
   */
  public static boolean isMadeBy(CallExpression hash, PythonModule module) {
    Optional<FunctionDef> function = Ancestors.function(hash);
    if (function.isEmpty()) {
      return false;
    }
    String name = function.get().name().name();
    return OLD.matcher(name).matches()
        || Descendants.of(module.tree(), DictionaryLiteral.class)
            .filter(table -> SLOW.matcher(SourceText.of(table)).matches())
            .anyMatch(
                table ->
                    Descendants.of(table, Name.class)
                        .anyMatch(
                            each ->
                                each.name().equals(name)
                                    && each.parent().is(Tree.Kind.KEY_VALUE_PAIR)));
  }
}

package org.pyreview.checks.security;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.frameworks.passwords.FastHash;
import org.pyreview.frameworks.passwords.HashedKey;
import org.pyreview.frameworks.passwords.LegacyHash;
import org.pyreview.frameworks.passwords.PasswordWords;
import org.pyreview.frameworks.passwords.ServiceClient;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Descendants;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "password-hashed-with-fast-function")
public class PasswordHashedWithFastFunctionCheck extends AstCheck {

  private static final Pattern PROTOCOL = Pattern.compile("(?i).*(?:digest|ntlm|scram).*");
  private static final Pattern OTHERS_PROTOCOL =
      Pattern.compile(
          "(?is).*(?:pwnedpasswords|haveibeenpwned|https?://|requests\\.|httpx\\.|urlopen|\\.sendall\\(|(?:alter|create)\\s+(?:role|user)\\b"
              + "|\\{s?(?:sha(?:\\d+)?|md5)\\}|\\$apr1\\$|htpasswd|htdigest).*");

  /** Calls that hash slowly, or let the framework do it. */
  private static final Pattern SLOW_HASH =
      Pattern.compile(
          "(?is).*(?:\\b\\w*(?:pbkdf2|scrypt|bcrypt|argon2)[\\w.]*\\(|\\bhashpw\\(|PasswordHasher\\(|CryptContext\\("
              + "|super\\(\\w*(?:, *\\w+)?\\)\\.encode\\(|\\b_?set_password\\(|\\bmake_password\\(|\\bgenerate_password_hash\\().*");

  /** {@code token, salt = credentials(password)}: shown to a service, and kept by nobody. */
  private static final Pattern TOKEN = Pattern.compile("(?i)(?:.*_)?token(?:_.*)?");

  /** What a digest is a name in: a cache, a validator of HTTP, a file. */
  private static final Pattern NAME =
      Pattern.compile("(?is).*(?:cache(?:_key|s?\\.(?:get|set))|\\betag\\b|\\bfile_?name\\b).*");

  private static final Pattern NAMING =
      Pattern.compile("(?i).*(?:cache_?key|etag|file_?name|fingerprint).*");

  /** Makes a key of the digest's bytes, for somebody else to encrypt with. */
  private static final Pattern MAKES_KEY =
      Pattern.compile("(?i).*(?:^|_)(?:key|cipher|encrypt\\w*)(?:_.*)?");

  /** Encrypts with the digest as its key. */
  private static final Pattern CIPHER =
      Pattern.compile(
          "(?s).*(?:\\b(?:AES|DES3?|Blowfish|ChaCha20(?:_Poly1305)?|ARC4)\\.new\\(|\\b(?:Multi)?Fernet\\(|\\b(?:AESGCM|AESCCM|ChaCha20Poly1305)\\(|\\balgorithms\\.[A-Z]\\w+\\(|\\bSecretBox\\().*");

  /**
   * What the application's key goes into signs something, the stored hash of a password for one.
   */
  private static final Pattern SIGNATURE = Pattern.compile("(?s).*\\bSECRET_KEY\\b.*");

  @RuleProperty(
      key = "passwordWords",
      description = "Parts of names that denote a password, separated by commas",
      defaultValue = "password,passwd,pwd,passphrase")
  public String passwordWords = "password,passwd,pwd,passphrase";

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.FILE_INPUT, FileInput.class, this::check);
  }

  /** One decision, one issue: what hashes a password to compare it hashes it as it is kept. */
  private void check(FileInput file, PythonReview review) {
    Optional<Finding> first = Optional.empty();
    for (CallExpression call : Descendants.of(file, CallExpression.class).toList()) {
      Optional<FastHash> hash = FastHash.of(call, review.module());
      Optional<String> password =
          hash.flatMap(each -> PasswordWords.of(passwordWords).in(each.data()));
      if (password.isEmpty() || isRight(call, review.module())) {
        continue;
      }
      String algorithm = hash.get().algorithm().toLowerCase(Locale.ROOT);
      if (first.isPresent()) {
        first
            .get()
            .because(
                call.callee(),
                "%s is hashed here, too, by %s.".formatted(password.get(), algorithm));
      } else {
        first =
            Optional.of(
                review.report(
                    call.callee(),
                    "Hash %s with a password hasher such as argon2 or bcrypt: %s is so fast that stolen hashes are guessed within hours."
                        .formatted(password.get(), algorithm)));
      }
    }
  }

  /** Whether a fast function is what the place needs. */
  private static boolean isRight(CallExpression call, PythonModule module) {
    return isForSomethingElse(call)
        || HashedKey.isMadeBy(call)
        || LegacyHash.isMadeBy(call, module)
        || ServiceClient.isWrittenIn(module);
  }

  /**
   * Somebody else's protocol or format, a look-up of leaked passwords, the key of a cache or
   * cipher, a step on the way to a slow hash.
   */
  private static boolean isForSomethingElse(CallExpression call) {
    boolean isInStatement = true;
    for (Tree parent = call.parent(); parent != null; parent = parent.parent()) {
      if (isInStatement && parent instanceof Statement) {
        isInStatement = false;
        if (NAME.matcher(SourceText.of(parent)).matches()) {
          return true;
        }
      }
      if (parent instanceof FunctionDef function
          && (PROTOCOL.matcher(function.name().name()).matches()
              || TOKEN.matcher(function.name().name()).matches()
              || NAMING.matcher(function.name().name()).matches()
              || CIPHER.matcher(SourceText.of(function.body())).matches()
              || (isRaw(call) && MAKES_KEY.matcher(function.name().name()).matches())
              || OTHERS_PROTOCOL.matcher(SourceText.of(function)).matches()
              || SLOW_HASH.matcher(SourceText.of(function.body())).matches()
              || SIGNATURE.matcher(SourceText.of(function.body())).matches())) {
        return true;
      }
      if (parent instanceof ClassDef type
          && (PROTOCOL.matcher(type.name().name()).matches()
              || (isRaw(call) && CIPHER.matcher(SourceText.of(type)).matches()))) {
        return true;
      }
    }
    return false;
  }

  /** {@code sha256(…).digest()} gives bytes, as ciphers want them. */
  private static boolean isRaw(CallExpression call) {
    return call.parent() instanceof QualifiedExpression member
        && member.name().name().equals("digest");
  }
}

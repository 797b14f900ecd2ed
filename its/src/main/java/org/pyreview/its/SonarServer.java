package org.pyreview.its;

/** A running SonarQube with the plugin installed. */
public interface SonarServer extends AutoCloseable {

  String url();

  /** A token of an administrator. */
  String token();

  default SonarApi api() {
    return SonarApi.withToken(url(), token());
  }

  /** Everything the server wrote to its logs so far; empty if they can't be read. */
  String logs();

  /** Stops the server, if it was started here. */
  @Override
  void close();

  /** Makes a token with the password that a new server has. */
  static String firstToken(String url) {
    return SonarApi.withPassword(url, "admin", "admin")
        .post("/api/user_tokens/generate", "name", "pyreview-" + System.nanoTime())
        .get("token")
        .getAsString();
  }
}

package org.pyreview.its;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers of a test run, one per version, started when the first test needs it and stopped when
 * the run ends. {@code -Dits.versions} names the versions; {@code -Dits.url} and {@code
 * -Dits.token} a server that runs already; {@code -Dits.image} a container image to use instead.
 */
final class Servers {

  private static final Map<String, SonarServer> RUNNING = new ConcurrentHashMap<>();

  private Servers() {}

  static List<String> versions() {
    return System.getProperty("its.url") != null
        ? List.of("url")
        : List.of(System.getProperty("its.versions", Workplace.DEFAULT_VERSION).split(","));
  }

  static SonarServer of(String version) {
    return RUNNING.computeIfAbsent(version, Servers::start);
  }

  private static SonarServer start(String version) {
    SonarServer server;
    if (version.equals("url")) {
      server = new RemoteServer(System.getProperty("its.url"), System.getProperty("its.token"));
    } else if (System.getProperty("its.image") != null) {
      server = ContainerServer.start(System.getProperty("its.image"), Workplace.pluginJar());
    } else {
      server =
          ProcessServer.start(
              Workplace.home().resolve("its-" + version), version, Workplace.pluginJar(), 0);
    }
    server
        .api()
        .post(
            "/api/qualityprofiles/set_default",
            "language",
            "py",
            "qualityProfile",
            profileOfAllRules(server.api()));
    return server;
  }

  /** PyReview with the rules that are off in it, so that these prove themselves on a server too. */
  static String profileOfAllRules(SonarApi api) {
    String name = "PyReview, all rules";
    boolean exists =
        !api.get("/api/qualityprofiles/search", "language", "py", "qualityProfile", name)
            .getAsJsonArray("profiles")
            .isEmpty();
    if (!exists) {
      String key =
          api.post("/api/qualityprofiles/create", "language", "py", "name", name)
              .getAsJsonObject("profile")
              .get("key")
              .getAsString();
      api.post(
          "/api/qualityprofiles/change_parent",
          "language",
          "py",
          "qualityProfile",
          name,
          "parentQualityProfile",
          "PyReview");
      api.post("/api/qualityprofiles/activate_rules", "targetKey", key, "repositories", "pyreview");
    }
    return name;
  }
}

package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Chromium, driven by {@code its/browser/look.mjs}. {@code its/browser/install} brings what it
 * needs; without it the tests that need a browser are skipped, and fail in CI.
 */
final class Browser {

  private static final String PASSWORD = "Reads-checklists-1!";

  private Browser() {}

  /**
   * What a user sees on the checklist page of a project.
   *
   * @param login of a user, who is made if there is none
   * @param more what {@code look.mjs} knows besides: {@code theme}, {@code screenshot}
   */
  static JsonObject look(
      SonarServer server, String login, String project, Map<String, String> more) {
    Path folder = Workplace.root().resolve("its/browser");
    Optional<Path> chromium = program("chromium");
    Optional<Path> node = program("node");
    Prerequisite.require(
        chromium.isPresent()
            && node.isPresent()
            && Files.isDirectory(folder.resolve("node_modules")),
        "its/browser/install was not run");
    createUser(server.api(), login);
    Map<String, String> wanted = new TreeMap<>(more);
    wanted.put("browser", chromium.get().toString());
    wanted.put("url", server.url());
    wanted.put("login", login);
    wanted.put("password", PASSWORD);
    wanted.put("project", project);
    List<String> command =
        List.of(
            node.get().toString(),
            folder.resolve("look.mjs").toString(),
            new Gson().toJson(wanted));
    try {
      Path errors = Files.createTempFile("look", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(errors.toFile())
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      assertThat(code).as(Files.readString(errors)).isZero();
      return JsonParser.parseString(output).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void createUser(SonarApi api, String login) {
    boolean exists =
        api.get("/api/users/search", "q", login).getAsJsonArray("users").asList().stream()
            .anyMatch(each -> each.getAsJsonObject().get("login").getAsString().equals(login));
    if (!exists) {
      api.post("/api/users/create", "login", login, "name", login, "password", PASSWORD);
    }
  }

  private static Optional<Path> program(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}

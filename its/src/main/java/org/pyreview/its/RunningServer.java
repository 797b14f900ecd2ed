package org.pyreview.its;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/** A server that an earlier command started, with the same plugin, and that still runs. */
record RunningServer(String url, String token, long pid) implements SonarServer {

  /** Notes a server down for later commands; only the owner may read its token. */
  static void remember(ProcessServer server, String version) {
    Properties note = new Properties();
    note.setProperty("url", server.url());
    note.setProperty("token", server.token());
    note.setProperty("pid", String.valueOf(server.pid()));
    note.setProperty("plugin", checksum(Workplace.pluginJar()));
    Path file = note(version);
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (var out = Files.newBufferedWriter(file)) {
        note.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server, if it runs. One with another build of the plugin is stopped. */
  static Optional<RunningServer> find(String version) {
    Path file = note(version);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties note = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      note.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RunningServer server =
        new RunningServer(
            note.getProperty("url"),
            note.getProperty("token"),
            Long.parseLong(note.getProperty("pid")));
    if (!SonarApi.status(server.url).equals("UP")) {
      return Optional.empty();
    }
    if (!checksum(Workplace.pluginJar()).equals(note.getProperty("plugin"))) {
      Progress.say("The plugin has changed: stopping the server that has the old one");
      server.close();
      return Optional.empty();
    }
    Progress.say("SonarQube runs already at " + server.url);
    return Optional.of(server);
  }

  private static Path note(String version) {
    return Workplace.home().resolve("server-" + version + ".properties");
  }

  private static String checksum(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String logs() {
    return "";
  }

  @Override
  public void close() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    Progress.await(
        "Stopping SonarQube",
        java.time.Duration.ofMinutes(2),
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }
}

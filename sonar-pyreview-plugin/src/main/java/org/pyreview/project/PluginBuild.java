package org.pyreview.project;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One build of the plugin, told from others by what is in it: two may have the same version, and
 * builds are reproducible.
 */
final class PluginBuild {

  private static final Logger LOG = LoggerFactory.getLogger(PluginBuild.class);
  private static final int DIGITS = 16;
  private static final PluginBuild RUNNING = new PluginBuild(PluginBuild::idOfRunning);

  private final Supplier<String> reader;
  private String id;

  private PluginBuild(Supplier<String> reader) {
    this.reader = reader;
  }

  /** The one that this class is part of; read once, and only if something asks for it. */
  static PluginBuild running() {
    return RUNNING;
  }

  /**
   * @param code the plugin's archive, or the folder of its classes
   */
  static PluginBuild of(Path code) {
    return new PluginBuild(() -> idOf(code));
  }

  /** Changes with every byte of the code. */
  synchronized String id() {
    if (id == null) {
      id = reader.get();
    }
    return id;
  }

  private static String idOfRunning() {
    try {
      return idOf(
          Path.of(PluginBuild.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException | RuntimeException e) {
      return unknown(e);
    }
  }

  private static String idOf(Path code) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : filesOf(code)) {
        byte[] name = code.relativize(file).toString().getBytes(StandardCharsets.UTF_8);
        byte[] content = Files.readAllBytes(file);
        digest.update(ByteBuffer.allocate(8).putInt(name.length).putInt(content.length).array());
        digest.update(name);
        digest.update(content);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (IOException | NoSuchAlgorithmException e) {
      return unknown(e);
    }
  }

  private static List<Path> filesOf(Path code) throws IOException {
    try (Stream<Path> files = Files.walk(code)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Like no other: what such a build writes, nobody reads. */
  private static String unknown(Exception cause) {
    LOG.debug("The build of the plugin can't be told; no facts are taken from the cache", cause);
    return UUID.randomUUID().toString();
  }
}

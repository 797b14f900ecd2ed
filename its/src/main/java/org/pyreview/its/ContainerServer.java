package org.pyreview.its;

import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A server in a container, of the official image or one with the same layout. */
public final class ContainerServer implements SonarServer {

  private static final String IMAGE = "docker.io/library/sonarqube:%s-community";
  private static final int PORT = 9000;

  private final GenericContainer<?> container;
  private final String token;

  private ContainerServer(GenericContainer<?> container) {
    this.container = container;
    this.token = SonarServer.firstToken(url());
  }

  /** The official image of a version. */
  public static String officialImage(String version) {
    return IMAGE.formatted(version);
  }

  /** Starts a container; the engine is the one Testcontainers finds. */
  @SuppressWarnings("resource")
  public static ContainerServer start(String image, Path plugin) {
    Progress.say("Starting " + image);
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withExposedPorts(PORT)
            .withEnv("SONAR_ES_BOOTSTRAP_CHECKS_DISABLE", "true")
            .withEnv("SONAR_PLUGINS_RISK_CONSENT", "ACCEPTED")
            .withEnv("SONAR_WEB_JAVAADDITIONALOPTS", Jdk.QUICK_START)
            .withEnv("SONAR_CE_JAVAADDITIONALOPTS", Jdk.QUICK_START)
            .withEnv("SONAR_SEARCH_JAVAADDITIONALOPTS", Jdk.QUICK_START)
            .withEnv("SONAR_TELEMETRY_ENABLE", "false")
            .withEnv("SONAR_UPDATECENTER_ACTIVATE", "false")
            .withCopyFileToContainer(
                MountableFile.forHostPath(plugin, 0644),
                "/opt/sonarqube/extensions/plugins/" + plugin.getFileName())
            .waitingFor(
                Wait.forHttp("/api/system/status")
                    .forPort(PORT)
                    .forResponsePredicate(body -> body.contains("\"UP\""))
                    .withStartupTimeout(Duration.ofMinutes(15)));
    container.start();
    return new ContainerServer(container);
  }

  @Override
  public String url() {
    return "http://%s:%d".formatted(container.getHost(), container.getMappedPort(PORT));
  }

  @Override
  public String token() {
    return token;
  }

  @Override
  public String logs() {
    return container.getLogs();
  }

  @Override
  public void close() {
    container.stop();
  }
}

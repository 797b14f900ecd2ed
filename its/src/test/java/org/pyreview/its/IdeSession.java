package org.pyreview.its;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sonarsource.sonarlint.core.rpc.client.ClientJsonRpcLauncher;
import org.sonarsource.sonarlint.core.rpc.client.SonarLintCancelChecker;
import org.sonarsource.sonarlint.core.rpc.client.SonarLintRpcClientDelegate;
import org.sonarsource.sonarlint.core.rpc.impl.BackendJsonRpcLauncher;
import org.sonarsource.sonarlint.core.rpc.protocol.SonarLintRpcServer;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.analysis.AnalyzeFilesAndTrackParams;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.config.binding.BindingConfigurationDto;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.config.binding.BindingSuggestionDto;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.config.scope.ConfigurationScopeDto;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.config.scope.DidAddConfigurationScopesParams;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.connection.config.SonarQubeConnectionConfigurationDto;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.initialize.BackendCapability;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.initialize.ClientConstantInfoDto;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.initialize.HttpConfigurationDto;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.initialize.InitializeParams;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.initialize.TelemetryClientConstantAttributesDto;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.log.LogLevel;
import org.sonarsource.sonarlint.core.rpc.protocol.backend.tracking.TaintVulnerabilityDto;
import org.sonarsource.sonarlint.core.rpc.protocol.client.binding.AssistBindingParams;
import org.sonarsource.sonarlint.core.rpc.protocol.client.binding.AssistBindingResponse;
import org.sonarsource.sonarlint.core.rpc.protocol.client.binding.NoBindingSuggestionFoundParams;
import org.sonarsource.sonarlint.core.rpc.protocol.client.connection.AssistCreatingConnectionParams;
import org.sonarsource.sonarlint.core.rpc.protocol.client.connection.AssistCreatingConnectionResponse;
import org.sonarsource.sonarlint.core.rpc.protocol.client.connection.ConnectionSuggestionDto;
import org.sonarsource.sonarlint.core.rpc.protocol.client.hotspot.HotspotDetailsDto;
import org.sonarsource.sonarlint.core.rpc.protocol.client.http.GetProxyPasswordAuthenticationResponse;
import org.sonarsource.sonarlint.core.rpc.protocol.client.http.ProxyDto;
import org.sonarsource.sonarlint.core.rpc.protocol.client.http.X509CertificateDto;
import org.sonarsource.sonarlint.core.rpc.protocol.client.issue.IssueDetailsDto;
import org.sonarsource.sonarlint.core.rpc.protocol.client.issue.RaisedIssueDto;
import org.sonarsource.sonarlint.core.rpc.protocol.client.log.LogParams;
import org.sonarsource.sonarlint.core.rpc.protocol.client.message.MessageType;
import org.sonarsource.sonarlint.core.rpc.protocol.client.message.ShowSoonUnsupportedMessageParams;
import org.sonarsource.sonarlint.core.rpc.protocol.client.progress.ReportProgressParams;
import org.sonarsource.sonarlint.core.rpc.protocol.client.progress.StartProgressParams;
import org.sonarsource.sonarlint.core.rpc.protocol.client.smartnotification.ShowSmartNotificationParams;
import org.sonarsource.sonarlint.core.rpc.protocol.client.telemetry.TelemetryClientLiveAttributesResponse;
import org.sonarsource.sonarlint.core.rpc.protocol.common.ClientFileDto;
import org.sonarsource.sonarlint.core.rpc.protocol.common.Either;
import org.sonarsource.sonarlint.core.rpc.protocol.common.Language;
import org.sonarsource.sonarlint.core.rpc.protocol.common.TokenDto;
import org.sonarsource.sonarlint.core.rpc.protocol.common.UsernamePasswordDto;

/**
 * What an IDE does: starts the backend of SonarQube for IDE, binds a folder to a project of a
 * server, analyses one file, and prints the issues as JSON. A program of its own, because the
 * analyzers of newer servers need a newer Java than the tests.
 */
final class IdeSession implements SonarLintRpcClientDelegate {

  private static final String SCOPE = "scope";
  private static final String CONNECTION = "server";
  private static final String MARK = "ISSUES ";

  /** Bytes: with the default of 1,024 both ends of a pipe wait for each other all the time. */
  private static final int PIPE = 1 << 20;

  /** An issue as the IDE shows it. */
  record IdeIssue(String rule, int line, String message, List<IdeFix> fixes) {}

  /** A quick fix: its name, and the text that replaces the issue's range. */
  record IdeFix(String message, String newText) {}

  private final String token;
  private final Path folder;
  private final Path file;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<List<IdeIssue>> issues = new CompletableFuture<>();

  private IdeSession(String token, Path folder, Path file) {
    this.token = token;
    this.folder = folder;
    this.file = file;
  }

  /** Runs a session on a JDK that can load the server's analyzers; its log is on standard error. */
  static List<IdeIssue> issuesOf(SonarServer server, String projectKey, Path folder, String file) {
    List<String> command = new ArrayList<>();
    command.add(Jdk.forServer().java().toString());
    command.addAll(Jdk.SHORT_RUN);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            IdeSession.class.getName(),
            server.url(),
            server.token(),
            projectKey,
            folder.toString(),
            file));
    String output = Workplace.run(command, folder);
    return output
        .lines()
        .filter(line -> line.startsWith(MARK))
        .findFirst()
        .map(line -> List.of(new Gson().fromJson(line.substring(MARK.length()), IdeIssue[].class)))
        .orElseThrow(() -> new AssertionError(output));
  }

  public static void main(String[] args) {
    Path folder = Path.of(args[3]);
    IdeSession client = new IdeSession(args[1], folder, folder.resolve(args[4]));
    try {
      System.out.println(MARK + new Gson().toJson(client.analyse(args[0], args[2])));
      System.exit(0);
    } catch (Exception e) {
      // The backend's threads would keep the program alive.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private List<IdeIssue> analyse(String url, String projectKey) throws Exception {
    PipedOutputStream toBackend = new PipedOutputStream();
    PipedOutputStream toClient = new PipedOutputStream();
    // It has nothing to close: its threads end with the program.
    new BackendJsonRpcLauncher(new PipedInputStream(toBackend, PIPE), toClient);
    ClientJsonRpcLauncher client =
        new ClientJsonRpcLauncher(new PipedInputStream(toClient, PIPE), toBackend, this);
    SonarLintRpcServer server = client.getServerProxy();
    Path home = Files.createTempDirectory("ide");
    server
        .initialize(
            new InitializeParams(
                new ClientConstantInfoDto("Test IDE", "test"),
                new TelemetryClientConstantAttributesDto("test", "Test IDE", "1", "1", Map.of()),
                HttpConfigurationDto.defaultConfig(),
                null,
                Set.of(
                    BackendCapability.PROJECT_SYNCHRONIZATION,
                    BackendCapability.FULL_SYNCHRONIZATION),
                home.resolve("storage"),
                home.resolve("work"),
                Set.of(),
                Map.of(),
                Set.of(Language.PYTHON),
                Set.of(),
                Set.of(),
                List.of(new SonarQubeConnectionConfigurationDto(CONNECTION, url, true)),
                List.of(),
                home.toString(),
                Map.of(),
                false,
                null,
                false,
                null,
                LogLevel.INFO))
        .get(2, TimeUnit.MINUTES);
    server
        .getConfigurationService()
        .didAddConfigurationScopes(
            new DidAddConfigurationScopesParams(
                List.of(
                    new ConfigurationScopeDto(
                        SCOPE,
                        null,
                        true,
                        "project",
                        new BindingConfigurationDto(CONNECTION, projectKey, true)))));
    ready.get(5, TimeUnit.MINUTES);
    server
        .getAnalysisService()
        .analyzeFilesAndTrack(
            new AnalyzeFilesAndTrackParams(
                SCOPE, UUID.randomUUID(), List.of(file.toUri()), Map.of(), false))
        .get(5, TimeUnit.MINUTES);
    return issues.get(1, TimeUnit.MINUTES);
  }

  @Override
  public void didChangeAnalysisReadiness(Set<String> scopes, boolean isReady) {
    if (isReady && scopes.contains(SCOPE)) {
      ready.complete(null);
    }
  }

  @Override
  public void raiseIssues(
      String scope,
      Map<URI, List<RaisedIssueDto>> byFile,
      boolean isIntermediate,
      UUID analysisId) {
    if (isIntermediate || analysisId == null) {
      return;
    }
    List<IdeIssue> found = new ArrayList<>();
    byFile.values().stream()
        .flatMap(List::stream)
        .forEach(
            issue ->
                found.add(
                    new IdeIssue(
                        issue.getRuleKey(),
                        issue.getTextRange() == null ? 0 : issue.getTextRange().getStartLine(),
                        issue.getPrimaryMessage(),
                        issue.getQuickFixes().stream()
                            .map(
                                fix ->
                                    new IdeFix(
                                        fix.message(),
                                        fix.fileEdits().get(0).textEdits().get(0).newText()))
                            .toList())));
    issues.complete(found);
  }

  @Override
  public List<ClientFileDto> listFiles(String scope) {
    try {
      return List.of(
          new ClientFileDto(
              file.toUri(),
              folder.relativize(file),
              SCOPE,
              false,
              StandardCharsets.UTF_8.name(),
              file,
              Files.readString(file),
              Language.PYTHON,
              true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path getBaseDir(String scope) {
    return folder;
  }

  @Override
  public Either<TokenDto, UsernamePasswordDto> getCredentials(String connection) {
    return Either.forLeft(new TokenDto(token));
  }

  @Override
  public void log(LogParams entry) {
    System.err.println(entry.getLevel() + " " + entry.getMessage());
    if (entry.getStackTrace() != null) {
      System.err.println(entry.getStackTrace());
    }
  }

  @Override
  public String matchSonarProjectBranch(
      String scope, String main, Set<String> branches, SonarLintCancelChecker cancel) {
    return main;
  }

  @Override
  public boolean checkServerTrusted(List<X509CertificateDto> chain, String authType) {
    return false;
  }

  @Override
  public List<ProxyDto> selectProxies(URI uri) {
    return List.of(ProxyDto.NO_PROXY);
  }

  @Override
  public TelemetryClientLiveAttributesResponse getTelemetryLiveAttributes() {
    return new TelemetryClientLiveAttributesResponse(Map.of());
  }

  @Override
  public String getClientLiveDescription() {
    return "test";
  }

  @Override
  public void suggestBinding(Map<String, List<BindingSuggestionDto>> suggestions) {}

  @Override
  public void suggestConnection(Map<String, List<ConnectionSuggestionDto>> suggestions) {}

  @Override
  public void openUrlInBrowser(URL url) {}

  @Override
  public void showMessage(MessageType type, String text) {}

  @Override
  public void showSoonUnsupportedMessage(ShowSoonUnsupportedMessageParams params) {}

  @Override
  public void showSmartNotification(ShowSmartNotificationParams params) {}

  @Override
  public void showHotspot(String scope, HotspotDetailsDto hotspot) {}

  @Override
  public void showIssue(String scope, IssueDetailsDto issue) {}

  @Override
  public AssistCreatingConnectionResponse assistCreatingConnection(
      AssistCreatingConnectionParams params, SonarLintCancelChecker cancel) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AssistBindingResponse assistBinding(
      AssistBindingParams params, SonarLintCancelChecker cancel) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void startProgress(StartProgressParams params) {}

  @Override
  public void reportProgress(ReportProgressParams params) {}

  @Override
  public void didSynchronizeConfigurationScopes(Set<String> scopes) {}

  @Override
  public GetProxyPasswordAuthenticationResponse getProxyPasswordAuthentication(
      String host, int port, String protocol, String prompt, String scheme, URL target) {
    return new GetProxyPasswordAuthenticationResponse(null, null);
  }

  @Override
  public void didChangeMatchedSonarProjectBranch(String scope, String branch) {}

  @Override
  public void didChangeTaintVulnerabilities(
      String scope,
      Set<UUID> closed,
      List<TaintVulnerabilityDto> added,
      List<TaintVulnerabilityDto> updated) {}

  @Override
  public void noBindingSuggestionFound(NoBindingSuggestionFoundParams params) {}
}

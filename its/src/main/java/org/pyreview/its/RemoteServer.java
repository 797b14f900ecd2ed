package org.pyreview.its;

/** A server that somebody else runs, with the plugin installed. */
public record RemoteServer(String url, String token) implements SonarServer {
  @Override
  public String logs() {
    return "";
  }

  @Override
  public void close() {
    // Not ours to stop.
  }
}

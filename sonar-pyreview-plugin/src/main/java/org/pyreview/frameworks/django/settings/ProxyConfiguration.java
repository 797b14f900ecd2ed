package org.pyreview.frameworks.django.settings;

import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * What the repository says about the proxy in front of the application.
 *
 * @param isThere whether the repository configures one at all
 * @param redirectsToHttps whether it sends plain requests to https
 * @param setsTransportSecurity whether it adds Strict-Transport-Security
 */
public record ProxyConfiguration(
    boolean isThere, boolean redirectsToHttps, boolean setsTransportSecurity) {

  private static final Pattern FILE =
      Pattern.compile(
          "(?i)(?:.*/)?(?:[^/]*nginx[^/]*|[^/]*\\.conf|[^/]*traefik[^/]*|[^/]*ingress[^/]*|caddyfile[^/]*|[^/]*compose[^/]*\\.ya?ml)");
  private static final Pattern PROXY =
      Pattern.compile(
          "(?i)\\bproxy_pass\\b|\\buwsgi_pass\\b|\\breverse_proxy\\b|\\btraefik\\.|kind:\\s*Ingress");
  private static final Pattern REDIRECT =
      Pattern.compile(
          "(?i)return\\s+30[1278]\\s+https|redirectscheme|redirections\\.entrypoint|ssl-redirect|rewrite\\s.*https://");
  private static final Pattern TRANSPORT_SECURITY =
      Pattern.compile("(?i)strict-transport-security|stsseconds|hsts");

  /** What nginx, Traefik, ingress and Caddy files of a project do. */
  public static ProxyConfiguration of(Project project) {
    return project.knowledge(ProxyConfiguration.class, ProxyConfiguration::read);
  }

  private static ProxyConfiguration read(Project project) {
    boolean isThere = false;
    boolean redirects = false;
    boolean secures = false;
    for (ProjectFile file : project.files()) {
      if (FILE.matcher(file.toString()).matches()) {
        String text = file.text().orElse("");
        isThere |= PROXY.matcher(file.name() + text).find();
        // Caddy redirects by itself.
        redirects |=
            REDIRECT.matcher(text).find()
                || file.name().toLowerCase(java.util.Locale.ROOT).startsWith("caddyfile");
        secures |= TRANSPORT_SECURITY.matcher(text).find();
      }
    }
    return new ProxyConfiguration(isThere, redirects, secures);
  }
}
